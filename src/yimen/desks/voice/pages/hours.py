"""When the halls are open, and whether they are open now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yimen.base import opening, phrases
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.workdays import queries as workdays
from yimen.rules.refused import Refused
from yimen.rules.workdays import OfficeHours

from ..documents import Choice, Document
from ..tongues import heard


@heard
def hours(request: HallRequest, document: Document) -> Document:
    """The first hall at once, the others behind a key."""
    halls, version = people.halls(), workdays.version()
    first, others = halls[:1], halls[1:]
    choices = [Choice("0", _("a person"), document.to("person"))]
    if others:
        choices.insert(0, Choice("1", _("the other halls"), "#others"))
    document.say("here", _said(first, version, request.now), then="#menu")
    document.menu("menu", [_("Press the star key for the main menu.")], choices)
    return document.say("others", _said(others, version, request.now), then="#menu") if others else document


def of(hall: HallCard, version: int | None = None) -> OfficeHours | None:
    """None while no calendar is loaded."""
    try:
        return workdays.hours(hall.id, hall.unit.division, version=version)
    except Refused:
        return None


def standing(known: OfficeHours, now: datetime) -> Iterator[str]:
    """Open or not, in the words of the first page."""
    here = opening.opening(known, now)
    if here.is_open:
        yield _("Open now")
        yield here.today
    else:
        told_of = {"when": phrases.day_of_week(here.next_at), "at": phrases.clock(here.next_at)}
        yield _("Closed now")
        yield _("opens %(when)s %(at)s") % told_of


def _said(halls: tuple[HallCard, ...], version: int, now: datetime) -> Iterator[str]:
    for hall in halls:
        yield told(hall.unit, "name")
        if known := of(hall, version):
            yield from standing(known, now)
            yield opening.week(known)
        yield from filter(None, (hall.unit.address, hall.unit.phone))
