"""Findings for a large case: every kind of clause, 100,000 people, 1,000,000 entries and more."""
