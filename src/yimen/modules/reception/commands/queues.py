"""Which lines a hall has, and which of them a matter is for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection, transaction

from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger.commands import record
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor
from yimen.rules.reception import permits
from yimen.rules.refused import Refused

from ..models import Queue, QueueWindow

BOOK: Final = "reception"  # the chain of how a hall's reception is set up


class QueueRow(NamedTuple):
    id: int
    code: str
    name: str
    name_en: str
    departments: list[int]
    items: list[str]


def queue_for(hall: int, *, queue: int | str | None = None, item: str | None = None) -> QueueRow:
    """The queue itself, by its id or its letter, or the one an item is for: one that names it before its department's.

    Refused: `no_such_queue`, `no_queue_for_item`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES, [hall])
        rows = [QueueRow(*row) for row in cursor.fetchall()]
    if queue is not None:
        found = next((each for each in rows if queue in (each.id, each.code)), None)
        if found is None:
            raise Refused("no_such_queue")
        return found
    if item is None:
        raise Refused("no_such_queue")
    department = catalogue.published(item).department
    found = next((each for each in rows if item in each.items), None) or next(
        (each for each in rows if department in each.departments), None
    )
    if found is None:
        raise Refused("no_queue_for_item", item=item)
    return found


@transaction.atomic
def create_queue(
    actor: Actor,
    hall: int,
    code: str,
    *,
    name: str,
    name_en: str = "",
    departments: Iterable[int] = (),
    items: Iterable[str] = (),
    windows: Iterable[int] = (),
    now: datetime,
) -> int:
    """A line of people for the same windows; its id. Refused: `not_permitted`, `queue_code_taken`."""
    permits.demand(actor, "keep_queues", hall=hall)
    calling = sorted(set(windows))
    if Queue.objects.filter(hall_id=hall, code=code).exists():
        raise Refused("queue_code_taken", code=code)
    row = Queue.objects.create(
        hall_id=hall, code=code, name=name, name_en=name_en, departments=list(departments), items=list(items)
    )
    QueueWindow.objects.bulk_create(QueueWindow(window_id=each, queue=row) for each in calling)
    facts = {"queue": row.id, "hall": hall, "code": code, "windows": calling}
    record(BOOK, "create_queue", actor, facts, now=now)
    return row.id


_QUEUES: Final = """
    SELECT id, code, name, name_en, departments, items FROM reception_queue WHERE hall_id = %s AND active ORDER BY code
"""


@transaction.atomic
def amend_queue(
    actor: Actor,
    queue: int,
    *,
    name: str | None = None,
    name_en: str | None = None,
    departments: Iterable[int] | None = None,
    items: Iterable[str] | None = None,
    windows: Iterable[int] | None = None,
    active: bool | None = None,
    now: datetime,
) -> None:
    """Change what a queue is for and who calls from it; what is not named stays, and so does who already waits.

    Refused: `no_such_queue`, `not_permitted`, `window_not_of_hall`.
    """
    row = Queue.objects.select_for_update(no_key=True).filter(id=queue).first()
    if row is None:
        raise Refused("no_such_queue")
    permits.demand(actor, "keep_queues", hall=row.hall_id)
    told = {
        "name": name,
        "name_en": name_en,
        "departments": None if departments is None else list(departments),
        "items": None if items is None else list(items),
        "active": active,
    }
    changes = {key: value for key, value in told.items() if value is not None}
    if changes:
        Queue.objects.filter(id=queue).update(**changes)
    if windows is not None:
        wanted = set(windows)
        if len({each.id for each in people.windows(row.hall_id)} & wanted) < len(wanted):
            raise Refused("window_not_of_hall")
        QueueWindow.objects.filter(queue=row).exclude(window_id__in=wanted).delete()
        QueueWindow.objects.bulk_create(
            [QueueWindow(window_id=each, queue=row) for each in sorted(wanted)], ignore_conflicts=True
        )
        changes["windows"] = sorted(wanted)
    record(BOOK, "amend_queue", actor, {"queue": queue, "changed": changes}, now=now)


def in_hall(hall: int, queue: int) -> None:
    """Refused: `no_such_queue`."""
    if not Queue.objects.filter(id=queue, hall_id=hall, active=True).exists():
        raise Refused("no_such_queue")


def windows_queue(hall: int, window: int, queue: int) -> int:
    """The queue in which a ticket of `queue` waits for that window alone. Refused: `window_not_of_hall`."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_WINDOW, [window, hall])
        row = cursor.fetchone()
    if row is None:
        raise Refused("window_not_of_hall")
    return queue if not row[0] or queue in row[0] else int(row[0][0])


_OF_WINDOW: Final = """
    SELECT ARRAY(SELECT q.queue_id FROM reception_queuewindow q WHERE q.window_id = w.unit_id ORDER BY q.queue_id)
    FROM people_window w WHERE w.unit_id = %s AND w.hall_id = %s
"""
