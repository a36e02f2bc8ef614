"""The plan: the pace that meets each deadline, and what is likely at today's pace."""
