"""Who may sit down at the management desk."""

from __future__ import annotations

from functools import wraps
from typing import Final

from django.http import HttpResponse

from yimen.base.pages import HallRequest, View
from yimen.rules.actors import Kind, Role
from yimen.rules.refused import Refused

OFFICE: Final = frozenset({Role.CENTRE_OFFICE, Role.BUSINESS_OFFICE, Role.SYSTEM_ADMIN})


def at_the_office(view: View) -> View:
    """For the people of the office. To others it does not exist; what each may keep is their module's to say."""

    @wraps(view)
    def guarded(request: HallRequest, *told: object, **named: object) -> HttpResponse:
        if request.actor.kind is Kind.NOBODY:
            raise Refused("not_signed_in")
        if not request.actor.roles & OFFICE:
            raise Refused("not_permitted")
        return view(request, *told, **named)

    return guarded
