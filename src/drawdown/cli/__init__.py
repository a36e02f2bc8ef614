"""The command line: one verb for each thing a person does."""

from drawdown.cli.app import main

__all__ = ["main"]
