"""The same request sent again is answered the same: answers kept for a day, sealed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, cast

from django.core.cache import cache
from django.http import HttpRequest

from drawdown.site.api.errors import ApiError
from drawdown.site.api.tokens import ApiRequest
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import open_sealed, seal

A_DAY = 24 * 3600
LONGEST = 200


@dataclass(frozen=True)
class Sending:
    """One request with an `Idempotency-Key`, or without one.

    Attributes:
        place: Where its answer is kept; blank where it has no key.
        digest: A digest of what it asks and of its body.
    """

    case: Case
    place: str
    digest: str

    @property
    def name(self) -> str:
        """Names its entries: the same where the same is sent again under the same key."""
        both = f"{self.place} {self.digest}"
        return hashlib.sha256(both.encode()).hexdigest()[:24] if self.place else ""

    def answered(self) -> dict[str, Any] | None:
        """The answer given before; none where there was none.

        Raises:
            ApiError: Something else was sent under the same key.
        """
        if not self.place:
            return None
        kept = cache.get(self.place)
        if kept is None and cache.add(self.place, (self.digest, None), A_DAY):
            return None
        digest, sealed = kept or cache.get(self.place) or (self.digest, None)
        if digest != self.digest:
            raise ApiError(
                422, "Idempotency-Key: something else was sent under it within a day; use another"
            )
        if sealed is None:
            return None
        text = open_sealed(self.case.pk, sealed, self.place)
        answer: dict[str, Any] = json.loads(text)
        return answer

    def keep(self, answer: dict[str, Any]) -> None:
        """Keep the answer; refused cells are quoted in it, so that it is sealed."""
        if self.place:
            sealed = seal(self.case, json.dumps(answer).encode(), self.place)
            cache.set(self.place, (self.digest, sealed), A_DAY)

    def forget(self) -> None:
        """Keep nothing: nothing was added, and what is sent next may be something better."""
        if self.place:
            cache.delete(self.place)


def sending(request: HttpRequest, case: Case, key: str, what: str) -> Sending:
    """A request by its token, its key and what it sends.

    Raises:
        ApiError: The key is longer than anybody needs.
    """
    if len(key) > LONGEST:
        raise ApiError(422, f"Idempotency-Key: longer than {LONGEST} letters")
    token = cast("ApiRequest", request).token
    about = hashlib.sha256(f"{token.pk} {key}".encode()).hexdigest()
    digest = hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()
    return Sending(case, f"api-once-{about}" if key else "", digest)
