"""Transfers: what must come first, and who was moved without it."""
