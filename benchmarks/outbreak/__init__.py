"""How long a replicate of an outbreak takes, beside Covasim and plain NumPy in the same run."""
