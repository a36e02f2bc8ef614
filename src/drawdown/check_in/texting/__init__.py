"""Texts: what is answered to one that comes in, what it brings about, and how many parts one has.

It knows no provider. `understand` says what a text asks for, `reply` what to answer and what to do.

>>> understand("Alto, por favor").kind, understand("¿Mañana?").kind
('stop', 'other')
"""

from __future__ import annotations

from drawdown.check_in.texting.effects import OptedIn, OptedOut, PassedOn, TextEffect
from drawdown.check_in.texting.own_record import OwnRecord, own_record
from drawdown.check_in.texting.parts import Parts, parts
from drawdown.check_in.texting.replying import Incoming, Known, Reply, reply
from drawdown.check_in.texting.understanding import Kind, Understood, understand
from drawdown.check_in.texting.writing import written

__all__ = [
    "Incoming",
    "Kind",
    "Known",
    "OptedIn",
    "OptedOut",
    "OwnRecord",
    "Parts",
    "PassedOn",
    "Reply",
    "TextEffect",
    "Understood",
    "own_record",
    "parts",
    "reply",
    "understand",
    "written",
]
