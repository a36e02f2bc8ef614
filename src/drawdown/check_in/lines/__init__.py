"""The ways to reach a telephone: each plays the one dialogue over one kind of line."""
