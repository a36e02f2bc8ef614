"""Reading an order file: Markdown and TOML in, an `Order` or every problem with it out."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import drawdown.order.clauses  # noqa: F401  fills KINDS
from drawdown.errors import nearest
from drawdown.order.checks import check_order
from drawdown.order.clauses.clause import KINDS, Clause
from drawdown.order.document import ChangeMade, ClauseText, Order, Section, Version
from drawdown.order.errors import OrderError, Problem
from drawdown.order.header import Header
from drawdown.order.markdown import Piece, read_markdown, read_text
from drawdown.order.ruling import Change, Ruling
from drawdown.order.toml import Block, Location, read_block
from drawdown.order.validation import validate
from drawdown.order.written import shown


def read_order(path: Path) -> Order:
    """Read and check an order file.

    Raises:
        OrderError: There is anything wrong with it; `problems` holds all of it, with lines.
    """
    order, problems = lint_order(path)
    if problems or order is None:
        raise OrderError(problems)
    return order


def lint_order(path: Path) -> tuple[Order | None, list[Problem]]:
    """Read an order file and say everything that is wrong with it."""
    try:
        text = read_text(path)
    except OrderError as error:
        return None, error.problems
    return lint_order_text(text, str(path))


def lint_order_text(text: str, file: str) -> tuple[Order | None, list[Problem]]:
    """Read the text of an order and say everything that is wrong with it; `file` names it."""
    try:
        (front, line), pieces = read_markdown(text, file)
        block = read_block(front, file, line)
    except OrderError as error:
        return None, error.problems
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _Reader(file, digest, block, pieces).read()


def read_order_text(text: str, file: str) -> Order:
    """Read the text of an order; `file` names it in messages.

    Raises:
        OrderError: There is anything wrong with it; `problems` holds all of it, with lines.
    """
    order, problems = lint_order_text(text, file)
    if problems or order is None:
        raise OrderError(problems)
    return order


@dataclass
class _Draft:
    """A clause being read: its block, and its values after each amendment."""

    block: Block
    ruling: Ruling
    words: str
    data: dict[str, Any]
    amendments: list[_Amendment] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)


@dataclass(frozen=True)
class _Amendment:
    """New values for a clause: from which day they hold, and the ruling that says so."""

    effective: date
    ruling: Ruling
    block: Block
    set: dict[str, Any]


@dataclass
class _Reader:
    file: str
    digest: str
    front: Block
    pieces: list[Piece]
    problems: list[Problem] = field(default_factory=list)
    drafts: dict[str, _Draft] = field(default_factory=dict)
    changes: list[tuple[Change, Ruling, Block]] = field(default_factory=list)

    def read(self) -> tuple[Order | None, list[Problem]]:
        header, wrong = validate(Header, self.front.data, self.front)
        self.problems += wrong
        preamble, sections = self._sections()
        if header:
            sections = [replace(s, ruling=_in_court_time(s.ruling, header)) for s in sections]
        made = self._apply_changes([section.ruling for section in sections])
        for draft in self.drafts.values():
            self._versions(draft)
        clauses = {
            id_: ClauseText(id_, d.ruling, d.words, d.block.line, tuple(d.versions))
            for id_, d in self.drafts.items()
            if d.versions
        }
        if header is None:
            return None, sorted(set(self.problems))
        order = Order(
            self.file, self.digest, header, preamble, tuple(sections), clauses, tuple(made)
        )
        if not self.problems:
            self.problems += check_order(order, self.front)
        return order, sorted(set(self.problems))

    def _sections(self) -> tuple[tuple[Piece, ...], list[Section]]:
        preamble: list[Piece] = []
        sections: list[tuple[Ruling, str, list[Piece], int]] = []
        heading, words = "", ""
        unread = False  # below a ruling that cannot be read, nothing belongs anywhere
        for piece in self.pieces:
            if piece.kind == "ruling":
                ruling = self._ruling(piece, heading, [s[0].id for s in sections])
                unread = ruling is None
                if ruling:
                    sections.append((ruling, heading, [], piece.line))
                words = ""
                continue
            if unread and piece.kind in ("clause", "change"):
                continue
            if piece.kind == "heading":
                heading = piece.text
            if not sections:
                if piece.kind in ("clause", "change"):
                    self.problems.append(Problem(
                        self.file, piece.line, f"a {piece.kind} stands before the first ruling; "
                        "expected a ```ruling block that says when it was entered",
                    ))  # fmt: skip
                preamble.append(piece)
                continue
            ruling = sections[-1][0]
            if piece.kind == "quote":
                words = piece.text
            elif piece.kind == "clause":
                self._clause(piece, ruling, words)
            elif piece.kind == "change":
                self._change(piece, ruling)
            sections[-1][2].append(piece)
        if not sections and not self.problems:
            self.problems.append(Problem(self.file, 1, "there is no ```ruling block in this file"))
        return tuple(preamble), [Section(r, h, tuple(p), line) for r, h, p, line in sections]

    def _block(self, piece: Piece) -> Block | None:
        try:
            return read_block(piece.text, self.file, piece.line)
        except OrderError as error:
            self.problems += error.problems
            return None

    def _ruling(self, piece: Piece, heading: str, seen: list[str]) -> Ruling | None:
        block = self._block(piece)
        if block is None:
            return None
        ruling, wrong = validate(Ruling, {"title": heading, **block.data}, block)
        self.problems += wrong
        if ruling and ruling.id in seen:
            self.problems.append(block.problem(("id",), f"the ruling '{ruling.id}' stands twice"))
        return ruling

    def _clause(self, piece: Piece, ruling: Ruling, words: str) -> None:
        block = self._block(piece)
        if block is None:
            return
        kind, id_ = block.data.get("kind"), str(block.data.get("id", ""))
        if not isinstance(kind, str) or kind not in KINDS:
            what = (
                f"{shown(kind)} is not a kind of clause"
                if "kind" in block.data
                else "the key 'kind' is missing"
            )
            hint = nearest(str(kind), KINDS)
            self.problems.append(
                block.problem(("kind",), f"{what}; expected one of {', '.join(KINDS)}{hint}")
            )
            return
        if id_ in self.drafts:
            first = self.drafts[id_].block.line
            self.problems.append(block.problem(
                ("id",), f"the id '{id_}' already names the clause on line {first}; "
                "expected another id",
            ))  # fmt: skip
            return
        if not words:
            self.problems.append(block.problem(
                (), f"no words are quoted above the clause '{id_}'; expected a quotation (> …) of "
                "what it computes",
            ))  # fmt: skip
        data = {"force": ruling.force, "wording": ruling.wording, **block.data}
        draft = _Draft(block, ruling, words, _anchor(data, ruling.id))
        self.drafts[id_ or f"line {piece.line}"] = draft

    def _versions(self, draft: _Draft) -> None:
        """How a clause reads, as known from each day on which a ruling had a say in it."""
        days = {amendment.ruling.day for amendment in draft.amendments}
        for known in sorted({draft.ruling.day, *days}):
            data = draft.data
            first = self._version(data, draft.block, draft.ruling.id, draft.ruling.day, known)
            if first is None:
                return
            draft.versions.append(first)
            for amendment in draft.amendments:
                if amendment.ruling.day > known:
                    continue
                changed = data | _anchor(deepcopy(amendment.set), amendment.ruling.id)
                if version := self._version(
                    changed, amendment.block, amendment.ruling.id, amendment.effective, known,
                    ("set",),
                ):  # fmt: skip
                    data = changed
                    draft.versions.append(version)

    def _version(
        self, data: dict[str, Any], block: Block, ruling: str, effective: date, known: date,
        at: tuple[str, ...] = (),
    ) -> Version | None:  # fmt: skip
        """The clause as it reads with these values; none, and the problems, where it cannot be."""
        kind = KINDS[data["kind"]]
        clause, wrong = validate(kind, data, block, at)
        readings: list[Clause] = []
        for index, reading in enumerate(clause.readings if clause else ()):
            where = ("readings", index, "set")
            wrong += self._fixed(reading.set, block, where)
            changed = data | _anchor(reading.set, ruling) | {"readings": ()}
            other, also = validate(kind, changed, block, where)
            wrong += also
            readings += [other] if other else []
        self.problems += wrong
        if clause is None or wrong:
            return None
        return Version(clause, effective, known, tuple(readings))

    def _fixed(self, new: dict[str, Any], block: Block, at: Location) -> list[Problem]:
        """What a clause is and how it is called cannot be changed, only what it says."""
        return [
            block.problem(
                (*at, key), f"'{key}' of a clause cannot be changed; expected another key"
            )
            for key in ("id", "kind")
            if key in new
        ]

    def _change(self, piece: Piece, ruling: Ruling) -> None:
        block = self._block(piece)
        if block is None:
            return
        change, wrong = validate(Change, block.data, block)
        self.problems += wrong
        if change:
            self.changes.append((change, ruling, block))

    def _apply_changes(self, rulings: list[Ruling]) -> list[ChangeMade]:
        """Find what each change touches, and give amended clauses their later versions."""
        made: list[ChangeMade] = []
        as_entered = {ruling.id: ruling for ruling in rulings}
        for draft in self.drafts.values():
            draft.ruling = as_entered.get(draft.ruling.id, draft.ruling)
        whole = {
            ruling.id: [id_ for id_, d in self.drafts.items() if d.ruling.id == ruling.id]
            for ruling in rulings
        }
        ordered = sorted(self.changes, key=lambda c: (c[0].effective or c[1].day, c[1].day))
        for change, ruling, block in ordered:
            ruling = as_entered.get(ruling.id, ruling)
            touched: list[str] = []
            for name in change.clauses:
                if name not in self.drafts and name not in whole:
                    hint = nearest(name, [*self.drafts, *whole])
                    self.problems.append(
                        block.problem(("clauses",), f"there is no clause or ruling '{name}'{hint}")
                    )
                touched += [name] if name in self.drafts else whole.get(name, [])
            if change.set and change.action not in ("amend", "clarify"):
                self.problems.append(block.problem(
                    ("set",), f"'set' goes with amend and clarify, not with {change.action}"
                ))  # fmt: skip
            elif change.set or change.action == "adopt":
                new = {"force": "ordered"} if change.action == "adopt" else change.set
                self.problems += (fixed := self._fixed(new, block, ("set",)))
                effective = change.effective or ruling.day
                for id_ in [] if fixed else dict.fromkeys(touched):
                    self.drafts[id_].amendments.append(_Amendment(effective, ruling, block, new))
            touched = list(dict.fromkeys(touched))
            made.append(ChangeMade(change, ruling, tuple(touched), block.line))
        return sorted(made, key=lambda m: (m.ruling.day, m.line))


def _in_court_time(ruling: Ruling, header: Header) -> Ruling:
    """A ruling with its hour by the court's clock, on which its day depends."""
    if not isinstance(ruling.entered, datetime):
        return ruling
    aware = ruling.entered.tzinfo is not None
    hour = ruling.entered if aware else ruling.entered.replace(tzinfo=header.zone)
    return ruling.model_copy(update={"entered": hour.astimezone(header.zone)})


def _anchor(data: Any, ruling: str) -> Any:
    """Tie every span that is counted from "the order" to the ruling that says so."""
    if isinstance(data, dict):
        tied = {key: _anchor(value, ruling) for key, value in data.items() if key != "readings"}
        if "readings" in data:
            tied["readings"] = data["readings"]
        if "within" in tied or "immediately" in tied:
            tied.setdefault("ruling", ruling)
        return tied
    return [_anchor(item, ruling) for item in data] if isinstance(data, list) else data
