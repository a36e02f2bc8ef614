"""What happened: append-only entries and as-of reads."""
