"""Who may enter, what each role may see and do, and who looked at whom."""
