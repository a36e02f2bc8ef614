"""Under which authority a person is released. They are not the same, and the record says which.

Parole under section 212(d)(5) of the Immigration and Nationality Act and conditional parole under
its section 236(a) are different authorities with different consequences; parole ends when it
expires. So "parole" alone is no answer.
"""

from __future__ import annotations

AUTHORITIES = {
    "parole 212(d)(5)": "parole into the United States, INA 212(d)(5), 8 U.S.C. 1182(d)(5)",
    "conditional parole 236(a)": "conditional parole, INA 236(a)(2)(B), 8 U.S.C. 1226(a)(2)(B)",
    "bond 236(a)": "release on bond, INA 236(a)(2)(A), 8 U.S.C. 1226(a)(2)(A)",
    "order of supervision": "supervision after a final order, INA 241(a)(3), 8 U.S.C. 1231(a)(3)",
    "order of recognizance": "release on one's own recognizance",
}
"""The authorities that forms offer, each with what it is. Any other stands as its text."""

AMBIGUOUS = {
    "parole": ("parole 212(d)(5)", "conditional parole 236(a)"),
    "bond": ("bond 236(a)",),
    "supervision": ("order of supervision",),
    "recognizance": ("order of recognizance",),
}
"""Words that do not say which authority is meant, and what they may mean."""


def unclear(authority: str) -> str:
    """What is unclear about an authority as written, as one line; nothing where it is clear.

    >>> unclear("Parole")
    "'Parole' does not say which authority; expected 'parole 212(d)(5)' or 'conditional parole \
236(a)'"
    >>> unclear("bail pending habeas corpus")
    ''
    """
    meant = AMBIGUOUS.get(" ".join(authority.lower().split()))
    if not meant:
        return ""
    expected = " or ".join(f"'{name}'" for name in meant)
    return f"'{authority}' does not say which authority; expected {expected}"
