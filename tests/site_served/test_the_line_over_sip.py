"""Our own line over SIP serves a case of the site: calls in count at once, calls out are noted."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.check_in.lines.sip.peers import sipp
from tests.check_in.lines.sip.ports import free_port
from tests.check_in.lines.sip.raw import raw
from tests.check_in.lines.sip.test_faults import calls_in, program, ready, types, until
from tests.site_browser.serving import Serving, serving
from tests.site_served.conftest import CASE, Visitor

from drawdown.demo.line import CALLERS

WHO, CALLED = CALLERS[:2]
TRUNK = free_port()
OURS = {"DRAWDOWN_LINE_CALLS": "sip"}

MAKE_A_CALL = """
from django.utils import timezone
from drawdown.site.cases.models import Case
from drawdown.site.line.models import Enrolment, Step
from drawdown.site.line.store import CaseStore
case = Case.objects.get()
who = Enrolment.objects.get(case=case, number="%s")
now = CaseStore(case, "sip").now()
Step.objects.create(case=case, key=f"{who.person}/2020-05-13/test", person=who.person, what="test",
                    means="call", day=now.date(), made=now, after=now)
"""
NO_OTHER = """
from django.utils import timezone
from drawdown.site.line.models import Step
Step.objects.filter(means="call", over=None).update(over=timezone.now())
"""
TELL = """
from drawdown.site.line.models import Beat, Step
step = Step.objects.get(what="test")
beats = Beat.objects.filter(kind="line", line="sip")
print(step.outcome, step.side, bool(step.entry), [bool(each.stopped) for each in beats])
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The demonstration, whose calls the line places."""
    with serving(tmp_path_factory.mktemp("sip"), OURS) as site:
        yield site


def orm(site: Serving, code: str) -> str:
    """Ask the site's database."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "drawdown.site.settings", **home(site)}
    script = f"import django; django.setup()\n{code}"
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def home(site: Serving) -> dict[str, str]:
    return {"DRAWDOWN_HOME": str(site.folder / ".site"), "DRAWDOWN_DEMO": "1", **OURS}


@pytest.mark.requires("sipp")
def test_calls_in_and_out(
    site: Serving, visitor: Callable[[str], Visitor], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, value in home(site).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)

    orm(site, NO_OTHER)

    async def run() -> None:
        port = free_port()
        more = ("--home", str(site.folder / ".site"), "--trunk", f"127.0.0.1:{TRUNK}")
        async with program(Path("gayle-v-meade"), port, *more) as process:
            assert (await ready(process))["works"] is True
            async with raw(port) as telephone:
                tag = await calls_in(telephone, "in")
                await types(telephone, tag, f"21{WHO.number}#{WHO.pin}#1", "in")
                one = visitor("agency")
                await until(lambda: "sip" in newest(one))
                telephone.send(telephone.request("BYE", 60, "bye", tag, call="in"))
            found = newest(one)
            assert re.search(r"\b\d{9}\b", found), found
            busy = asyncio.create_task(sipp("busy", tmp_path, port=TRUNK))
            await asyncio.to_thread(orm, site, MAKE_A_CALL % CALLED.number)
            assert await busy == ""
            for _ in range(40):
                told = await asyncio.to_thread(orm, site, TELL)
                if told.startswith("busy"):
                    break
                await asyncio.sleep(0.25)
            assert told.startswith("busy person True"), told
            process.terminate()
            assert await asyncio.wait_for(process.wait(), 15) == 0
        assert (await asyncio.to_thread(orm, site, TELL)).endswith("[True]"), "a clean end"

    asyncio.run(run())


def newest(visitor: Visitor) -> str:
    """What the record's page says of the last check-in."""
    text = visitor.get(f"{CASE}record/?kind=check_in")[1]
    return text.partition("<tbody>")[2].partition("</tr>")[0]


def test_a_case_that_is_nowhere_is_one_line(tmp_path: Path) -> None:
    drawdown = Path(sys.executable).with_name("drawdown")
    done = subprocess.run([drawdown, "line", "sip", "nowhere", "--home", tmp_path / "home"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert "neither a case folder nor a case of this site" in line
