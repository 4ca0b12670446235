"""Who calls: by bearer token alone. A browser's session counts for nothing here, so no other site can use it."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from ninja.security import HttpBearer

from yimen.base.pages import HallRequest
from yimen.rules.actors import NOBODY, Actor, Kind
from yimen.rules.refused import Refused


class Bearer(HttpBearer):
    """A token of `POST /tokens`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002  the middleware read it
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.kind is Kind.STAFF else None


STAFF: Final = Bearer()
ANYBODY_OR_STAFF: Final[dict[str, Any]] = {"security": [{}, {Bearer.__name__: []}]}
"""What the document says of an operation that is open to all, and knows who brings a token."""


def caller(request: HallRequest) -> Actor:
    """Whom the token speaks for, or nobody if there is none. Refused: not_signed_in, if it is no good."""
    if "Authorization" not in request.headers:
        return NOBODY
    actor = STAFF(request)
    if actor is None:
        raise Refused("not_signed_in")
    return actor  # type: ignore[no-any-return]
