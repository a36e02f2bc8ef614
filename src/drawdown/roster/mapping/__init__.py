"""Which column of a file is which fact about a person's detention."""
