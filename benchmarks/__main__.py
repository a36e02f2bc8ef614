"""Run benchmarks: `python -m benchmarks [NAME …]`; without a name, all of them."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """Every benchmark: a folder beside this file with a `__main__.py`."""
    return sorted(path.parent.name for path in HERE.glob("*/__main__.py"))


def run(name: str) -> None:
    """Run one benchmark and print what it measured."""
    print(f"\n== {name}", flush=True)
    sys.argv = [f"benchmarks.{name}"]  # the words that chose it are not arguments of its own
    import_module(f"benchmarks.{name}.__main__").main()


if __name__ == "__main__":
    wanted = sys.argv[1:] or names()
    unknown = [name for name in wanted if name not in names()]
    if unknown:
        sys.exit(f"no benchmark '{unknown[0]}'; known: {', '.join(names())}")
    for each in wanted:
        run(each)
