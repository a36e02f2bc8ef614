"""Reading an order file: Markdown and TOML in, an `Order` or every problem with it out."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass, field
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
from drawdown.order.toml import Block, read_block
from drawdown.order.validation import validate


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
        (front, line), pieces = read_markdown(text, str(path))
        block = read_block(front, str(path), line)
    except OrderError as error:
        return None, error.problems
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _Reader(str(path), digest, block, pieces).read()


@dataclass
class _Draft:
    """A clause being read: its block, and its values after each amendment."""

    block: Block
    ruling: Ruling
    words: str
    data: dict[str, Any]
    versions: list[Version] = field(default_factory=list)


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
        made = self._apply_changes([section.ruling for section in sections])
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
        sections: list[tuple[Ruling, str, list[Piece]]] = []
        heading, words = "", ""
        for piece in self.pieces:
            if piece.kind == "ruling":
                if ruling := self._ruling(piece, heading, [s[0].id for s in sections]):
                    sections.append((ruling, heading, []))
                words = ""
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
        return tuple(preamble), [Section(r, h, tuple(p)) for r, h, p in sections]

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
        if kind not in KINDS:
            what = f"{kind!r} is not a kind of clause" if kind else "the key 'kind' is missing"
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
        self._version(draft, draft.data.get("begins") or ruling.day, ruling, block)

    def _version(
        self, draft: _Draft, effective: Any, ruling: Ruling, block: Block, at: tuple[str, ...] = ()
    ) -> bool:
        """Add the clause as it now reads; say what is wrong with it where it cannot be."""
        kind = KINDS[draft.data["kind"]]
        clause, wrong = validate(kind, draft.data, block, at)
        readings: list[Clause] = []
        for index, reading in enumerate(clause.readings if clause else ()):
            changed = _merge(draft.data, _anchor(reading.set, draft.ruling.id)) | {"readings": ()}
            other, also = validate(kind, changed, block, ("readings", index, "set"))
            wrong += also
            readings += [other] if other else []
        self.problems += wrong
        if clause is None or wrong:
            return False
        draft.versions.append(Version(clause, effective, ruling.day, tuple(readings)))
        return True

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
        whole = {
            ruling.id: [id_ for id_, d in self.drafts.items() if d.ruling.id == ruling.id]
            for ruling in rulings
        }
        ordered = sorted(self.changes, key=lambda c: (c[0].effective or c[1].day, c[1].day))
        for change, ruling, block in ordered:
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
                for id_ in touched:
                    self._amend(self.drafts[id_], new, change, ruling, block)
            made.append(ChangeMade(change, ruling, tuple(touched), block.line))
        return sorted(made, key=lambda m: (m.ruling.day, m.line))

    def _amend(
        self, draft: _Draft, new: dict[str, Any], change: Change, ruling: Ruling, block: Block
    ) -> None:
        if not draft.versions:
            return
        before = draft.data
        draft.data = _merge(before, _anchor(deepcopy(new), ruling.id))
        effective = change.effective or ruling.day
        if not self._version(draft, effective, ruling, block, ("set",)):
            draft.data = before


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


def _merge(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The old values with the new ones in their place, key by key."""
    return {**old, **new}
