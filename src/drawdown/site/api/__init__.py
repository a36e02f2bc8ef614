"""The API: the same rooms over HTTP, for an agency's own systems."""
