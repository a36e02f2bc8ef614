"""Backups: the rows of every table, compressed, encrypted in the age format, and taken in again."""
