"""The check-in line in the site: who may call in, what a call leaves, what is sent, what ran."""
