"""The master key is changed as docs/explanation/sealed-content.md says, while others go on.

The processes of a site are played one after the other: each has its own keys and remembers data
keys of its own. Between any two steps, and between any two writes of the rotation itself, every
process reads everything that any of them sealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from django.conf import settings

from drawdown.site.cases import sealing
from drawdown.site.cases.models import Case, DataKey
from drawdown.site.cases.sealing import SealError, open_sealed, rotate, seal

OLD = settings.ENVIRONMENT.seals
NEW = bytes(range(32))
BELOW, ABOVE, ALONE = (*OLD, NEW), (NEW, *OLD), (NEW,)


@dataclass
class Process:
    """One process of the site, with the keys that it was started with."""

    case: Case
    keys: tuple[bytes, ...] = OLD
    sealed: dict[str, bytes] = field(default_factory=dict)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """This process is the one that runs; what another remembered is not known to it."""
        before = settings.ENVIRONMENT
        settings.ENVIRONMENT = replace(before, seals=self.keys)
        sealing._cipher.cache_clear()
        try:
            yield
        finally:
            settings.ENVIRONMENT = before
            sealing._cipher.cache_clear()

    def write(self, name: str) -> None:
        with self.at_work():
            self.sealed[name] = seal(self.case, name.encode(), name)

    def read(self, others: list[Process]) -> None:
        with self.at_work():
            for other in others:
                for name, sealed in other.sealed.items():
                    assert open_sealed(self.case.pk, sealed, name) == name.encode()


def all_read_and_write(processes: list[Process], step: str) -> None:
    for number, one in enumerate(processes):
        one.write(f"{step}, by process {number}")
        for reader in processes:
            reader.read(processes)


def test_nobody_ever_fails_to_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    site = [Process(case), Process(case), Process(case)]
    all_read_and_write(site, "before")
    for step in (BELOW, ABOVE):
        for one in site:  # restarted one by one, while the others go on
            one.keys = step
            all_read_and_write(site, f"{len(step)} keys, new one first: {step[0] == NEW}")
    save, writes = DataKey.save, []

    def saved(self: DataKey, *args: object, **more: object) -> None:
        save(self, *args, **more)  # type: ignore[arg-type]
        writes.append(self.number)
        with site[0].at_work():
            for other in site:
                for name, sealed in other.sealed.items():
                    assert open_sealed(case.pk, sealed, name) == name.encode()
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seals=ABOVE)

    with site[0].at_work(), monkeypatch.context() as patched:
        patched.setattr(DataKey, "save", saved)
        assert rotate([case]) >= 1
    assert len(writes) >= 1
    all_read_and_write(site, "wrapped anew")
    for one in site:
        one.keys = ALONE
        all_read_and_write(site, "the old key is gone")


def test_the_old_key_alone_opens_nothing_that_came_after(case: Case) -> None:
    thief, site = Process(case, OLD), Process(case, ALONE)
    with Process(case, ABOVE).at_work():
        rotate([case])
    site.write("afterwards")
    with pytest.raises(SealError):
        thief.read([site])


def test_the_order_of_the_steps_matters(case: Case) -> None:
    """Were the new key put first at once, those not restarted yet could not read on."""
    early, late = Process(case, ABOVE), Process(case, OLD)
    early.write("too early")
    with pytest.raises(SealError, match="older key missing"):
        late.read([early])
