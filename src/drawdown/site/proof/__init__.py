"""The record's tree on the site: checkpoints, proofs, witnesses, and destruction by order."""
