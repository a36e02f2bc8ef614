"""Handouts, stock, shortages foreseen, complaints and inspections."""
