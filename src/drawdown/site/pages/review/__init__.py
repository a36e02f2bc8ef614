"""The review queue and decisions."""
