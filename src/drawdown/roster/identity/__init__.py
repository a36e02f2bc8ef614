"""One person, one pseudonym: keyed names for people, and joins too doubtful to make."""
