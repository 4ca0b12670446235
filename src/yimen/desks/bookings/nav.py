"""The frame: the ways of this desk that are open to whoever sits there, and the way back to their own."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimen.base import landing, words
from yimen.base.bilingual import told
from yimen.base.desk import Desk, Group
from yimen.base.pages import HallRequest
from yimen.base.site import Entry
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.rules.actors import Actor, Role
from yimen.rules.reception import desks
from yimen.rules.refused import Refused

SEES: Final = tuple(desks.PERMITS["see_bookings"])
BOOKS: Final = tuple(desks.PERMITS["book_for"])
REVIEWS: Final = tuple(desks.PERMITS["pre_review"])
GOES: Final = tuple(desks.PERMITS["visit"])


def page(request: HallRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"bookings/{template}.html", {"desk": desk(request), **context}, status=status)


def desk(request: HallRequest) -> Desk:
    """One statement: where the reader sits."""
    actor = request.actor
    unit = people.unit(actor.unit)
    ways = []
    if actor.roles & set(SEES):
        ways.append(Entry(_("Bookings of a day"), reverse("bookings:day"), "calendar-event"))
    if actor.roles & set(BOOKS):
        ways.append(Entry(_("Book for somebody"), reverse("bookings:choose"), "calendar-plus", key="B"))
    if actor.roles & set(REVIEWS):
        ways.append(Entry(_("Pre-review"), reverse("bookings:pre_review"), "clipboard-check"))
    ways.append(Entry(_("My reserved time"), reverse("bookings:reserved"), "calendar-time"))
    if actor.roles & set(SEES):
        ways.append(Entry(_("How long it took"), reverse("bookings:report"), "chart-bar"))
    back = tuple(Entry(landing.NAMES[each], each, "arrow-left") for each in landing.desks(actor))
    return Desk(
        name=_("Bookings"),
        groups=(Group(tuple(ways)), Group(back, _("Back to"))),
        person=actor.name,
        place=told(unit, "name") if unit else "",
        role=words.ROLES[_first(actor)],
        now=request.now,
    )


def _first(actor: Actor) -> Role:
    return next(role for role in Role if role in actor.roles)


def halls(actor: Actor) -> list[HallCard]:
    """The halls whose bookings one may see."""
    return [
        each
        for each in people.halls()
        if desks.may(actor, "see_bookings", hall=each.id, division=each.unit.division)
    ]


def hall(request: HallRequest) -> tuple[HallCard, list[HallCard]]:
    """The one that is asked for, else one's own, else the first; and all of them. Refused: not_permitted."""
    found = halls(request.actor)
    if not found:
        raise Refused("not_permitted")
    asked = request.GET.get("hall", "")
    chosen = next((each for each in found if str(each.id) == asked), None)
    own = next((each for each in found if each.id == request.actor.hall), None)
    return chosen or own or found[0], found
