"""The call: released people check in by phone, in their language, and it counts."""
