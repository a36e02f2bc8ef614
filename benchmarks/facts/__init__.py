"""The fact page: how long its choice takes, and what a reader who replays the choice can learn."""
