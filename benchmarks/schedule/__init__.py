"""The schedule at national size: looks and sends a second, none twice, none lost."""
