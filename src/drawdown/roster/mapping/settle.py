"""From suggestions to a mapping that holds.

Confirmed by name, by flag or by profile, or asked about.
"""

from __future__ import annotations

from collections.abc import Mapping as Lookup

from drawdown.errors import nearest
from drawdown.roster.errors import RosterError
from drawdown.roster.mapping.fields import BY_NAME
from drawdown.roster.mapping.profile import Profile
from drawdown.roster.mapping.suggest import Suggestion


def parse_confirmations(pairs: list[str]) -> dict[str, str]:
    """Return what `--map 'COLUMN=field'` flags say; `-` leaves a column alone.

    >>> parse_confirmations(["Bk In=book_in", "Notes=-"])
    {'Bk In': 'book_in', 'Notes': '-'}
    """
    confirmed = {}
    for pair in pairs:
        column, equals, to = pair.rpartition("=")
        if not equals or not column:
            raise RosterError(f"--map '{pair}': expected COLUMN=field")
        to = to.strip()
        if to != "-" and to not in BY_NAME:
            raise RosterError(f"--map '{pair}': unknown field '{to}'{nearest(to, BY_NAME)}")
        confirmed[column.strip()] = to
    return confirmed


def confirm(
    suggestions: list[Suggestion],
    where: str,
    *,
    profile: Profile | None = None,
    confirmed: Lookup[str, str] | None = None,
    accept: bool = False,
) -> list[Suggestion]:
    """Apply a profile, then flags, then `accept`; return one settled suggestion a column.

    Uncertain columns stay uncertain: `refuse_doubts` turns them into the question.
    """
    settled = {s.column: s for s in suggestions}
    if profile is not None:
        _apply(settled, profile.columns, where, f"profile {profile.name}")
    if confirmed:
        _apply(settled, dict(confirmed), where, "--map")
    if accept:
        _accept(settled)
    return list(settled.values())


def _apply(settled: dict[str, Suggestion], words: dict[str, str], where: str, how: str) -> None:
    for column, to in words.items():
        if column not in settled:
            raise RosterError(
                f"{where}: has no column '{column}', which {how} names{nearest(column, settled)}"
            )
        if to == "-":
            settled[column] = Suggestion(column, None, 1.0, how)
            continue
        for other, s in settled.items():
            if s.field == to and other not in words:
                settled[other] = Suggestion(other, None, 1.0, f"{how} names '{column}' instead")
        settled[column] = Suggestion(column, to, 1.0, how)


def _accept(settled: dict[str, Suggestion]) -> None:
    taken = {s.field for s in settled.values() if s.field and s.certain}
    for s in sorted(settled.values(), key=lambda s: -s.confidence):
        if s.field is None or s.certain:
            continue
        if s.field in taken:
            settled[s.column] = Suggestion(s.column, None, 1.0, f"another column is {s.field}")
        else:
            settled[s.column] = Suggestion(s.column, s.field, 1.0, "accepted")
            taken.add(s.field)


def refuse_doubts(settled: list[Suggestion], where: str) -> list[Suggestion]:
    """Return the mapping if nothing about who, where and when is in doubt.

    Raise the questions if not.

    A doubt about a field that decides no count (a birth date, a name) leaves its column unmapped
    and said so.
    """
    doubts = [s for s in settled if s.field and not s.certain and BY_NAME[s.field].core]
    if doubts:
        raise RosterError("; ".join(_question(s, where) for s in doubts))
    return [
        s if s.certain else Suggestion(s.column, None, s.confidence, f"perhaps {s.field}; not used")
        for s in settled
    ]


def _question(s: Suggestion, where: str) -> str:
    return (
        f"{where}: column '{s.column}' may be {s.field} (confidence {s.confidence:.2f}, "
        f"{s.how}); confirm "
        f"with --map '{s.column}={s.field}', or leave it out with --map '{s.column}=-'"
    )
