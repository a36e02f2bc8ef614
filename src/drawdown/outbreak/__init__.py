"""Outbreak: what infection does to the people held at each population level, as ranges."""
