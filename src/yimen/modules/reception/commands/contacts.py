"""Meeting people: who asked what is written down, ends in an allowed way, and is followed until it is done (R-050–R-052)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F

from yimen.base import crypto
from yimen.modules.ledger.commands import record
from yimen.modules.ledger.events import Line
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor, Kind
from yimen.rules.numbering import CaseNumber
from yimen.rules.reception import contacts as rules
from yimen.rules.reception.contacts import FOLLOWED, Channel, End, Ending
from yimen.rules.refused import Refused

from ..contact_cards import ContactCard
from ..models import Contact, Ticket
from ..models.contacts import ANSWER, QUESTION

BOOK: Final = "contacts:{code}"
_BY_ITSELF: Final = Actor(Kind.RUN, name="contacts")


@transaction.atomic
def meet(
    actor: Actor,
    hall: int,
    *,
    channel: str,
    question: str = "",
    item: str | None = None,
    ticket: int | None = None,
    person: int | None = None,
    now: datetime,
) -> ContactCard:
    """Somebody asks: whoever meets them first is their first contact, and stays it (R-050).

    Of a ticket there is one at a time: meeting them again finds it. Refused: `no_such_hall`, `not_permitted`, `contact_channel`,
    and as `rules.reception.contacts.asked`.
    """
    code = _demand(actor, hall)
    if channel not in set(Channel):
        raise Refused("contact_channel")
    asked = rules.asked(question, about_something=ticket is not None or item is not None)
    if ticket is not None:
        known = Contact.objects.filter(ticket=ticket, end=None).first()
        if known is not None:
            return ContactCard.of(known)
    row = Contact.objects.create(
        hall_id=hall,
        window_id=_window(actor),
        channel=channel,
        first_id=actor.id,
        at=now,
        item=item or None,
        ticket_id=ticket,
        person_id=person,
        question=crypto.seal(QUESTION, asked.encode()) if asked else None,
    )
    facts = {"contact": row.id, "channel": channel, "item": item, "ticket": ticket}
    _record(code, "meet", actor, facts, {"question": asked}, now)
    return ContactCard.of(row)


@transaction.atomic
def end_contact(actor: Actor, contact: int, ending: Ending, *, now: datetime) -> ContactCard:
    """End it in one of the allowed ways. What is followed stays open on the list of who met them first (R-051).

    Refused: as `rules.reception.contacts.ended`; `no_such_contact`, `contact_ended`, `no_such_staff`.
    """
    row, code = _locked(actor, contact)
    if row.end is not None:
        raise Refused("contact_ended")
    digits = CaseNumber.parse(ending.case_number).digits if ending.case_number else row.case_number
    end = rules.ended(replace(ending, case_number=digits))
    if end is End.TRANSFERRED and (ending.to is None or people.account(ending.to) is None):
        raise Refused("no_such_staff")
    said = ending.answer.strip()
    row.end, row.ended_at, row.answered_by_id = end.value, now, actor.id
    row.to_id = ending.to if end is End.TRANSFERRED else None
    row.body, row.case_number, row.booking = ending.body.strip(), digits, ending.booking
    row.answer = crypto.seal(ANSWER, said.encode()) if said else None
    row.closed_at = None if end in FOLLOWED else now
    row.save()
    facts = {
        "contact": row.id,
        "end": end.value,
        "to": row.to_id,
        "case": digits or None,
        "booking": ending.booking or None,
        "body": row.body or None,
    }
    _record(code, "end_contact", actor, facts, {"answer": said}, now)
    return ContactCard.of(row)


@transaction.atomic
def remind_handler(actor: Actor, contact: int, *, text: str = "", now: datetime) -> ContactCard:
    """The first contact urges whoever has it now; the reminder is a line, and lies on that desk (R-050).

    Refused: `no_such_contact`, `not_first_contact`, `contact_not_followed`.
    """
    row, code = _locked(actor, contact)
    if row.first_id != actor.id:
        raise Refused("not_first_contact")
    if row.closed_at is not None or row.end != End.TRANSFERRED:
        raise Refused("contact_not_followed")
    Contact.objects.filter(id=contact).update(reminders=F("reminders") + 1, reminded_at=now)
    row.refresh_from_db()
    facts = {"contact": contact, "to": row.to_id, "times": row.reminders}
    _record(code, "remind_contact", actor, facts, {"text": text.strip()}, now)
    return ContactCard.of(row)


@transaction.atomic
def close_contact(actor: Actor, contact: int, *, result: str, now: datetime) -> ContactCard:
    """It is done: said by whoever handles it, or by who met them first. Refused: `no_such_contact`, `contact_not_followed`,
    `not_first_contact`, `contact_answer_missing`, `contact_evasion`.
    """
    row, code = _locked(actor, contact)
    if row.end not in FOLLOWED or row.closed_at is not None:
        raise Refused("contact_not_followed")
    if actor.id not in {row.first_id, row.to_id}:
        raise Refused("not_first_contact")
    rules.ended(Ending(End.ANSWERED, answer=result))
    row.closed_at = now
    row.answer = crypto.seal(ANSWER, result.strip().encode())
    row.save(update_fields=["closed_at", "answer"])
    _record(code, "close_contact", actor, {"contact": contact}, {"result": result.strip()}, now)
    return ContactCard.of(row)


@transaction.atomic
def take_case(actor: Actor, ticket: int, case_number: str, *, now: datetime) -> None:
    """What the visit was for: named on its contact, so that visits of a case can be counted (R-057).

    A second matter of the same visit has a contact of its own.
    """
    digits = CaseNumber.parse(case_number).digits
    rows = Contact.objects.select_for_update(no_key=True, of=("self",)).filter(ticket=ticket)
    known = list(rows.order_by("id"))
    if any(each.case_number == digits for each in known) or not known:
        return
    free = next((each for each in known if each.end is None and not each.case_number), None)
    if free is not None:
        Contact.objects.filter(id=free.id).update(case_number=digits)
        return
    held = Ticket.objects.select_related("hall").get(id=ticket)
    row = Contact.objects.create(
        hall_id=held.hall_id, window_id=_window(actor), channel=known[0].channel, first_id=known[0].first_id, at=now,
        item=known[0].item, ticket_id=ticket, person_id=held.person_id, case_number=digits, end=End.REGISTERED,
        ended_at=now, answered_by_id=actor.id,
    )  # fmt: skip
    facts = {"contact": row.id, "ticket": ticket, "case": digits}
    _record(held.hall.code, "take_case", actor, facts, {}, now)


def close_followed(line: Line, now: datetime) -> None:
    """The matter is closed, and with it what the first contact followed (R-050)."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_FOLLOWING, [line.book])
            found = cursor.fetchall()
        for contact, code, digits in found:
            Contact.objects.filter(id=contact).update(closed_at=now)
            _record(code, "close_contact", _BY_ITSELF, {"contact": contact, "case": digits}, {}, now)


def _demand(actor: Actor, hall: int) -> str:
    unit = people.unit(hall)
    if unit is None:
        raise Refused("no_such_hall")
    rules.demand_keeper(actor, hall, unit.division)
    return unit.code


def _locked(actor: Actor, contact: int) -> tuple[Contact, str]:
    row = (
        Contact.objects.select_for_update(no_key=True, of=("self",))
        .select_related("hall")
        .filter(id=contact)
        .first()
    )
    if row is None:
        raise Refused("no_such_contact")
    if actor.id not in {row.first_id, row.to_id}:
        rules.demand_keeper(actor, row.hall_id, row.hall.division_id)
    return row, row.hall.code


def _window(actor: Actor) -> int | None:
    return actor.unit or None


def _record(
    code: str, act: str, actor: Actor, facts: dict[str, Any], private: dict[str, Any], now: datetime
) -> None:
    told = {name: value for name, value in facts.items() if value not in (None, "", [])}
    hidden = {name: value for name, value in private.items() if value}
    record(BOOK.format(code=code), act, actor, told, now=now, private=hidden or None)


_FOLLOWING: Final = """
    SELECT k.id, u.code, k.case_number FROM cases_case c
    JOIN reception_contact k ON k.case_number = c.number AND k.closed_at IS NULL AND k.case_number <> ''
         AND k."end" IN ('coordinated', 'registered', 'transferred')
    JOIN people_unit u ON u.id = k.hall_id
    WHERE c.id = %s ORDER BY k.id FOR NO KEY UPDATE OF k
"""
