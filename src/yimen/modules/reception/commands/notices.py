"""Write, amend, order and withdraw what a hall's screens say (R-223). Every act is a line of the hall's own book."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from yimen.modules.ledger.commands import record
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor
from yimen.rules.reception.notices import Kind, Priority, Span, Wording, require_fit
from yimen.rules.refused import Refused

from .. import events
from ..keepers import demand_keeper
from ..models import Notice

WRITE, AMEND, ORDER, WITHDRAW = "write_notice", "amend_notice", "order_notice", "withdraw_notice"
UP, DOWN = "up", "down"
_OTHER: Final = {UP: ("place__lt", "-place"), DOWN: ("place__gt", "place")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice as the office wants it."""

    kind: Kind
    priority: Priority
    wording: Wording
    span: Span
    below: bool = False  # in the halls below, too


def notices_book(hall: int) -> str:
    return f"notices:{hall}"


def write_notice(actor: Actor, hall: int, draft: Draft, *, now: datetime) -> int:
    """A new notice, the last of its priority. Its id. Refused: no_such_hall, not_permitted, and as `require_fit`."""
    card = _hall(actor, hall)
    require_fit(draft.wording, draft.span, now)
    with transaction.atomic():
        _lock(hall)
        row = Notice.objects.create(hall_id=hall, place=_last(hall, draft.priority) + 1, **_columns(draft))
        _record(WRITE, actor, row, now, draft)
    _say(card)
    return row.id


def amend_notice(actor: Actor, notice: int, draft: Draft, *, now: datetime) -> None:
    """Say it otherwise, or at another time. Refused: no_such_notice, notice_withdrawn, and as `write_notice`."""
    with transaction.atomic():
        row = _notice(actor, notice)
        require_fit(draft.wording, draft.span, now)
        place = row.place if row.priority == draft.priority else _last(row.hall_id, draft.priority) + 1
        Notice.objects.filter(id=notice).update(place=place, **_columns(draft))
        _record(AMEND, actor, row, now, draft)
    _say(_hall(actor, row.hall_id))


def order_notice(actor: Actor, notice: int, way: str, *, now: datetime) -> None:
    """One place `up` or `down` among those of its hall and priority; at the end already, nothing happens."""
    with transaction.atomic():
        row = _notice(actor, notice)
        beyond, order = _OTHER[way]
        others = Notice.objects.filter(hall=row.hall_id, priority=row.priority, withdrawn_at=None)
        other = others.filter(**{beyond: row.place}).order_by(order).first()
        if other is None:
            return
        Notice.objects.filter(id=row.id).update(place=other.place)
        Notice.objects.filter(id=other.id).update(place=row.place)
        _record(ORDER, actor, row, now, {"way": way})
    _say(_hall(actor, row.hall_id))


def withdraw_notice(actor: Actor, notice: int, *, now: datetime) -> None:
    """It leaves every screen and the portal at once, and stays in the book."""
    with transaction.atomic():
        row = _notice(actor, notice)
        Notice.objects.filter(id=notice).update(withdrawn_at=now)
        _record(WITHDRAW, actor, row, now, {})
    _say(_hall(actor, row.hall_id))


def _hall(actor: Actor, hall: int) -> people.HallCard:
    card = people.hall(hall)
    if card is None:
        raise Refused("no_such_hall")
    demand_keeper(actor, card.unit.division)
    return card


def _notice(actor: Actor, notice: int) -> Notice:
    """Held until the act is done. Refused: no_such_notice, not_permitted, notice_withdrawn."""
    hall = Notice.objects.filter(id=notice).values_list("hall_id", flat=True).first()
    if hall is None:
        raise Refused("no_such_notice")
    _hall(actor, hall)
    _lock(hall)
    row = Notice.objects.get(id=notice)
    if row.withdrawn_at is not None:
        raise Refused("notice_withdrawn")
    return row


def _lock(hall: int) -> None:
    """Acts on one hall's notices follow each other: their order is one list."""
    list(Notice.objects.select_for_update(no_key=True).filter(hall=hall).order_by("id").values_list("id"))


def _last(hall: int, priority: Priority) -> int:
    found = Notice.objects.filter(hall=hall, priority=priority).aggregate(last=Max("place"))
    return found["last"] or 0


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "priority": draft.priority.value,
        "below": draft.below,
        "starts_at": draft.span.starts_at,
        "ends_at": draft.span.ends_at,
        **{name: text.strip() for name, text in asdict(draft.wording).items()},
    }


def _record(act: str, actor: Actor, row: Notice, now: datetime, what: Draft | dict[str, Any]) -> None:
    facts: dict[str, Any] = {"notice": row.id}
    said = None
    if isinstance(what, Draft):
        facts |= {"kind": what.kind, "priority": what.priority.value, "below": what.below}
        facts |= {"starts_at": what.span.starts_at, "ends_at": what.span.ends_at}
        said = asdict(what.wording)
    else:
        facts |= what
    record(notices_book(row.hall_id), act, actor, facts, now=now, private=said)


def _say(hall: people.HallCard) -> None:
    """To the screens of the hall, and of those below: a notice may be theirs, too. After the commit."""
    for each in people.halls(below=hall.id):
        events.said(each.unit.code, "notices")
