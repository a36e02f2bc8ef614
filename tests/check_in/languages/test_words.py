"""Dates, times and digits as they are said, written down by hand in each language."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from drawdown.check_in.dialogue.prompt import Digits, prompt
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import language, languages, words


@pytest.mark.parametrize(
    ("name", "first", "later"),
    [
        ("en", "Monday, June 1st, 2020, at 9 AM", "Tuesday, June 23rd, 2020, at 1:05 PM"),
        ("es", "lunes primero de junio de 2020, a las 9 de la mañana",
         "martes 23 de junio de 2020, a la una y 5 de la tarde"),
        ("ht", "lendi premye jen 2020, a 9 è dimaten", "madi 23 jen 2020, a 1 è 5 apremidi"),
        ("fr", "lundi premier juin 2020 à 9 heures", "mardi 23 juin 2020 à 13 heures 5"),
        ("pt", "segunda-feira, primeiro de junho de 2020, às 9 horas",
         "terça-feira, 23 de junho de 2020, às 13 horas e 5"),
    ],
)  # fmt: skip
def test_a_court_date(name: str, first: str, later: str) -> None:
    for when, expected in (
        (datetime(2020, 6, 1, 9), first), (datetime(2020, 6, 23, 13, 5), later),  # noqa: DTZ001
    ):  # fmt: skip
        assert expected in words(prompt("court_date", name, when=when))


@pytest.mark.parametrize("name", languages())
def test_midnight_and_noon_are_told_apart(name: str) -> None:
    say = language(name).times.say
    hours = [say(datetime(2020, 6, 1, hour).time()) for hour in range(24)]  # noqa: DTZ001
    assert len(set(hours)) == 24


@pytest.mark.parametrize("name", languages())
def test_every_day_of_a_year_is_said_in_its_own_way(name: str) -> None:
    dates = language(name).dates
    said = {
        dates.say(date.fromordinal(day), year=True)
        for day in range(date(2020, 1, 1).toordinal(), date(2021, 1, 1).toordinal())
    }
    assert len(said) == 366


def test_receipts_are_read_one_digit_at_a_time_and_written_in_groups() -> None:
    receipt = Digits("482107355")
    assert words(prompt("receipt", "fr", receipt=receipt)).endswith("4 8 2, 1 0 7, 3 5 5.")
    text = language("fr").text("receipt", {"receipt": receipt, "due": date(2020, 6, 10)})
    assert "482 107 355" in text
    assert "mercredi 10 juin" in text


def test_what_is_missing_is_said() -> None:
    with pytest.raises(
        CheckInError, match=r"en: there is no prompt 'recept'; did you mean 'receipt"
    ):
        words(prompt("recept", "en"))
    with pytest.raises(CheckInError, match="'receipt' wants a value for 'receipt'"):
        words(prompt("receipt", "en"))
    with pytest.raises(CheckInError, match="cannot be read"):
        language("xx")
