"""Reading contacts: what waits on somebody's list, a hall's register, and how many there were (R-050–R-053)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet

from yimen.base.clock import ZONE
from yimen.base.keyset import Page, after, page_of
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor
from yimen.rules.reception import contacts as rules
from yimen.rules.reception.contacts import Channel, End
from yimen.rules.refused import Refused

from ..contact_cards import ContactCard, SheetCard
from ..models import Contact, Sheet

SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """How many asked, of one window and channel."""

    window: int | None
    window_name: str
    channel: Channel
    count: int
    followed: int  # of them, those that are not done yet


def followed(actor: Actor, *, most: int = 50) -> tuple[ContactCard, ...]:
    """What the actor met first and is not done yet: at another window, with others, or as a case (R-050)."""
    passed_on = Q(end=None, ticket__from_window__isnull=False)
    found = _rows().filter(Q(end__isnull=False) | passed_on, first=actor.id, closed_at=None)
    return _cards(found.order_by("at", "id")[:most])


def passed_to(actor: Actor, *, most: int = 50) -> tuple[ContactCard, ...]:
    """What others have passed to the actor by name."""
    found = _rows().filter(to=actor.id, end=End.TRANSFERRED, closed_at=None)
    return _cards(found.order_by("at", "id")[:most])


def begun(actor: Actor, *, most: int = 20) -> tuple[ContactCard, ...]:
    """What the actor has begun and not ended, without a ticket: somebody is on the telephone."""
    found = _rows().filter(first=actor.id, end=None, ticket=None)
    return _cards(found.order_by("-at", "-id")[:most])


def contact(actor: Actor, id_: int) -> ContactCard:
    """Refused: `no_such_contact`, `not_permitted`."""
    row = _rows().filter(id=id_).first()
    if row is None:
        raise Refused("no_such_contact")
    if actor.id not in {row.first_id, row.to_id}:
        rules.demand_watcher(actor, row.hall_id, row.hall.division_id)
    return _card(row)


def contact_of_ticket(ticket: int) -> ContactCard | None:
    """The one that is open, else the last: who met first whoever holds it. One statement."""
    row = _rows().filter(ticket=ticket).order_by("ended_at", "-id").first()
    return _card(row) if row else None


def cases_of_ticket(ticket: int) -> tuple[str, ...]:
    """The digits of the cases a visit was for."""
    found = Contact.objects.filter(ticket=ticket).exclude(case_number="").order_by("id")
    return tuple(found.values_list("case_number", flat=True))


def register(actor: Actor, hall: int, *, after_: str | None = None, size: int = SIZE) -> Page[ContactCard]:
    """Every contact of a hall, the newest first (R-052). Refused: `no_such_hall`, `not_permitted`, `bad_cursor`."""
    unit = people.unit(hall)
    if unit is None:
        raise Refused("no_such_hall")
    rules.demand_watcher(actor, hall, unit.division)
    place = after(after_, datetime, int)
    found = _rows().filter(hall=hall)
    if place:
        found = found.filter(Q(at__lt=place[0]) | Q(at=place[0], id__lt=place[1]))
    cards = _cards(found.order_by("-at", "-id")[: size + 1])
    return page_of(cards, size, lambda each: (each.at, each.id))


def counts(hall: int, since: date, until: date) -> tuple[ChannelCount, ...]:
    """Contacts by window and channel, from the beginning of a day to the end of another (R-052). One statement."""
    told = {"hall": hall, "since": _midnight(since), "until": _midnight(until + timedelta(days=1))}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, told)
        return tuple(
            ChannelCount(window, name, Channel(channel), count, still)
            for window, name, channel, count, still in cursor.fetchall()
        )


@dataclass(frozen=True, slots=True)
class CaseVisits:
    """A case, and how often somebody came to the hall for it."""

    case_number: str  # digits
    item: str
    visits: int
    alarming: bool


@dataclass(frozen=True, slots=True)
class Visits:
    """How often people came for the cases that were served on some days, against goal and alarm (R-057)."""

    cases: int
    visits: int
    goal: int
    alarm: int
    over: tuple[CaseVisits, ...]  # more than the goal, the most first

    @property
    def mean(self) -> Decimal | None:
        """Visits a case, to three places; None without any case."""
        return (Decimal(self.visits) / self.cases).quantize(Decimal("0.001")) if self.cases else None


def visits(hall: int, since: date, until: date, *, most: int = 50) -> Visits:
    """Visits of the cases that somebody came for on these days: all their visits, also the earlier ones. Two statements."""
    unit = people.unit(hall)
    if unit is None:
        raise Refused("no_such_hall")
    parameters = catalogue.parameters()
    goal = int(parameters.get("visits.goal_per_case", until, unit.code))
    alarm = int(parameters.get("visits.alarm", until, unit.code))
    told = {
        "hall": hall,
        "since": _midnight(since),
        "until": _midnight(until + timedelta(days=1)),
        "goal": goal,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VISITS, {**told, "most": most})
        rows = cursor.fetchall()
    over = tuple(CaseVisits(number, item, n, n > alarm) for number, item, n, _, _ in rows if n > goal)
    cases, total = rows[0][3:] if rows else (0, 0)
    return Visits(cases, int(total), goal, alarm, over)


def sheet(actor: Actor, id_: int) -> SheetCard:
    """Refused: `no_such_sheet`, `not_permitted`."""
    row = Sheet.objects.select_related("by", "hall").filter(id=id_).first()
    if row is None:
        raise Refused("no_such_sheet")
    rules.demand_watcher(actor, row.hall_id, row.hall.division_id)
    return SheetCard.of(row, row.by.name)


def _rows() -> QuerySet[Contact]:
    return Contact.objects.select_related("first", "to", "ticket", "hall")


def _card(row: Contact) -> ContactCard:
    return ContactCard.of(
        row,
        first_name=row.first.name,
        to_name=row.to.name if row.to else "",
        ticket_number=row.ticket.number if row.ticket else "",
    )


def _cards(rows: Iterable[Contact]) -> tuple[ContactCard, ...]:
    return tuple(map(_card, rows))


def _midnight(day: date) -> Any:
    return datetime.combine(day, time(), ZONE)


_VISITS: Final = """
    WITH lately AS (
        SELECT DISTINCT case_number FROM reception_contact
        WHERE hall_id = %(hall)s AND at >= %(since)s AND at < %(until)s AND case_number <> '' AND ticket_id IS NOT NULL
    ),
    counted AS (
        SELECT k.case_number, coalesce(min(k.item), '') AS item, count(DISTINCT k.ticket_id) AS n
        FROM lately l JOIN reception_contact k ON k.case_number = l.case_number AND k.ticket_id IS NOT NULL
        GROUP BY k.case_number
    )
    SELECT case_number, item, n, (SELECT count(*) FROM counted), (SELECT sum(n) FROM counted)
    FROM counted ORDER BY n DESC, case_number LIMIT %(most)s
"""
_COUNTS: Final = """
    SELECT k.window_id, coalesce(u.name, ''), k.channel, count(*),
           count(*) FILTER (WHERE k.closed_at IS NULL AND k."end" IS NOT NULL)
    FROM reception_contact k LEFT JOIN people_unit u ON u.id = k.window_id
    WHERE k.hall_id = %(hall)s AND k.at >= %(since)s AND k.at < %(until)s
    GROUP BY k.window_id, u.name, k.channel ORDER BY count(*) DESC, u.name, k.channel
"""
