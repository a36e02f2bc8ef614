"""Which numbers may be shown, so that no small one can be derived: exact cell suppression.

The rule and what it promises are told in `docs/explanation/small-numbers.md`.
"""
