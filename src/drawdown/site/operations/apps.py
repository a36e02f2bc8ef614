"""The app of operations."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Backups, heartbeats, numbers for monitoring."""

    name = "drawdown.site.operations"
    label = "operations"
