"""Who may sit down at a desk: whoever is not signed in is led to the door, and to all others there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse

from yimen.rules.actors import Kind, Role
from yimen.rules.refused import Refused

from .pages import HallRequest, View


def seat_for(*roles: Role) -> Callable[[View], View]:
    """A page for whoever has one of these roles. Refused: `not_signed_in`, `not_permitted`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HallRequest, *told: object, **named: object) -> HttpResponse:
            if request.actor.kind is Kind.NOBODY:
                raise Refused("not_signed_in")
            if not request.actor.roles & frozenset(roles):
                raise Refused("not_permitted")
            return view(request, *told, **named)

        return guarded

    return guard
