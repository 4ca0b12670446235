"""The window as a place where people come: its seat, who is there, who waits and with what (R-055, R-056)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.base.words import Sign
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard
from yimen.modules.people import queries as people
from yimen.modules.people.queries import StaffCard, WindowCard
from yimen.modules.reception import queries as reception
from yimen.modules.reception.queries import ContactCard, QueueCard, SeatCard, TicketCard, comers
from yimen.modules.reception.queries.comers import Comer
from yimen.rules.reception.contacts import AT_THE_WINDOW, Channel, End
from yimen.rules.reception.floor import SeatState, State
from yimen.rules.reception.order import Klass

SHOWN: Final = 30
HERE: Final = "calls_at"  # in the session: the window whose visitors the clerk calls
LAST: Final = "served_last"  # and the ticket whose service ended last

CLASSES: Final[Mapping[int, Sign]] = {
    Klass.PRIORITY: Sign(pgettext_lazy("class", "Priority"), "alert-triangle", "wait"),
    Klass.GREEN: Sign(pgettext_lazy("class", "Green channel"), "bolt", "good"),
    Klass.BOOKED: Sign(pgettext_lazy("class", "Booked"), "calendar", "ink"),
    Klass.WALK_IN: Sign(pgettext_lazy("class", "Walk-in"), "user", "off"),
}
ENDS: Final[Mapping[str, Promise]] = {
    End.HANDLED: pgettext_lazy("end", "Handled here"),
    End.ANSWERED: pgettext_lazy("end", "Question answered"),
    End.REGISTERED: pgettext_lazy("end", "Registered as a case"),
    End.BOOKED: pgettext_lazy("end", "Booked for another time"),
    End.TRANSFERRED: pgettext_lazy("end", "Passed to somebody by name"),
    End.NOT_OUR_REMIT: pgettext_lazy("end", "Not ours: they know where to go"),
    End.COORDINATED: pgettext_lazy("end", "Another unit's: we see it through"),
}
CHANNELS: Final[Mapping[str, Promise]] = {
    Channel.WINDOW: pgettext_lazy("contact", "At the window"),
    Channel.GUIDE: pgettext_lazy("contact", "At the guide desk"),
    Channel.PHONE: pgettext_lazy("contact", "By telephone"),
    Channel.WEB: pgettext_lazy("contact", "Online"),
    Channel.WECHAT: pgettext_lazy("contact", "By WeChat"),
    Channel.KIOSK: pgettext_lazy("contact", "Message left at a kiosk"),
}
STATES: Final[Mapping[str, Promise]] = {
    State.WAITING: pgettext_lazy("ticket", "waiting"),
    State.CALLED: pgettext_lazy("ticket", "called"),
    State.SERVING: pgettext_lazy("ticket", "being served"),
    State.HELD: pgettext_lazy("ticket", "set aside"),
    State.SERVED: pgettext_lazy("ticket", "served"),
    State.TRANSFERRED: pgettext_lazy("ticket", "served"),
    State.NO_SHOW: pgettext_lazy("ticket", "did not come"),
    State.CANCELLED: pgettext_lazy("ticket", "given up"),
}
SEATS: Final[Mapping[str, Sign]] = {
    SeatState.OPEN: Sign(pgettext_lazy("seat", "Open"), "circle-check", "good"),
    SeatState.PAUSED: Sign(pgettext_lazy("seat", "Paused"), "player-pause", "wait"),
    SeatState.CLOSED: Sign(pgettext_lazy("seat", "Closed"), "circle-dashed", "off"),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A ticket with all the window knows of who holds it."""

    card: TicketCard
    item: str
    comer: Comer | None
    minutes: int  # since they took it, or were called back into the line

    @property
    def klass(self) -> Sign:
        return CLASSES[self.card.klass]

    @property
    def state(self) -> Promise:
        return STATES[self.card.state]

    @property
    def matter(self) -> str:
        """What they come for: the item, else their queue."""
        return self.item or told_queue(self.card)


@dataclass
class AtWindow:
    """One window at a moment; each part is read when it is asked for."""

    request: HallRequest
    window: int

    @property
    def now(self) -> datetime:
        return self.request.now

    @cached_property
    def card(self) -> WindowCard | None:
        return people.window(self.window)

    @property
    def name(self) -> str:
        """“1号窗口”, or “3 综合窗口” where the sign does not say the number itself."""
        if self.card is None:
            return ""
        words = told(self.card, "name")
        return words if self.card.number in words else f"{self.card.number} {words}"

    @cached_property
    def seat(self) -> SeatCard | None:
        return reception.seat(self.window, now=self.now)

    @property
    def state(self) -> str:
        return self.seat.state if self.seat else SeatState.CLOSED

    @property
    def sign(self) -> Sign:
        return SEATS[self.state]

    @property
    def calls(self) -> bool:
        """Whether the next may be called."""
        seat = self.seat
        return seat is not None and seat.state == SeatState.OPEN and not seat.closing and seat.ticket is None

    @cached_property
    def _line(self) -> tuple[TicketCard, ...]:
        return reception.waiting(self.window, now=self.now, most=SHOWN)

    @cached_property
    def _there(self) -> TicketCard | None:
        if self.seat is None or self.seat.ticket is None:
            return None
        return reception.ticket_by_id(self.seat.ticket, now=self.now)

    @cached_property
    def _aside(self) -> tuple[TicketCard, ...]:
        return comers.aside(self.window, now=self.now)

    @cached_property
    def _all(self) -> tuple[TicketCard, ...]:
        return (*((self._there,) if self._there else ()), *self._line, *self._aside)

    @cached_property
    def _items(self) -> dict[str, ItemCard]:
        codes = list(dict.fromkeys(each.item for each in self._all if each.item))
        return {each.code: each for each in catalogue.cards(codes)} if codes else {}

    @cached_property
    def _comers(self) -> dict[int, Comer]:
        return comers.comers(self.request.actor, self._all)

    @property
    def visitor(self) -> Visitor | None:
        """Who was called here, or is being served."""
        return self._known(self._there) if self._there else None

    @property
    def line(self) -> list[Visitor]:
        return [self._known(each) for each in self._line]

    @property
    def aside(self) -> list[Visitor]:
        return [self._known(each) for each in self._aside]

    @property
    def same_person(self) -> list[Visitor]:
        """Other tickets of whoever is here: they may be merged."""
        visitor = self.visitor
        also = set(visitor.comer.also) if visitor and visitor.comer else set()
        return [each for each in self.line if each.card.id in also]

    @cached_property
    def contact(self) -> ContactCard | None:
        return reception.contact_of_ticket(self._there.id) if self._there else None

    @cached_property
    def hall(self) -> int:
        return self.seat.hall if self.seat else (self.card.hall if self.card else self.request.actor.hall)

    @cached_property
    def queues(self) -> tuple[QueueCard, ...]:
        return reception.queues(self.hall, now=self.now)

    @property
    def mine(self) -> list[QueueCard]:
        return [each for each in self.queues if self.window in each.windows]

    @cached_property
    def seats(self) -> tuple[SeatCard, ...]:
        return reception.seats(self.hall, now=self.now)

    @property
    def others(self) -> list[SeatCard]:
        """Windows somebody may be passed on to."""
        return [each for each in self.seats if each.window != self.window and each.state != SeatState.CLOSED]

    @cached_property
    def colleagues(self) -> tuple[StaffCard, ...]:
        return people.staff_of(self.hall, below=True)

    @property
    def stands_in(self) -> list[SeatCard]:
        """Other windows at which the reader is named as substitute."""
        me = self.request.actor.id
        return [each for each in self.seats if each.substitute == me and each.window != self.window]

    def _known(self, card: TicketCard) -> Visitor:
        item = self._items.get(card.item or "")
        since = card.called_at if card.state in {State.CALLED, State.SERVING} else None
        span = (since or self.now) - card.arrived_at
        minutes = max(0, int(span.total_seconds() // 60))
        return Visitor(card, told(item, "name") if item else "", self._comers.get(card.id), minutes)


def at_window(request: HallRequest) -> AtWindow:
    """The window whose visitors the reader calls: the one they chose as substitute, else their own."""
    chosen = request.session.get(HERE)
    return AtWindow(request, chosen if isinstance(chosen, int) else request.actor.unit)


def told_queue(card: TicketCard) -> str:
    return told(card, "queue_name")


def ends() -> Iterable[tuple[str, Promise]]:
    return [(each.value, ENDS[each]) for each in AT_THE_WINDOW]
