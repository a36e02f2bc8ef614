"""A census of stays that lie in many Parquet files: read file by file, counted person by person."""

from drawdown.roster.partitions.counting import count_partitions

__all__ = ["count_partitions"]
