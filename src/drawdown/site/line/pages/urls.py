"""The addresses of the check-in line's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.line.pages import (
    enrolling,
    failing,
    hearing,
    ladder,
    mine,
    outages,
    overview,
    person,
    setting,
    telephone,
    working,
)

public: list[URLPattern | URLResolver] = [
    path("telephone", telephone.telephone, name="telephone"),
    path("telephone/press", telephone.press, name="telephone-press"),
    path("telephone/sound/<int:turn>.wav", telephone.sound, name="telephone-sound"),
    path("mine", mine.mine, name="mine"),
    path("mine/proof.pdf", mine.proof_paper, name="mine-proof"),
    path("how-to-check-in/<str:name>.pdf", mine.how_to_paper, name="how-to"),
]
"""What anybody may open: walked by tests as such."""

ONE = "line/people/<str:number>"

staff: list[URLPattern | URLResolver] = [
    path("line/", overview.overview, name="line"),
    path("line/people/", overview.people, name="line-people"),
    path(f"{ONE}/enrol", enrolling.enrol, name="line-enrol"),
    path(f"{ONE}/pin", enrolling.new_pin, name="line-pin"),
    path(f"{ONE}/end", enrolling.end, name="line-no-more"),
    path(f"{ONE}/reach", enrolling.reach, name="line-reach"),
    path(f"{ONE}/card/<str:name>.pdf", enrolling.card, name="line-card"),
    path(f"{ONE}/terms", setting.terms, name="line-terms"),
    path(f"{ONE}/pause", setting.pause, name="line-pause"),
    path(f"{ONE}/failure/<str:day>", failing.failure, name="line-failure"),
    path(ONE, person.person, name="line-person"),
    path("line/tasks/", working.tasks, name="line-tasks"),
    path("line/tasks/<int:task>", working.task, name="line-task"),
    path("line/messages/<int:message>", hearing.message, name="line-message"),
    path("line/messages/<int:message>/sound", hearing.sound, name="line-sound"),
    path("line/outages/", outages.outages, name="line-outages"),
    path("line/outages/<int:outage>", outages.excused, name="line-excused"),
    path("line/ladder", ladder.ladder, name="line-ladder"),
]
"""What members of the case see and do."""

pages: list[URLPattern | URLResolver] = [*public, *staff]
