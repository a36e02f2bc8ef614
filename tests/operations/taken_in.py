"""Restore a backup into the database that the environment names, and print what became of it.

python -m tests.operations.taken_in BACKUP KEY-FILE
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ON = date(2020, 5, 12)
DESTROYED = "what is destroyed by order, word for word"


def main() -> None:
    from drawdown.site.starting import look_in

    look_in()
    from drawdown.finding.check import check as findings
    from drawdown.site.cases.answers import counted
    from drawdown.site.cases.models import Case
    from drawdown.site.line.models import Said, Step
    from drawdown.site.operations.backup.keys import identities
    from drawdown.site.operations.backup.restoring import check, restore
    from drawdown.site.proof.destroying import clear_freed

    file, keys = Path(sys.argv[1]), identities(Path(sys.argv[2]))
    done = restore(file, check(file, keys), keys)
    cases = {
        case.slug: [
            [one["clause"], one["facility"], one["status"], one["value"]]
            for one in (finding.as_json() for finding in findings(counted(case).case, ON))
        ]
        for case in Case.objects.order_by("slug")
    }
    values = Step.objects.get(key="k").values
    bare, named = uncommitted(), named_while_others_write()
    clear_freed()
    print(json.dumps({"verified": done.record, "cases": cases, "values": values,
                      "said": Said.objects.count(), "uncommitted": bare,
                      "named": named}))  # fmt: skip


def uncommitted() -> list[int]:
    """Entries without a commitment, and sealed ones whose salt lies open."""
    from drawdown.record.proof.leaf import SALT
    from drawdown.site.cases.models import Row

    return [
        row.seq
        for row in Row.objects.order_by("seq")
        if len(bytes(row.commitment or b"")) != 32
        or (len(bytes(row.salt or b"")) == SALT) == (row.content is None)
    ]


def named_while_others_write() -> list[str]:
    """What verification names where others enter, sign and destroy between two of its reads."""
    from django.conf import settings

    from drawdown.site.cases.models import Case
    from drawdown.site.cases.sealing import master_keys
    from drawdown.site.proof import verifying

    case = Case.objects.order_by("slug")[0]
    verifying.ALONE = 0
    between(verifying, "held_in", lambda: written(case))
    found = [verifying.verify_record(case)]
    between(verifying, "_in_processes", lambda: written(case))
    address = settings.ENVIRONMENT.database
    found += verifying.verify_database(address, case.slug, master_keys(), processes=2)
    found += [verifying.verify_record(case)]
    gone = [one.destroyed for one in found]
    assert gone[0] == 0 < gone[1] < gone[2], gone  # each saw what there was as it began
    assert found[0].entries + 4 == found[1].entries + 2 == found[2].entries
    return [problem.says for one in found for problem in one.problems]


def between(module: Any, name: str, write: Callable[[], None]) -> None:
    """Write in another thread, once, after a function of a module has begun to read."""
    was = getattr(module, name)

    def then(*given: Any) -> Any:
        setattr(module, name, was)
        found = was(*given) if name == "held_in" else None
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        return found if name == "held_in" else was(*given)

    setattr(module, name, then)


def written(case: Any) -> None:
    """An entry, a signed state, and a person's content destroyed."""
    from django.db import connection
    from django.utils import timezone

    from drawdown.site.cases.append import append
    from drawdown.site.cases.models import Case, Row
    from drawdown.site.proof.destroying import destroy_person
    from drawdown.site.proof.making import make_checkpoint

    case = Case.objects.get(pk=case.pk)
    person = Row.objects.filter(case=case).exclude(person="").order_by("seq")[0].person
    left = {"date": "2020-05-12", "person": person, "facility": "north", "how": "other",
            "reason": DESTROYED}  # fmt: skip
    append(case, [("exit", left)], by="x", now=timezone.now())
    make_checkpoint(case)
    destroy_person(case, person, order="ECF 412", by="x", now=timezone.now())
    connection.close()


if __name__ == "__main__":
    main()
