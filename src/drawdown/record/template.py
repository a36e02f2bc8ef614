"""A new case folder: an empty file for every kind of entry, each saying what goes into it."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

from drawdown.record import entries as _entries  # noqa: F401  fills KINDS
from drawdown.record.entry import COMMON, KINDS, Entry
from drawdown.record.errors import RecordError
from drawdown.record.form import forms

README = """\
# A case

- `order.md`: the order, as a document that computes.
- `counts/*.csv`: how many people were held, by facility and day.
- `rosters/`: rosters as they were received, and the entries made of them.
- `plans/*.csv`: floor plans of beds, for how many can keep the order's distance.
- `events/*.csv`: everything else that happened, one kind of entry a file. A file's name begins with
  its kind, so `handout.csv` and `handout-june.csv` are both handouts.

- `case.key`, once a roster was entered: joins people across rosters under their numbers here. Keep
  it, and never hand it over.

Lines that begin with `#` are remarks. Nothing is overwritten: a correction is a new row whose
`supersedes` names the old one, by its `id` or as `events/handout.csv#17` (file and row).

Is the order being met? `drawdown check .`
"""


def new_folder(folder: Path, order: str, facility: str) -> list[Path]:
    """Make a case folder.

    Args:
        folder: Where; it must not exist, or be empty.
        order: The text of its `order.md`.
        facility: The id of the facility that examples name.

    Returns:
        The files made.

    Raises:
        RecordError: The folder is not empty, or cannot be written to.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RecordError(f"{folder}: is not empty; expected a folder that does not exist yet")
    files = {
        Path("order.md"): order,
        Path("README.md"): README,
        Path(".gitignore"): "# joins pseudonyms to people; never to be handed over\ncase.key\n",
    }
    for name, kind in sorted(KINDS.items()):
        where = Path("counts/count.csv") if name == "count" else Path(f"events/{name}.csv")
        files[where] = template(kind, facility)
    try:
        (folder / "rosters").mkdir(parents=True)
        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise RecordError(f"{folder}: cannot be written ({error.strerror})") from None
    return [folder / path for path in files]


def template(kind: type[Entry], facility: str) -> str:
    """An empty file of one kind of entry: its header, what each column means, and an example."""
    names = columns(kind)
    cells = {name: facility if value == "F" else value for name, value in kind.example.items()}
    lines = [",".join(names), *_remark(kind.title()), "#"]
    for name in names:
        form = forms(kind)[name]
        note = kind.field_notes().get(name, "").rstrip(".")
        must = "must be filled" if form.required else "may be blank"
        lines += _remark(f"{name}: {note}. {_sentence(form.expected)}; {must}.", "   ")
    example = ",".join(_quoted(cells.get(name, "")) for name in names)
    return "\n".join([*lines, "#", "# An example, which nobody reads:", f"# {example}", ""])


def columns(kind: type[Entry]) -> list[str]:
    """The columns of a file of this kind: what happened first, then who says so and from where."""
    own = [name for name in forms(kind) if name not in COMMON]
    late = [name for name in COMMON if name not in ("date",)]
    return ["date", *own, *late]


def _remark(text: str, indent: str = "") -> list[str]:
    return [f"# {line}" for line in wrap(text, 96, subsequent_indent=indent)]


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell or '"' in cell else cell


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
