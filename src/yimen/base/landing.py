"""Where everybody arrives after signing in: the desk of their role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.rules.actors import Actor, Kind, Role

ACCOUNT: Final = "/account/"
"""Who one is and what one may do here; also the landing of roles whose desk is not open yet."""

NAMES: Final[Mapping[str, Promise]] = {
    "/window/": _("Window desk"),
    "/department/": _("Department desk"),
    "/office/": _("Management desk"),
    "/supervisor/": _("Supervision desk"),
    "/hotline/": _("Hotline desk"),
    "/my/": _("My cases"),
}

LANDINGS: Final[tuple[tuple[Role, str], ...]] = (  # of several roles the first in this order counts
    (Role.WINDOW_CLERK, "/window/"),
    (Role.AGENT_OFFICER, "/window/"),
    (Role.SERVICE_SECTION_CHIEF, "/department/"),
    (Role.CHIEF_REPRESENTATIVE, "/department/"),
    (Role.DEPT_REVIEWER, "/department/"),
    (Role.HALL_DIRECTOR, "/supervisor/"),
    (Role.HALL_DIRECTOR, "/window/"),
    (Role.RECEPTIONIST, "/window/"),
    (Role.BUSINESS_OFFICE, "/office/"),
    (Role.CENTRE_OFFICE, "/office/"),
    (Role.SYSTEM_ADMIN, "/office/"),
    (Role.SUPERVISOR, "/supervisor/"),
    (Role.HOTLINE_OPERATOR, "/hotline/"),
    (Role.APPLICANT, "/my/"),
)


def desks(actor: Actor) -> tuple[str, ...]:
    """The addresses of the desks that are open and belong to the actor's roles, their own first."""
    named = (address for role, address in LANDINGS if role in actor.roles)
    return tuple(address for address in dict.fromkeys(named) if _is_open(address))


def landing(actor: Actor) -> str:
    """Where the actor arrives."""
    if actor.kind is Kind.NOBODY:
        return "/"
    return next(iter(desks(actor)), ACCOUNT)


def _is_open(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
