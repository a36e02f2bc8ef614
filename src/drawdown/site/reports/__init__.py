"""Reports for the court: drafted by one person, approved by a second, frozen, recorded as filed."""
