"""A record that proves itself: entries as leaves of a tree, signed states of it, and proofs."""
