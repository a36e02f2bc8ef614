"""The app of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports drafted, approved and filed."""

    name = "drawdown.site.reports"
    label = "reports"
