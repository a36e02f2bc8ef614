"""The call: when released people check in, what is said to them, and in which language."""
