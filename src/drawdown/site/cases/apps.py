"""The app of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and their records."""

    name = "drawdown.site.cases"
    label = "cases"
