"""How long it takes to count every facility on every day."""
