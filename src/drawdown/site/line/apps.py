"""The app of the check-in line."""

from django.apps import AppConfig


class LineConfig(AppConfig):
    """Who may call in, what calls leave, and what is sent."""

    name = "drawdown.site.line"
    label = "line"
