"""Rosters on the site: received, read in the background, mapped, accepted into the record."""
