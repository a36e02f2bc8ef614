"""The caption at the head, and the signature and certificate of service at the end.

Federal Rules of Civil Procedure 10(a) (caption), 11(a) (signature, address, e-mail, telephone) and
5(d)(1) (certificate of service). Nobody's signature is filled in, and no date of service.
"""

from __future__ import annotations

from collections.abc import Iterator

from drawdown.order.header import Header, Party
from drawdown.order.words import listed
from drawdown.report.document.model import (
    Block,
    Bullets,
    Caption,
    Heading,
    PageBreak,
    Paragraph,
    Side,
    Signature,
)
from drawdown.report.errors import ReportError
from drawdown.report.levels import Level

BLANK = "_" * 24


def caption(header: Header) -> Caption:
    """The caption, from the order's header."""
    lines = tuple(part.strip() for part in header.court.split(" for the ", 1))
    first, _, second = header.caption.partition(" v. ")
    roles = [party.role for party in header.parties]
    sides = [Side(first.strip(), _role(roles, 0, "Petitioners"))]
    if second:
        sides.append(Side(second.strip(), _role(roles, 1, "Respondents")))
    return Caption(lines, tuple(sides), header.docket, header.judges)


def _role(roles: list[str], place: int, default: str) -> str:
    role = roles[place] if len(roles) > place else default
    return f"{role[0].upper()}{role[1:]}"


def filing_party(header: Header, role: str) -> Party | None:
    """The party that files, by its role; none where not said.

    Raises:
        ReportError: The order has no party in that role.
    """
    if not role:
        return None
    for party in header.parties:
        if party.role.lower() == role.lower():
            return party
    known = ", ".join(party.role for party in header.parties)
    raise ReportError(f"--filer: {role!r} is no party of the order; expected one of {known}")


def title(header: Header, role: str, what: str) -> str:
    """What a paper is called: whose it is, where the filer is named, and what.

    Raises:
        ReportError: The order has no party in that role.
    """
    party = filing_party(header, role)
    if party is None:
        return f"{what[0].upper()}{what[1:]}"
    name = party.role
    return f"{name[0].upper()}{name[1:]}{'’' if name.endswith('s') else '’s'} {what}"


def signature(header: Header, role: str) -> Signature:
    """The signature block, with blanks for what only whoever signs can fill in."""
    party = filing_party(header, role)
    whom = f"Counsel for {party.role}" if party else f"Counsel for {BLANK}"
    firms = party.counsel if party else ()
    return Signature(
        "Respectfully submitted,",
        (f"Dated: {BLANK}", f"s/ {BLANK}", f"Name and bar number: {BLANK}", *firms,
         f"Address: {BLANK}", f"Telephone: {BLANK}", f"E-mail: {BLANK}", whom),
    )  # fmt: skip


def service(header: Header, role: str, level: Level) -> Iterator[Block]:
    """The certificate of service."""
    yield PageBreak()
    yield Heading("Certificate of service", key="service", numbered=False)
    how = (
        "filed the foregoing document under seal with the Clerk of the Court and served it, with "
        f"its exhibits, on the counsel listed below by {BLANK}"
        if level == "sealed"
        else "filed the foregoing document, with its exhibits, with the Clerk of the Court by "
        "CM/ECF, which serves it on all counsel of record listed below"
    )
    yield Paragraph(f"I certify that on {BLANK} I {how}.", numbered=False)
    served = [
        f"{firm}, for {party.role}"
        for party in header.parties
        if not role or party.role.lower() != role.lower()
        for firm in party.counsel
    ]
    without = [p.role for p in header.parties if not p.counsel and p.role.lower() != role.lower()]
    if without:
        served.append(f"counsel for {listed(without)}: {BLANK}")
    yield Bullets(tuple(served) or (BLANK,))
    yield Paragraph(f"s/ {BLANK}", numbered=False)
