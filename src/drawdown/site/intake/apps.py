"""The app of rosters."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Rosters received and what became of them."""

    name = "drawdown.site.intake"
    label = "intake"
