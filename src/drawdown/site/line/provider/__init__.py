"""The line over a telephone provider that speaks TwiML: its requests answered, its settings."""
