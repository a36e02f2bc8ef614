"""How many people can keep apart: Drawdown beside other solvers, on the same plans."""
