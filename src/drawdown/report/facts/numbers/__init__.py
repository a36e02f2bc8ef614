"""The numbers of the fact page, as the record has them, and how they hang together."""
