"""The public fact page: counts with their definitions, from which no small number can be derived.

`suppression/` decides which numbers may stand on the page and proves it; `numbers/` takes the
numbers from the record; `site/` writes the files; `audit.py` attacks what was written.
"""
