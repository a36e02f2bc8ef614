"""`drawdown line work`: looks for what is due and sends it, in a process of its own."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from drawdown.cli.serve import HomeOption


def work(
    home: HomeOption = None,
    once: Annotated[
        bool, typer.Option("--once", help="Do what there is to do now, and stop.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=0, help="How many look for what is due, in threads.")
    ] = 1,
    senders: Annotated[int, typer.Option(min=0, help="How many send, in threads.")] = 1,
) -> None:
    """Remind people, call them back, ask humans, notice outages: until interrupted.

    Any number of these may run, on any number of machines that share one PostgreSQL. Each may be
    killed at any moment: nothing is sent twice.
    """
    from drawdown.cli.output import err
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.line.working import Sender, Worker, run, start

    if once:
        stop = threading.Event()
        for each in ([Worker()] * bool(workers)) + ([Sender()] * bool(senders)):
            run(each, stop, once=True)
        return
    running = start(workers=workers, senders=senders)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    err().print(f"Working: {workers} look, {senders} send (Ctrl-C stops them)", soft_wrap=True)
    done.wait()
    running.end()
