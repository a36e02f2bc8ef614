"""The names under which the site serves the sound of what is said.

A name holds the words themselves and a mark that only we can make, so that nothing has to be kept
for it and nobody can have the line's voice say anything else. The same words have the same name: a
provider keeps the sound after it has fetched it once.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from drawdown.check_in.languages import Spoken, language, languages
from drawdown.check_in.languages.language import Recording
from drawdown.check_in.speech import Sound, read_recording, speak

Piece = Spoken | Recording
LONGEST = 1000
"""How many characters a name may have; longer words are spoken by the provider's voice."""
_MARK = 22


def sound_name(name: str, piece: Piece, secret: bytes) -> str | None:
    """The name of a piece's sound, such as `es/…wav`; none where the words are too many.

    Args:
        name: The language.
        piece: What is spoken or played.
        secret: What only the site knows.
    """
    kind = "r" if isinstance(piece, Recording) else "s"
    text = piece.path.stem if isinstance(piece, Recording) else piece.text
    words = urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
    made = f"{name}/{kind}{_mark(name, kind, text, secret)}{words}.wav"
    return made if len(made) <= LONGEST else None


def sound_of(asked: str, secret: bytes) -> Sound | None:
    """The sound of a name; none where the name is none of ours.

    Raises:
        CheckInError: It cannot be spoken or read.
    """
    name, _, rest = asked.partition("/")
    rest, dot, ending = rest.rpartition(".")
    kind, mark, words = rest[:1], rest[1 : 1 + _MARK], rest[1 + _MARK :]
    if ending != "wav" or not dot or name not in languages():
        return None
    try:
        text = urlsafe_b64decode(words + "=" * (-len(words) % 4)).decode()
    except (ValueError, binascii.Error):
        return None
    if not hmac.compare_digest(mark.encode(), _mark(name, kind, text, secret).encode()):
        return None
    spoken_by = language(name)
    if kind == "r":
        path = spoken_by.recordings.get(text)
        return read_recording(path) if path else None
    return speak(text, spoken_by.voice)


def _mark(name: str, kind: str, text: str, secret: bytes) -> str:
    made = hmac.new(secret, "\0".join(("sound", name, kind, text)).encode(), sha256).digest()
    return urlsafe_b64encode(made).decode()[:_MARK]
