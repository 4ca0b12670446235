"""The floor of a day, looked over: waits, calls out of turn with their reasons, extended service, visits, satisfaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base.clock import ZONE
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.evaluation import queries as evaluation
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception import queries as reception
from yimen.modules.reception.queries import contacts
from yimen.rules.actors import Actor
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from .nav import desk
from .seat import seated

BACK: Final = 7  # days looked back on


@seated
@require_safe
def floor(request: HallRequest) -> HttpResponse:
    """One day of one hall. The director sees their own; the supervisor chooses."""
    halls = _halls(request.actor)
    hall = _chosen(halls, request.GET.get("hall", ""))
    today = request.now.astimezone(ZONE).date()
    day = _day(request.GET.get("on", ""), today)
    since = day - timedelta(days=BACK - 1)
    figures = reception.figures(hall.id, since=since, until=day)
    deviations = reception.deviations(hall.id, day)
    visits = contacts.visits(hall.id, since, day)
    staff = people.accounts(each.staff for each in deviations if each.staff is not None)
    windows = {each.id: each.number for each in people.windows(hall.id)}
    items = {each.code: each for each in catalogue.cards([each.item for each in visits.over if each.item])}
    shown = {
        "desk": desk(request),
        "hall": hall,
        "halls": halls if len(halls) > 1 else (),
        "day": day,
        "today": today,
        "yesterday": day - timedelta(days=1),
        "tomorrow": day + timedelta(days=1) if day < today else None,
        "now": next((each for each in figures if each.day == day), None),
        "days": figures,
        "deviations": [
            (each, windows.get(each.window, ""), staff[each.staff].name if each.staff in staff else "")
            for each in deviations
        ],
        "extended": reception.extended(hall.id, since=since, until=day),
        "visits": visits,
        "over": [
            (each, items.get(each.item), str(CaseNumber.parse(each.case_number))) for each in visits.over
        ],
        "satisfaction": evaluation.satisfaction_of(hall.id, since, day),
        "counts": contacts.counts(hall.id, since, day),
        "back": BACK,
    }
    return render(request, "supervisor/floor.html", shown)


def _halls(actor: Actor) -> tuple[HallCard, ...]:
    """Refused: `no_such_hall` where there is none in reach."""
    if actor.hall and (own := people.hall(actor.hall)):
        return (own,)
    found = tuple(each for each in people.halls() if each.unit.division.startswith(actor.division))
    if not found:
        raise Refused("no_such_hall")
    return found


def _chosen(halls: tuple[HallCard, ...], code: str) -> HallCard:
    return next((each for each in halls if each.unit.code == code), halls[0])


def _day(told: str, today: date) -> date:
    try:
        return min(date.fromisoformat(told), today)
    except ValueError:
        return today
