"""Take the made-up case in, and print session cookies, a token and the last entry's number.

python -m benchmarks.site.prepare FOLDER DAYS
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

READERS = ("monitor", "counsel", "agency", "second")


def main() -> None:
    """Prepare the database that the environment names."""
    from drawdown.site.starting import set_up

    set_up()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from benchmarks.site.made_up import FIRST
    from drawdown.site.accounts.models import Membership, Token, User
    from drawdown.site.cases.importing import import_folder

    last_day = FIRST + timedelta(days=int(sys.argv[2]) - 1)
    case = import_folder(Path(sys.argv[1]), by="benchmark", demo_day=last_day)
    cookies = []
    for name in READERS:
        user = User.objects.create_user(f"{name}@bench.example", None, name=name)
        role = {"monitor": "court", "counsel": "petitioners"}.get(name, "agency")
        part = Membership.objects.create(user=user, case=case, role=role)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies.append(session.session_key)
        token = Token.make(part, "benchmark")[1]
    agency = cookies[2:]  # every page is shown to agency staff
    print(",".join(str(cookie) for cookie in agency), token, case.position)


if __name__ == "__main__":
    main()
