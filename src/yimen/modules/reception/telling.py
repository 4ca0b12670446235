"""What is said about a booking: to whoever holds it, and to those who keep their time free for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import override

from yimen.base import phrases
from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger.events import Line
from yimen.modules.messages import commands as messages
from yimen.modules.messages.commands import TASKS, Both, Speaker

from .booking_hall import BookingHall, booking_hall
from .models.bookings import Booking, Reserved


def tell(booking: Booking, event: str, key: str, *, now: datetime) -> None:
    """Tell whoever booked; once for each `key`."""
    hall = booking_hall(booking.hall_id)
    until_at = booking.starts_at - hall.terms(booking.day).cancel_before
    facts = {
        **about(booking, hall),
        "until": Both(*(_moment(until_at, language) for language in ("zh-hans", "en"))),
        "ask": Both(f"咨询 {hall.phone}", f"Call {hall.phone}.") if hall.phone else Both(""),
    }
    messages.say(key, booking.person_id, event, facts, hall=Speaker(hall.code, hall.name), now=now)


def tell_reserved(booking: Booking, key: str, *, now: datetime) -> None:
    """Tell every step owner, each of their own step (R-062)."""
    hall = booking_hall(booking.hall_id)
    for each in Reserved.objects.filter(booking=booking):
        facts = {
            **about(booking, hall),
            "step": _step(each.step),
            "stands": Both("代班", ", standing in") if each.stands_in else Both(""),
            "free": f"{_clock(each.starts_at)}–{_clock(each.ends_at)}",
        }
        messages.say_to_staff(f"{key}.{each.step}", [each.staff_id], "workflow_booked", facts, now=now)


def tell_released(booking: Booking, line: Line, *, now: datetime) -> None:
    """Those who kept time free need not any more: the line says who they were, and until when the slot was."""
    said = line.body["facts"]
    was_at = datetime.fromisoformat(said.get("was_at") or said["starts_at"])
    hall = booking_hall(booking.hall_id)
    facts = {
        **about(booking, hall),
        "when": slot_words(was_at, was_at + (booking.ends_at - booking.starts_at)),
    }
    for step, staff in said.get("released", ()):
        messages.say_to_staff(f"{line.book}.{line.n}.off.{step}", [staff], "workflow_off", facts, now=now)


def about(booking: Booking, hall: BookingHall) -> dict[str, Any]:
    item = next(iter(catalogue.cards([booking.item])), None) if booking.item else None
    what = Both(item.name, item.name_en) if item else Both(booking.category.name, booking.category.name_en)
    address = f"（{hall.address}）" if hall.address else ""
    place = Both(
        hall.name + address, f"{hall.name_en or hall.name}{f' ({hall.address})' if hall.address else ''}"
    )
    number = f"{booking.number[:3]}-{booking.number[3:6]}-{booking.number[6:]}"
    return {
        "what": Both(f"“{what.zh}”", f"“{what.en or what.zh}”"),
        "when": slot_words(booking.starts_at, booking.ends_at),
        "place": place,
        "number": number,
    }


def slot_words(starts_at: datetime, ends_at: datetime) -> Both:
    """“3月3日 星期二 09:00–09:30”."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(f"{phrases.day_of_week(starts_at)} {_clock(starts_at)}–{_clock(ends_at)}")
    return Both(*said)


def _step(name: str) -> Both:
    return TASKS.get(name, Both(f"“{name}”"))


def _moment(at: datetime, language: str) -> str:
    with override(language):
        return f"{phrases.short_day(at)} {_clock(at)}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H:%M}"
