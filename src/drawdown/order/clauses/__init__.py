"""The fifteen kinds of clause, one file each: parameters, rule, explanation."""
