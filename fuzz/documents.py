"""Orders, and what is said in TOML or JSON: profiles, claims, languages, published pages."""

from __future__ import annotations

from drawdown.check_in.languages import read_folder
from drawdown.check_in.lines.store import read_people
from drawdown.order.reading import read_order_text
from drawdown.outbreak.parameters import read_parameters
from drawdown.report.facts.claims import read_claims
from drawdown.report.facts.release import read_release
from drawdown.roster.mapping.profile import read_profile
from fuzz.target import Target, as_file

TARGETS = (
    Target("order", lambda data: read_order_text(data.decode(errors="replace"), "order.md"),
           words=("```clause", "```change", "kind = ", "population", "[[facilities]]", "+++",
                  "days", "2020-04-30", "## ", "> ")),
    Target("profile", as_file("profile.toml", read_profile),
           words=("[columns]", "[dates]", "[file]", "mdy", "zone", "book_in")),
    Target("claims", as_file("claims.toml", read_claims),
           words=("[[claims]]", "said", "source", "date", "bears_on", "address", "language")),
    Target("language", as_file("prompts.toml", lambda path: read_folder(path.parent)),
           words=("[dates]", "[times]", "[prompts]", "[texts]", "locale", "clock = 12")),
    Target("parameters", as_file("parameters.toml", read_parameters),
           words=("value", "low", "high", "source", "[[group]]", "[groups]", "share")),
    Target("callers", as_file("line.toml", lambda path: read_people(path.parent)),
           words=("person", "pin", "court")),
    Target("published-page", as_file("2020-05-15.json", read_release),
           words=('"format"', '"state"', '"value"', '"on"', '"keys"')),
)  # fmt: skip
