"""The numbers of a report, as plain values: what sections put into words and tables."""
