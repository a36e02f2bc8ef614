"""Clause × record → finding, with its explanation."""
