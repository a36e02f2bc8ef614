"""Whatever is handed in is read, or refused in one line: every reader of the outside, fuzzed.

`targets` holds the readers, `corpus/` what each is begun with and every input that once broke one;
the tests read all of those again. `python -m fuzz` looks for new ones (`make fuzz`).
"""
