"""The ways to reach a phone; each speaks the same dialogue."""
