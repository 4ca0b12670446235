"""Publish a draft, put it in force on its day, take an item away."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from yimen.base.clock import ZONE
from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor, Kind
from yimen.rules.refused import Refused

from .. import access, events
from ..access import BOOK
from ..contents import Contents
from ..kinds import State
from ..listing import relist
from ..models import Item, ItemVersion
from ..standards import Yardstick, demand_open_track, problems


@transaction.atomic
def publish(actor: Actor, code: str, *, effective_from: date | None = None, now: datetime) -> int:
    """Publish the draft: from today, or from a later day; the version's id. Cases keep the one they began with.

    Refused: joint_comes_later, escalated_comes_later; guide_incomplete with everything it lacks at once;
    effective_in_the_past; version_waiting; and as for any draft.
    """
    today = now.astimezone(ZONE).date()
    item = access.item(actor, code)
    version = access.draft_of(item)
    said = Contents.of(version)
    yardstick = Yardstick.of(actor, today)
    demand_open_track(said, yardstick)
    found = problems(said, item.department.name, yardstick)
    if found:
        raise Refused(
            "guide_incomplete", code=code, count=len(found), problems=[each.to_json() for each in found]
        )
    begins = effective_from or today
    if begins < today:
        raise Refused("effective_in_the_past", on=begins)
    if ItemVersion.objects.filter(item=item, state=State.PUBLISHED, effective_from__gt=today).exists():
        raise Refused("version_waiting", code=code)
    version.state = State.PUBLISHED
    version.effective_from = begins
    version.published_at = now
    version.published_by_id = actor.id if actor.kind is Kind.STAFF else None
    version.save(update_fields=["state", "effective_from", "published_at", "published_by"])
    facts = {"item": code, "n": version.n, "effective_from": begins, "digest": said.digest}
    record(BOOK, events.PUBLISHED, actor, facts, now=now)
    if begins == today:
        _put_in_force(item, version)
    return version.id


@transaction.atomic
def put_next_in_force(actor: Actor, *, now: datetime) -> bool:
    """Put the next version whose day has come in force; whether there was one. The timetable's."""
    today = now.astimezone(ZONE).date()
    due = ItemVersion.objects.filter(state=State.PUBLISHED, effective_from__lte=today)
    not_yet = Q(item__current=None) | ~Q(item__current=F("id"))
    version = due.filter(not_yet).select_related("item").order_by("effective_from", "id").first()
    if version is None:
        return False
    item = access.item(actor, version.item.code)
    if item.current_id == version.id or not due.filter(pk=version.pk).exists():
        return True  # somebody was quicker; there may be another
    _put_in_force(item, version)
    record(BOOK, events.IN_FORCE, actor, {"item": item.code, "n": version.n}, now=now)
    return True


@transaction.atomic
def retire(actor: Actor, code: str, *, now: datetime) -> None:
    """Take an item away: nobody can apply for it any more; open cases run out under their version.

    Refused: no_such_item, item_not_published.
    """
    item = access.item(actor, code)
    if item.current is None or item.retired_on is not None:
        raise Refused("item_not_published", code=code)
    ItemVersion.objects.filter(item=item, state=State.PUBLISHED).update(state=State.RETIRED)
    item.retired_on = now.astimezone(ZONE).date()
    item.save(update_fields=["retired_on"])
    relist(item)
    record(BOOK, events.RETIRED, actor, {"item": code}, now=now)


def _put_in_force(item: Item, version: ItemVersion) -> None:
    before = item.current
    item.current = version
    item.retired_on = None
    item.save(update_fields=["current", "retired_on"])
    if before is not None and before.state == State.PUBLISHED:
        before.state = State.SUPERSEDED
        before.save(update_fields=["state"])
    relist(item)
