"""The pages of the check-in line: the telephone, one's own record, and what staff see and do."""
