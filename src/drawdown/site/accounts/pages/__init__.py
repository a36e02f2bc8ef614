"""The pages of accounts: one's own, sign-in, invitations, members, the access log, the glass."""
