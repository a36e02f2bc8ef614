"""Migrations of the tree."""
