"""What is due and overdue, for each role."""
