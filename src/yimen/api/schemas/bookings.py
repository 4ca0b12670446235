"""Slots and bookings as programs see them: halls and categories by their codes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from yimen.modules.reception.queries.bookings import BookingCard, BookingHall, CategoryCard, FreeSlot
from yimen.rules.reception.modes import Channel, Mode

from .words import Answer, Body, Code, Moment, Name

BookingMode = Literal["ordinary", "while_you_wait", "door_step", "in_hall", "holiday", "workflow"]
BookingChannel = Literal["web", "kiosk", "window", "phone_centre", "phone_window"]
BookingState = Literal["booked", "arrived", "served", "no_show", "cancelled"]


class Slot(Answer):
    """A stretch of a hall's opening hours, and how many of its numbered places are free."""

    hall: str
    category: str
    category_name: str
    mode: BookingMode
    starts_at: Moment
    ends_at: Moment
    places: int
    free: int

    @classmethod
    def of(
        cls, hall: BookingHall, category: CategoryCard, mode: Mode, slot: FreeSlot, *, english: bool
    ) -> Self:
        return cls(
            hall=hall.code,
            category=category.code,
            category_name=(english and category.name_en) or category.name,
            mode=mode.value,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            places=slot.places,
            free=max(0, slot.free),
        )


class Slots(Answer):
    results: list[Slot]
    next: None = None


class NewBooking(Body):
    """Five fields, the item and the mode (R-058). `window`, `phone_centre` and `phone_window` need a staff token."""

    hall: Code
    category: Code
    starts_at: Annotated[datetime, Field(description="The beginning of a slot, with its offset.")]
    name: Annotated[Name, Field(repr=False)]
    id_type: Annotated[str, Field(max_length=40)] | None = None
    id_number: Annotated[str, Field(max_length=60, repr=False)]
    phone: Annotated[str, Field(max_length=40, repr=False)]
    password: Annotated[str, Field(min_length=1, max_length=100, repr=False)]
    mode: BookingMode = "ordinary"
    item: Annotated[str, Field(max_length=64)] | None = None
    channel: BookingChannel = "web"
    confirmed_by: Annotated[str, Field(max_length=150)] | None = (
        None  # of holiday service: who will be there, by user name
    )


class CancelBooking(Body):
    """Whoever holds the booking proves it by identity number and password; staff by their token."""

    id_number: Annotated[str | None, Field(max_length=60, repr=False)] = None
    password: Annotated[str | None, Field(max_length=100, repr=False)] = None
    reason: Annotated[str, Field(max_length=200)] = ""


class Booking(Answer):
    """One place of a slot, held. No name and no number of identity is told."""

    number: str
    hall: str
    category: str
    mode: BookingMode
    item: str | None
    starts_at: Moment
    ends_at: Moment
    place: int
    state: BookingState
    channel: BookingChannel
    change_until: Moment  # until then whoever holds it may move or cancel it

    @classmethod
    def of(cls, card: BookingCard, category: CategoryCard, hall: BookingHall) -> Self:
        return cls(
            number=card.number,
            hall=hall.code,
            category=category.code,
            mode=card.mode.value,
            item=card.item,
            starts_at=card.starts_at,
            ends_at=card.ends_at,
            place=card.place,
            state=card.state,  # type: ignore[arg-type]  # pydantic checks it
            channel=Channel(card.channel).value,
            change_until=card.starts_at - hall.terms(card.day).cancel_before,
        )
