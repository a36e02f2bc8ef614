"""On whose side a call failed, and how that is known.

The far end speaks for the person only where it says that it rang, was busy or declined. A number
that does not exist is nobody's fault that we know of: it may be ours, for having it wrong. The rest
is the carrier's. Meanings of SIP answers: RFC 3261, section 21.
"""

from __future__ import annotations

from drawdown.check_in.happened import Outcome, Side

_BY_CODE: dict[int, tuple[Outcome, Side]] = {
    401: ("failed", "ours"),  # our trunk does not know us
    403: ("failed", "ours"),
    404: ("failed", "unknown"),
    407: ("failed", "ours"),
    408: ("no_answer", "unknown"),  # nobody says whether it rang
    410: ("failed", "unknown"),
    480: ("no_answer", "person"),
    484: ("failed", "ours"),  # we dialled an incomplete number
    486: ("busy", "person"),
    487: ("no_answer", "person"),  # it rang until we stopped
    488: ("failed", "ours"),
    600: ("busy", "person"),
    603: ("refused", "person"),
    604: ("failed", "unknown"),
    607: ("refused", "carrier"),  # marked as unwanted on the way, RFC 8197
    608: ("refused", "carrier"),  # rejected by an analysis on the way, RFC 8688
}


def side_of_sip(code: int) -> tuple[Outcome, Side, str]:
    """What a final SIP answer other than success says: the outcome, whose side, how it is known.

    >>> side_of_sip(486)
    ('busy', 'person', 'SIP 486 from the far end')
    >>> side_of_sip(503)[1]
    'carrier'
    """
    how = f"SIP {code} from the far end"
    if code in _BY_CODE:
        return (*_BY_CODE[code], how)
    if 500 <= code < 600:
        return "failed", "carrier", how
    if 400 <= code < 500:
        return "failed", "ours", how
    return "failed", "unknown", how
