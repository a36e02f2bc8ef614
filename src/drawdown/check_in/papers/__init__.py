"""What is printed for a released person: how to check in, and a proof that they did."""

from __future__ import annotations

from drawdown.check_in.papers.how_to import HowTo, how_to
from drawdown.check_in.papers.proof import Made, Proof, proof

__all__ = ["HowTo", "Made", "Proof", "how_to", "proof"]
