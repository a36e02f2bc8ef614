"""The page of the plan: what `drawdown plan` says, transfers apart, what if; each sees theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drawdown.plan.plan import plan
from drawdown.site.cases.answers import counted
from drawdown.site.cases.append import append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.plan.words import span

ON = date(2020, 5, 12)
PAGE = "/gayle-v-meade/plan/"
SignIn = Callable[[str], Client]


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_page_says_what_the_plan_says(case: Case, signed_in: SignIn) -> None:
    shown = text(signed_in("monitor"))
    made = plan(counted(case).case, ON)
    krome = next(cap for cap in made.caps if cap.place.facility == "krome")
    assert krome.need is not None
    assert f"{krome.count} " in shown.replace("</dd>", " ")
    assert "Krome: at most 458 by" in shown
    met = krome.met_on
    assert span(met.p10, met.p90, made.settings.ahead) in shown
    assert span(met.p025, met.p975, made.settings.ahead) in shown
    assert "which statement of the capacity of Glades governs" in shown


def test_each_statement_of_a_disputed_capacity_has_its_own_outlook(
    case: Case, signed_in: SignIn
) -> None:
    """Glades: 300 by one list, "AS NEEDED" by another; under the number, 225 may be held."""
    made = plan(counted(case).case, ON)
    glades = next(cap for cap in made.caps if cap.place.facility == "glades")
    ((_, each),) = glades.under
    assert each.limit == 225
    for name in ("monitor", "petitioners", "government"):
        shown = text(signed_in(name))
        part = shown.partition("Under each it would be:")[2].partition("</ul>")[0]
        assert part.count("<li>") == len(glades.under)
        assert "300" in part
        assert "at most 225 may be held; " in part
    spanish = signed_in("monitor")
    spanish.cookies["django_language"] = "es"
    assert 'lang="en">' in text(spanish).partition("225")[0].rpartition("<li>")[2]


def test_those_who_were_moved_stand_apart(case: Case, signed_in: SignIn) -> None:
    shown = text(signed_in("monitor"))
    made = plan(counted(case).case, ON)
    krome = next(cap for cap in made.caps if cap.place.facility == "krome")
    assert krome.seen is not None
    assert krome.since is not None
    moved = shown.partition('<tr class="moved')[2].partition("</tr>")[0]
    assert "Were moved elsewhere" in moved
    assert f'<td class="n">{krome.seen.total("transfers_out")}</td>' in moved
    assert "of it by moving people" in shown
    assert "If nobody is moved in or out" in shown


def test_a_scenario_is_marked_and_drawn(signed_in: SignIn) -> None:
    client = signed_in("petitioners")
    shown = text(client, f"{PAGE}?what=intake_stops")
    assert 'value="intake_stops" checked' in shown
    chosen = shown.partition('class="chosen"')[2].partition("</tr>")[0]
    assert "If intake stops" in chosen
    assert "what=intake_stops" in shown
    assert 'value="as_today" checked' in text(client, f"{PAGE}?what=%3Cscript%3E")


def test_a_member_of_one_facility_sees_only_that(signed_in: SignIn) -> None:
    client = signed_in("krome")
    shown = text(client)
    assert "Krome: at most" in shown
    assert "Broward" not in shown
    chart = f"{PAGE}population/broward/chart.svg"
    assert client.get(chart).status_code == 403
    assert client.get(f"{PAGE}population/all/chart.svg").status_code == 403
    assert client.get(f"{PAGE}population/krome/chart.svg").status_code == 200


def test_whoever_sees_counts_sees_the_plan_and_no_person(case: Case, signed_in: SignIn) -> None:
    shown = text(signed_in("reader"))
    assert "Krome: at most" in shown
    assert "synthetic-" not in shown
    assert "petitioner-" not in shown


@pytest.mark.parametrize("what", ["as_today", "reviews_double"])
def test_the_chart_says_what_it_shows_and_is_drawn_once(what: str, signed_in: SignIn) -> None:
    client = signed_in("monitor")
    address = f"{PAGE}population/krome/chart.svg?on=2020-05-12&what={what}"
    first = client.get(address)
    assert first.headers["Content-Type"] == "image/svg+xml"
    svg = first.content.decode()
    assert "<title" in svg
    assert "moved elsewhere" in svg
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"{PAGE}population/nowhere/chart.svg").status_code == 404
    assert client.get(f"{PAGE}masks/krome/chart.svg").status_code == 404
    assert client.get(f"{PAGE}population/krome/chart.svg?due=x").status_code == 404


def test_a_day_before_any_order_has_no_plan(signed_in: SignIn) -> None:
    shown = text(signed_in("monitor"), f"{PAGE}?on=2020-04-20")
    assert "No cap on the number of people held is in force" in shown


def test_it_asks_the_database_little(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("agency")
    text(client)
    with django_assert_max_num_queries(12):
        text(client)


def test_a_new_count_changes_the_plan(
    case: Case, signed_in: SignIn, access: Callable[[str], object]
) -> None:
    client = signed_in("monitor")
    before = text(client)
    now = now_in(case, order_of(case).header.zone)
    cells = {"facility": "krome", "date": "2020-05-12", "count": "430", "rule": "midnight"}
    row = next(r for r in counted(case).case.record.frames["count"].iter_rows(named=True)
               if (r["facility"], r["date"]) == ("krome", ON))  # fmt: skip
    append(case, [("count", {**cells, "supersedes": row["id"]})], by="a test", now=now)
    after = text(client)
    assert "430" in after
    assert after != before


def test_it_is_in_spanish_too(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    client.post("/language", {"language": "es", "next": PAGE})
    shown = text(client)
    assert "El plan" in shown
    assert "Trasladadas a otro lugar" in shown
    assert "Were released" not in shown
