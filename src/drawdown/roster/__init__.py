"""Who is held where: reading, mapping, reconciling, census."""
