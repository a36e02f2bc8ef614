"""How many people can keep apart: floor plans, the exact solver, the certificate, the picture."""
