"""The addresses of the check-in line's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.line.pages import mine, telephone

public: list[URLPattern | URLResolver] = [
    path("telephone", telephone.telephone, name="telephone"),
    path("mine", mine.mine, name="mine"),
    path("mine/proof.pdf", mine.proof_paper, name="mine-proof"),
    path("how-to-check-in/<str:name>.pdf", mine.how_to_paper, name="how-to"),
    path("telephone/press", telephone.press, name="telephone-press"),
    path("telephone/sound/<int:turn>.wav", telephone.sound, name="telephone-sound"),
]
"""What anybody may open: walked by tests as such."""

pages: list[URLPattern | URLResolver] = [*public]
