"""What is wrong with a proof, a checkpoint or a key, in one line."""

from __future__ import annotations

from drawdown.errors import InputError


class ProofError(InputError):
    """A proof, a checkpoint or a key that does not hold, or cannot be read."""
