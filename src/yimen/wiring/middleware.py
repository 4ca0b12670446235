"""Who acts and when: every request gains its actor, its moment in hall time, and the address it came from.

In a demo, time is not moved while an act is done by it, and an act waits for the step under way (engine: §10).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from functools import cache, cached_property
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yimen.base import clock
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor

_BEARER: Final = "bearer"
_LOOKING: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Asking(HttpRequest):
    """A request that knows who asks. Each answer is found when first asked for, and once.

    A signed-in page costs two statements for it, session and actor; a demo's moved time is a third, and an act's holding on to
    it two more.
    """

    held: ExitStack

    @cached_property
    def now(self) -> datetime:
        """Hall time; of an act it stays the same to its end. Refused: `time_moves`."""
        if self.method not in _LOOKING:
            self.held.enter_context(clock.standing())
        return clock.hall_now()

    @cached_property
    def actor(self) -> Actor:
        """Whom the bearer token or else the session speaks for; NOBODY where neither does."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == _BEARER:
            return people.actor_by_token(
                token.strip(), machine_now=clock.machine_now(), today=self.now.date()
            )
        return people.actor_of_session(self.session, today=self._today)

    def _today(self) -> date:
        return self.now.date()

    @cached_property
    def address(self) -> str:
        """Where the request came from: behind our own proxy, what that one saw."""
        seen = self.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
        return seen.rpartition(",")[2].strip() or self.META.get("REMOTE_ADDR", "")


class WhoAndWhen:
    """Makes each request one that knows who asks: real values found late, not proxies that only look like them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.__class__ = _asking(type(request))  # type: ignore[arg-type]  # a class is hashable
        with ExitStack() as held:
            request.held = held  # type: ignore[attr-defined]
            return self.get_response(request)


@cache
def _asking(kind: type[HttpRequest]) -> type[HttpRequest]:
    return type(f"Asking{kind.__name__}", (Asking, kind), {})
