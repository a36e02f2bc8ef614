"""The page as files: HTML in each language, charts, tables as CSV, the feed."""
