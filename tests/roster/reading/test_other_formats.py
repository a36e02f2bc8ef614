"""JSON in its shapes, Parquet with its types, and an old XLS workbook."""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from pathlib import Path

import polars as pl
import pytest

from drawdown.roster.errors import RosterError
from drawdown.roster.intake import read_roster

RECORDS = [
    {"personId": 1, "facility": "Krome", "bookInDate": "2020-05-01", "bookOutDate": None},
    {"personId": 2, "facility": "Krome", "bookInDate": "2020-05-02", "bookOutDate": "2020-05-09"},
]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORDS),
        json.dumps({"meta": {"count": 2}, "data": RECORDS}),
        "\n".join(json.dumps(r) for r in RECORDS),
        json.dumps([list(RECORDS[0]), *(list(r.values()) for r in RECORDS)]),
        json.dumps({"columns": list(RECORDS[0]), "data": [list(r.values()) for r in RECORDS]}),
    ],
    ids=["list", "wrapped", "lines", "rows", "split"],
)
def test_json_in_any_shape(tmp_path: Path, content: str) -> None:
    path = tmp_path / "roster.json"
    path.write_text(content)
    roster = read_roster(path)
    assert roster.facts["person"].to_list() == ["1", "2"]
    assert roster.facts["book_out"].to_list() == [None, dt.date(2020, 5, 9)]
    assert roster.account.as_dict() == {"read": 2, "used": 2, "set_aside": 0, "not_data": 0}


def test_a_json_record_that_is_no_object_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "roster.json"
    path.write_text(json.dumps([RECORDS[0], "lost", RECORDS[1]]))
    roster = read_roster(path)
    assert (roster.account.used, roster.account.set_aside) == (2, 1)
    assert roster.set_aside[0].reason == "record 2 is not an object: lost"


def test_broken_json_says_where(tmp_path: Path) -> None:
    path = tmp_path / "roster.json"
    path.write_text('[{"a": 1},\n {"a": }]')
    with pytest.raises(RosterError, match=r"roster.json, line 2, column 8: is not JSON"):
        read_roster(path)


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "roster.parquet"
    pl.DataFrame(
        {
            "person_id": [1.0, 2.0, 2.0],
            "facility": pl.Series(["A", "B", "A"], dtype=pl.Categorical),
            "book_in": [dt.date(2020, 5, 1)] * 2 + [dt.date(2020, 5, 9)],
            "book_out": [None, dt.datetime(2020, 5, 9, 1), None],  # noqa: DTZ001
        }
    ).write_parquet(path)
    roster = read_roster(path)
    assert roster.facts["person"].to_list() == ["1", "2", "2"]
    assert roster.facts["book_out"].to_list() == [None, dt.date(2020, 5, 9), None]


# Person ID, Facility, Book In Date over one made-up row, as Excel 97 wrote it.
OLD_WORKBOOK = """
c-rk)O=uHA6#izDG(V*Isj1KiAr!1y+k*(=rA;lhrHCc=qKIJAW)C4vA~BbE&}z+55IiYf3iaS6>ct=Qpq@Mk6+H-
okm%8qpx~j+`sVGfq!A$jEmY=P=9@Qf=Iy+lpEtYvW-VM>c@V9m1*34FVR+Hiq!X09b|D0+Hw-D-xrdUWu&v<r&_s5*@U;82
Th5`J?>aQxcfKG7K2bV@bC@aQ_4pQIoP9_M>B9)Iz-
`h5(8pf&FfTCgV7|vKpD~ZI<{I+|wXKQMSWC<d9=2BTDXpLD0+9E8#5NyTa{#?~C0FsK>%wg7!jWPowYbeHVopC+K@&Qq=k=
m22XO~JpiCIf<%ZMg8X`2=tN3ojfp7M%ejZo)t<?*V{>Ns$`ww~#O=7G5hUNs8V9fC*sZfB9I?c5(yN*MUveS&)NxgW!kdIG
KP@JAjEo2rmrLrFwFBG!z>3n=5RnlF+v0@>o`=kX&hR~+S(9Ju>Pn<@O<uLD?5V^K~_v_o^^U1_n)-
3U9V4fMfrHe3dSz3^BfNL~n2c<!l_cLGNyY6B+${e9ZP5D5w*Aga|xy@Cs9iV;=GTtTjG|78Ou6#N1I9B<b*hg}8s(v9-
eV<rCKaEA2?B%tLAu%Lw-IREeuybL>mygVSzr`Al7P5Rdtb;L#4Y|7rVP>-=M@RfBY1UXtYtdqTQS-
4bjF{D4u(cc=vrZ$QURE`XYCU+!LpRoRGW(#QprD|jprD|j&<=$4ChoAl6I|AtzT5h*vq7n$ev|ySm_>oE5`9!2MV|5^${nq
rop1^JUZPDK`+uRtN$S0bEausdY{%=DzSKnX^R#Uk`g>cb)BYQs`1z0f{|T?#)<*
"""


def test_an_old_xls_workbook(tmp_path: Path) -> None:
    path = tmp_path / "roster.xls"
    path.write_bytes(zlib.decompress(base64.b85decode("".join(OLD_WORKBOOK.split()))))
    roster = read_roster(path)
    assert roster.facts.select("person", "facility", "book_in").rows() == [
        ("7", "Krome", dt.date(2020, 5, 1))
    ]
