"""The page of an outbreak: what infection does at each population, with ranges, as one moves it."""
