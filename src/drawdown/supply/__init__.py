"""Masks, soap, cleaning: what will run short, and what staff and people held each say."""
