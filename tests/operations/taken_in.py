"""Restore a backup into the database that the environment names, and print its findings.

python -m tests.operations.taken_in BACKUP KEY-FILE
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

ON = date(2020, 5, 12)


def main() -> None:
    from drawdown.site.starting import look_in

    look_in()
    from drawdown.finding.check import check as findings
    from drawdown.site.cases.answers import counted
    from drawdown.site.cases.models import Case
    from drawdown.site.line.models import Said, Step
    from drawdown.site.operations.backup.keys import identities
    from drawdown.site.operations.backup.restoring import check, restore

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
    print(json.dumps({"verified": done.record, "cases": cases, "values": values,
                      "said": Said.objects.count()}))  # fmt: skip


if __name__ == "__main__":
    main()
