"""One target under atheris: `python -m fuzz.one TARGET`, with arguments of libFuzzer after it."""

from __future__ import annotations

import contextlib
import io
import resource
import sys
import time
import traceback

import atheris

PACKAGES = ["drawdown", "sipmessage", "markdown_it", "ezdxf"]
SECONDS = 5.0
"""Of processor time for one input; more is a hang."""

with atheris.instrument_imports(include=PACKAGES):
    from fuzz.targets import TARGETS


class TooSlowError(Exception):
    """One input took longer than any input should."""


def main() -> None:
    """Fuzz until libFuzzer's limits are reached, or something is found."""
    target = TARGETS[sys.argv.pop(1)]

    def once(data: bytes) -> None:
        began = time.process_time()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                target.try_with(data)
        except BaseException:  # panics of a Rust library are no Exception
            traceback.print_exc()
            raise
        took = time.process_time() - began
        if took > SECONDS:
            raise TooSlowError(f"{took:.1f} s of processor time for {len(data)} bytes")

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
