"""What changed between two rosters, the past included."""
