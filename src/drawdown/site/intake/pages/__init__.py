"""The roster pages: received, read, asked about, accepted; and what changed by it."""
