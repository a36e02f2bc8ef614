"""How many people were held, where and on which day, under a counting rule that has a name.

Findings call `population` for one day and `daily_population` for many.
"""

from drawdown.roster.census.population import daily_population, population
from drawdown.roster.census.rules import Rule

__all__ = ["Rule", "daily_population", "population"]
