"""The addresses of accounts, and of the members and looks of a case."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from drawdown.site.accounts.pages import (
    entering,
    glass,
    joining,
    looks,
    members,
    own,
    tokens,
)

account_pages: list[URLPattern | URLResolver] = [
    path("me", own.account, name="account"),
    path("second-factor", own.second_factor, name="second_factor"),
    path("enter", entering.enter_as, name="demo_enter"),
    path("invitations/<str:token>", joining.accept, name="accept_invitation"),
    path("login/", entering.sign_in, name="account_login"),
    # Accounts and addresses come by invitation, and a password is there from the start.
    re_path(
        r"^(?:signup|email|confirm-email|password/set|login/code)/", entering.closed, name="closed"
    ),
    path("", include("allauth.urls")),
]

member_pages: list[URLPattern | URLResolver] = [
    path("members/", members.members, name="members"),
    path("members/invite", members.invite_somebody, name="members-invite"),
    path("members/invitations/<int:number>/withdraw", members.withdraw, name="members-withdraw"),
    path("members/<int:number>/end", members.end_part, name="members-end"),
    path("members/<int:number>/change", members.change_part, name="members-change"),
    path("members/<int:number>/take-back", members.take_back_part, name="members-take-back"),
    path("looks/", looks.looks, name="looks"),
    path("looks/export.csv", looks.export, name="looks-export"),
    path("looks/opened", looks.opened, name="looks-glass"),
    path("looks/opened/<int:number>/read", looks.read, name="looks-glass-read"),
    path("emergency", glass.glass, name="glass"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:number>/end", tokens.end_token, name="tokens-end"),
]
