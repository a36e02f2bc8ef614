"""What is measured, against whom. `python -m benchmarks` runs everything; see README.md."""
