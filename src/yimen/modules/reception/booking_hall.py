"""A hall as bookings need it: its hours, its numbers, where it is. One statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection

from yimen.modules.catalogue import queries as catalogue
from yimen.modules.workdays import queries as workdays
from yimen.rules.limits import Limit, Unit
from yimen.rules.reception.slots import Terms
from yimen.rules.refused import Refused
from yimen.rules.workdays import OfficeHours, WindowHours


class BookingHall(NamedTuple):
    id: int
    code: str
    name: str
    name_en: str
    division: str
    address: str
    phone: str
    set_as_of: str  # the head of the parameters' book
    hours_as_of: int
    windows: Sequence[
        tuple[int, int]
    ]  # queue and window that calls from it, of the windows that are open to people

    @property
    def hours(self) -> OfficeHours:
        return workdays.hours(self.id, self.division, version=self.hours_as_of)

    def windows_of(self, queue: int) -> tuple[WindowHours, ...]:
        """The hours of each window that serves a queue."""
        return tuple(
            workdays.window_hours(window, self.id, self.division, version=self.hours_as_of)
            for each, window in self.windows
            if each == queue
        )

    def setting(self, key: str, on: date, item: str | None = None) -> Any:
        return catalogue.parameters(self.set_as_of).get(key, on, self.code, item)

    def terms(self, on: date) -> Terms:
        """预约规则, as they hold on that day."""
        rows = catalogue.parameters(self.set_as_of)

        def number(key: str) -> int:
            return int(rows.get(f"booking.{key}", on, self.code))

        def stretch(key: str) -> timedelta:
            return _stretch(rows.limit(f"booking.{key}", on, self.code))

        return Terms(
            slot=stretch("slot_minutes"),
            first_day=number("days_ahead_min"),
            last_day=number("days_ahead_max"),
            cancel_before=stretch("cancel_before"),
            late=stretch("late_minutes"),
            no_shows=number("no_shows"),
            no_show_days=number("no_show_days"),
            block_days=number("block_days"),
            most_open=number("most_open"),
            most_open_phone=number("most_open_phone"),
            password_least=number("password_least"),
        )


def booking_hall(id_: int) -> BookingHall:
    """Refused: no_such_hall."""
    with connection.cursor() as cursor:
        cursor.execute(_HALL, [id_])
        row = cursor.fetchone()
    if row is None:
        raise Refused("no_such_hall")
    return BookingHall(*row)


def _stretch(limit: Limit) -> timedelta:
    """Before a slot hours are counted on the wall: who comes does not live by office time."""
    per = timedelta(minutes=1) if limit.unit is Unit.MINUTE else timedelta(hours=1)
    return limit.n * per


_HALL: Final = f"""
    SELECT h.id, h.code, h.name, h.name_en, h.division_id, h.address, h.phone,
           coalesce((SELECT encode(head, 'hex') FROM ledger_book WHERE name = 'parameters'), ''), {workdays.VERSION_SQL},
           ARRAY(SELECT ARRAY[q.queue_id, q.window_id]
                 FROM people_window w JOIN reception_queuewindow q ON q.window_id = w.unit_id
                 WHERE w.hall_id = h.id AND w.state = 'open')
    FROM people_hall p JOIN people_unit h ON h.id = p.unit_id WHERE p.unit_id = %s AND h.active
"""
