"""A booking on paper: when, where, its number, and how to change it. No name: paper is left lying about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import pgettext

from yimen.base import phrases
from yimen.base.bilingual import told
from yimen.gateways.escpos import Code, Line, Rule, Slip
from yimen.modules.reception.queries.bookings import BookingCard, BookingHall

from .stand import Stand


@dataclass(frozen=True, slots=True)
class Told:
    """What a slip says, in the language of whoever holds it."""

    card: BookingCard
    hall: BookingHall
    way: str
    item: str
    until_at: datetime  # so long it may be moved or given back
    address: str  # of the page where that is done


def slip(said: Told, stand: Stand, *, now: datetime) -> Slip:
    card = said.card
    parts: list[Line | Code | Rule] = [
        Line(told(said.hall, "name"), bold=True, centred=True),
        Line(pgettext("kiosk", "Booking"), size=2, centred=True),
        Line(phrases.day_of_week(card.starts_at), size=2, bold=True, centred=True),
        Line(span(card), size=3, bold=True, centred=True),
        Line(card.number, size=2, centred=True),
        Rule(),
        Line(f"{told(card, 'category_name')} · {said.way}"),
    ]
    if said.item:
        parts.append(Line(said.item))
    parts.append(Line(on_the_day(card), bold=True))
    if not card.way.visits and said.hall.address:
        parts.append(Line(said.hall.address))
    if card.open:
        parts += [Rule(), *(Line(each) for each in changing(said)), Code(said.address)]
    parts += [Rule(), Line(f"{phrases.moment(now)} · {stand.device.name}", centred=True)]
    return tuple(parts)


def span(card: BookingCard) -> str:
    return f"{phrases.clock(card.starts_at)}–{phrases.clock(card.ends_at)}"


def on_the_day(card: BookingCard) -> str:
    """Where to go with it, in a sentence."""
    if card.way.visits:
        return pgettext("kiosk", "You need not come. We arrange who visits you and tell you by text message.")
    if card.way.ahead:
        return pgettext(
            "kiosk", "Check in at a kiosk with this number, then go straight to the green window."
        )
    return pgettext("kiosk", "Check in at a kiosk with this number; you are called at your time.")


def changing(said: Told) -> tuple[str, ...]:
    """Until when, with what, and whom to call."""
    facts = {
        "when": f"{phrases.day_of_week(said.until_at)} {phrases.clock(said.until_at)}",
        "phone": said.hall.phone,
    }
    by = pgettext(
        "kiosk",
        "To move or cancel it until %(when)s: scan, then identity number and the password you chose; or at this kiosk.",
    )
    call = pgettext("kiosk", "Or call %(phone)s.") if said.hall.phone else ""
    return tuple(each % facts for each in (by, call) if each)
