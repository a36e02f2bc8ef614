"""Made-up rosters as large files: a CSV of detention stints, and a workbook."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

HEADER = [
    "Anonymized Identifier", "Detention Facility", "Detention Facility Code",
    "Detention Book In Date", "Detention Book Out Date", "Detention Release Reason", "Gender",
    "Birth Year", "Case Status", "Citizenship Country",
]  # fmt: skip
REASONS = ("Transferred", "Removed", "Paroled", "Order of recognizance", "Bonded Out - IJ", "")
ZERO = dt.date(2012, 1, 1)


def rows(number: int, seed: int = 1) -> list[list[str]]:
    """Return made-up detentions; 1 in 1,000 has a book-in that is no date."""
    source = random.Random(seed)  # noqa: S311 - made-up data
    days = [(ZERO + dt.timedelta(n)).strftime("%m/%d/%Y") for n in range(5000)]
    made = []
    for i in range(number):
        begin = source.randrange(4500)
        place = source.randrange(400)
        out = days[begin + source.randrange(400)] if source.random() < 0.95 else ""
        made.append(
            [
                f"{source.getrandbits(160):040x}", f"FACILITY {place}", f"F{place:04}",
                days[begin] if i % 1000 else "31/31/2020", out,
                source.choice(REASONS) if out else "", source.choice(("Male", "Female")),
                str(source.randrange(1940, 2002)), "ACTIVE", "COUNTRY " + str(source.randrange(90)),
            ]
        )  # fmt: skip
    return made


def write_csv(path: Path, number: int) -> None:
    """Write a CSV under two rows of preamble."""
    import csv

    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([["Detentions (made-up people)"], [], HEADER])
        writer.writerows(rows(number))


def write_xlsx(path: Path, number: int) -> None:
    """Write a workbook under two rows of preamble."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Detentions")
    sheet.write_row(0, 0, ["Detentions (made-up people)"])
    sheet.write_row(2, 0, HEADER)
    for i, row in enumerate(rows(number), start=3):
        sheet.write_row(i, 0, row)
    book.close()
