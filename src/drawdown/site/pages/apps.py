"""The app of pages: templates, tags and views, no tables."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages of a case."""

    name = "drawdown.site.pages"
    label = "pages"
