"""The parts of a status report, each made of the numbers that `gather` found."""
