"""How long it takes to read a large roster, and what accounting for every row costs."""
