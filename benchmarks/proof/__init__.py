"""What the record's tree costs: `python -m benchmarks.proof`."""
