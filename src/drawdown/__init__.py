"""Drawdown carries out and checks court orders that thin out a detention centre."""

__version__ = "0.1.0"
