"""Every page's time to answer, for 100,000 people and three years of daily rosters."""
