"""The site: accounts, pages and the API over the rooms. Nothing in the rooms imports it."""
