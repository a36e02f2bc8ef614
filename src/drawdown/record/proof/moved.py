"""What became of entries that do not stand where the tree has them: altered, moved, or put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drawdown.record.proof.stored import Problem, Stored


def moved(
    case: str, were: Mapping[int, bytes], rows: Sequence[Stored], named: set[int]
) -> list[Problem]:
    """Name what became of entries.

    Args:
        case: The case's short name.
        were: The hash of the leaf that the tree has, by the numbers where another one is now.
        rows: The entries that stand there now.
        named: Numbers of which something was said already.
    """
    here = {row.seq: row for row in rows}
    came: dict[int, int] = {}  # where an entry stands now → where it was
    for row in rows:
        for seq in sorted(were, key=lambda seq: abs(seq - row.seq)):
            if seq != row.seq and row.leaf_hash(case, seq) == were[seq]:
                came[row.seq] = seq
                break
    left = set(came.values())
    problems = [_as_moved(here[now], was) for now, was in came.items()]
    for seq in were:
        there = here.get(seq)
        if seq in came:
            if seq not in left:
                says = "is not there: another entry has its number"
                problems.append(Problem("removed", says, seq))
        elif seq in left and there is not None:
            says = "was put in: the entry that had its number stands elsewhere"
            problems.append(Problem("inserted", says, seq, there.name))
        elif seq not in named:
            if there is None:
                problems.append(Problem("removed", "is not there", seq))
            else:
                says = "is not the entry that the tree holds"
                problems.append(Problem("altered", says, seq, there.name))
    return sorted(problems, key=lambda problem: problem.seq or 0)


def _as_moved(row: Stored, was: int) -> Problem:
    return Problem("moved", f"was number {was} and stands as number {row.seq}", row.seq, row.name)
