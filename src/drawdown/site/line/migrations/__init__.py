"""How the tables of the check-in line came to be as they are."""
