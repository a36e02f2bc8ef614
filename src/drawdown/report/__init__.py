"""What the court, counsel and the public are given: made from an order and its record."""
