"""The plan: how often its ranges held what happened, on real counts of 2020."""
