"""How long a status report takes to make."""
