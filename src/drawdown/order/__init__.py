"""What the court said: the file format, its clauses, amendments and calendar."""
