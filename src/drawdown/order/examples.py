"""The example orders that come with the package, and the template of a new one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from drawdown.errors import nearest
from drawdown.order.errors import OrderError, Problem


def orders_folder() -> Path:
    """Where the example orders are: inside an installed package, else beside the source."""
    package = Path(str(files("drawdown")))
    installed = package / "orders"
    return installed if installed.is_dir() else package.parent.parent / "orders"


def example_order(name: str) -> Path:
    """The file of an example order, by its id.

    Raises:
        OrderError: There is no example of that name.
    """
    path = orders_folder() / f"{name}.md"
    if not path.is_file():
        known = sorted(p.stem for p in orders_folder().glob("*.md") if p.stem != "README")
        message = f"there is no example order of that name{nearest(name, known)}"
        raise OrderError([Problem(name, 1, message)])
    return path


def template_text() -> str:
    """The template of an order: a small one that computes, with a remark beside every key."""
    return (files("drawdown.order") / "template.md").read_text(encoding="utf-8")
