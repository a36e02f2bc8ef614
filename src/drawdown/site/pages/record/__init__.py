"""The record: entries, filters, corrections, export."""
