"""The demonstration: the model case with made-up people, every one of them marked as such."""
