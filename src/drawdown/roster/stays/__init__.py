"""From single detentions to stays: what follows what, how each ended, and what does not fit."""
