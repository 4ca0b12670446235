"""Who may sit down at the management desk, and which of its pages each may open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final

from django.http import HttpResponse

from yimen.base.pages import HallRequest, View
from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused

_OFFICE: Final = frozenset({Role.CENTRE_OFFICE, Role.BUSINESS_OFFICE, Role.SYSTEM_ADMIN})

# As the modules have it, each for its own subject: a page is shown only to who may also do what stands on it.
PAGES: Final[Mapping[str, frozenset[Role]]] = {
    "home": _OFFICE,
    "items": _OFFICE,  # the business office, too
    "places": _OFFICE,
    "letters": _OFFICE,
    "staff": _OFFICE - {Role.BUSINESS_OFFICE},
    "days": _OFFICE - {Role.BUSINESS_OFFICE},
    "screens": _OFFICE,
}


def may_open(actor: Actor, pages: str) -> bool:
    return actor.kind is Kind.STAFF and bool(actor.roles & PAGES[pages])


def keeps(pages: str) -> Callable[[View], View]:
    """For those who keep these pages. To others they do not exist; whoever is not signed in is led to the door."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HallRequest, *told: object, **named: object) -> HttpResponse:
            if request.actor.kind is Kind.NOBODY:
                raise Refused("not_signed_in")
            if not may_open(request.actor, pages):
                raise Refused("not_permitted")
            return view(request, *told, **named)

        return guarded

    return guard


def within(actor: Actor, division: str) -> bool:
    """Whether a place lies where the actor keeps places: a township's office does not see the city's."""
    return division.startswith(actor.division)
