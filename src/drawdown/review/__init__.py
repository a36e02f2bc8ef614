"""Who may be considered for release and why: criteria, the queue, decisions, timelines."""
