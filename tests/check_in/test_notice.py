"""Who is told what after a call or an outage: once, and only what is so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.check_in.making import IDENTIFIED, NOW, Call

from drawdown.check_in.dialogue import CallEnded, CheckedIn, HungUp
from drawdown.check_in.happened import CheckIn, History, Outage
from drawdown.check_in.languages import language, languages
from drawdown.check_in.news import News
from drawdown.check_in.notice import after_call, after_check_in, after_outage
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms

SCHEDULE = Schedule("A-1042", (Terms(date(2020, 5, 20), ZoneInfo("America/New_York"), every=7),))
LATER = NOW + timedelta(days=10)


def test_a_receipt_with_the_next_day() -> None:
    made = Call().on(*IDENTIFIED, "1").effects[0]
    assert isinstance(made, CheckedIn)
    notice = after_check_in(made, SCHEDULE)
    assert notice
    assert notice.key == "c1/1/checked_in/receipt"
    assert language("en").text(notice.text, dict(notice.values)) == (
        "Check-in line: you checked in. Receipt 100 000 000. Next: Wednesday, June 10th."
    )


def test_an_invitation_back_only_to_who_had_not_checked_in() -> None:
    dropped = Call().on(*IDENTIFIED, HungUp()).effects[-1]
    assert isinstance(dropped, CallEnded)
    assert after_call(dropped)
    made = Call().on(*IDENTIFIED, "1", HungUp()).effects[-1]
    assert isinstance(made, CallEnded)
    assert after_call(made) is None


def test_whom_an_outage_excused_is_told_once_it_is_over() -> None:
    outage = Outage(NOW, NOW + timedelta(hours=4), "ours", "disk full")
    history = History(outages=(outage,))
    (told,) = after_outage(outage, SCHEDULE, history, LATER, News())
    assert (told.key, told.text) == ("A-1042/2020-06-03/excused", "excused")
    assert after_outage(outage, SCHEDULE, history, NOW + timedelta(hours=1), News()) == ()
    made = History(
        (CheckIn("A-1042", datetime(2020, 6, 2, tzinfo=UTC), "1"),), outages=(outage,)
    )  # fmt: skip
    assert after_outage(outage, SCHEDULE, made, LATER, News()) == ()


@pytest.mark.parametrize("name", languages())
def test_every_text_fits_in_four_parts(name: str) -> None:
    values = {"due": date(2020, 9, 23), "closes": date(2020, 9, 23), "opens": date(2020, 9, 21),
              "line": "+1 305 555 0100", "receipt": "482 107 355"}  # fmt: skip
    sent = [key for key in language(name).texts if not key.startswith(("record", "words_"))]
    assert len(sent) >= 10, "a record's length is that of what is in it: see the texts that answer"
    for key in sent:
        assert len(language(name).text(key, values)) <= 4 * 67  # type: ignore[arg-type]
