"""Real telephones check in, in each language, direct and through an exchange: what is said counts.

What was said is read from what the telephones recorded: every prompt that was listened to is found
in it, in its order, and the digits of the receipt are told apart by their sound.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.check_in.lines.sip.ports import free_port
from tests.check_in.lines.sip.programs import baresip
from tests.check_in.lines.sip.scripted import (
    ALL,
    CUT,
    NEWS,
    NUMBER,
    PERSON,
    PIN,
    Script,
    a_store,
    digits,
    effects,
    follow,
    hear_all,
    news,
    the_line,
)
from tests.check_in.lines.sip.test_kamailio import exchange

from drawdown.check_in.dialogue import CallEnded, CheckedIn
from drawdown.check_in.lines.sip.digest import Account
from drawdown.check_in.receipt import is_receipt

pytestmark = [
    pytest.mark.requires("baresip", "kamailio", "espeak-ng"),
    pytest.mark.xdist_group("dialogues"),
]

LANGUAGES = ("en", "es", "ht", "fr", "pt")
DIRECT = {"en", "es"}


def test_a_plain_check_in_in_each_language(tool: Callable[[str], Path], tmp_path: Path) -> None:
    async def run() -> None:
        store = a_store()
        async with contextlib.AsyncExitStack() as stack:
            pbx = await stack.enter_async_context(exchange(tool("kamailio"), tmp_path))
            line = await stack.enter_async_context(
                the_line(
                    store, user="line", account=Account("line", "secret"), register=True,
                    domain=f"127.0.0.1:{pbx}", port=free_port(),
                )
            )  # fmt: skip

            async def one(key: int, name: str) -> None:
                script = Script(
                    # Language and menus are cut short; the number's prompt, and all that follows
                    # the check-in, is heard to its end.
                    [(str(key), CUT), ("1", CUT), (NUMBER + "#", ALL), (PIN + "#", CUT),
                     ("1", CUT), ("9", NEWS)],
                    name, f"305555010{key}",
                )  # fmt: skip
                folder = tmp_path / name
                folder.mkdir()
                account = f"<sip:{script.telephone}@127.0.0.1:{pbx}>;auth_pass=secret;regint=60"
                if name in DIRECT:
                    account = f"<sip:{script.telephone}@127.0.0.1>;regint=0"
                codec = "PCMA" if name in ("fr", "es") else "PCMU"
                async with baresip(tool("baresip"), folder, account, codec, seconds=90) as desk:
                    if name not in DIRECT:
                        await desk.until("REGISTER_OK")
                    to = line.agent.wire.port if name in DIRECT else pbx
                    await desk.command("dial", f"sip:line@127.0.0.1:{to}")
                    await desk.until("CALL_ESTABLISHED")
                    talk = await follow(desk, line, script)
                    await talk.over()
                    await asyncio.sleep(0.3)
                heard = desk.heard
                made, end = effects(store, talk)
                assert isinstance(made, CheckedIn)
                assert isinstance(end, CallEnded)
                assert (made.person, made.language) == (PERSON, name)
                assert is_receipt(made.receipt)
                assert end.done == ("checked_in",)
                assert not end.invite_back
                after = hear_all(heard, talk.turns[2][1])
                hear_all(heard, news(talk.turns[5][1]), after)
                first, after = digits(heard, name, "receipt", after)
                again, _ = digits(heard, name, "receipt_again", after)
                assert (first, again) == (made.receipt, made.receipt)

            await asyncio.gather(*(one(key, name) for key, name in enumerate(LANGUAGES, 1)))

    asyncio.run(run())
