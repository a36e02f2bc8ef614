"""The app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, memberships and the log of looks."""

    name = "drawdown.site.accounts"
    label = "accounts"
