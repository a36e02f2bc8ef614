"""A facility: counts against limits, housing units, supplies by both sides."""
