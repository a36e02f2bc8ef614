"""People: search, a person's timeline, criteria and what would settle them."""
