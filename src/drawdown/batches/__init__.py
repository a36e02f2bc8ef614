"""Batches: many independent pieces of work, run here or on a cluster, with the same result."""

from drawdown.batches.running import BatchError, run

__all__ = ["BatchError", "run"]
