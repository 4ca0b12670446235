"""The frame of the window's desk: its ways, who sits there, and how much waits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from yimen.base.bilingual import told
from yimen.base.desk import Desk, Group
from yimen.base.pages import HallRequest
from yimen.base.site import Entry
from yimen.base.words import ROLES
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import Tally
from yimen.modules.messages import queries as messages
from yimen.modules.people import queries as people
from yimen.modules.people.queries import WindowCard

from .access import CLERKS, READERS, is_clerk

WAITING: Final = ("supplement_pending", "pre_registered")
"""States in which the next step is the applicant's."""


class Heap(NamedTuple):
    """A heap of work on the desk, as the side bar and the board name it."""

    key: str
    text: Promise
    icon: str
    kinds: tuple[str, ...]
    states: tuple[str, ...] = ()

    def count(self, found: Tally) -> int:
        if self.states:
            return sum(found.states.get(each, 0) for each in self.states)
        return sum(found.kinds.get(each, 0) for each in self.kinds)


ALL: Final = Heap("all", pgettext_lazy("heap", "All pending"), "layout-dashboard", ("keep",))
HEAPS: Final = (
    Heap("answer", pgettext_lazy("heap", "To answer"), "file-check", ("check",)),
    Heap("issue", pgettext_lazy("heap", "To complete"), "certificate", ("decide", "issue")),
    Heap("hand-out", pgettext_lazy("heap", "To hand out"), "package", ("hand_out",)),
    Heap("await", pgettext_lazy("heap", "Waiting for the applicant"), "hourglass", ("keep",), WAITING),
    Heap("file", pgettext_lazy("heap", "To file"), "archive", ("file",)),
)
SCOPES: Final = {
    "window": pgettext_lazy("scope", "My window"),
    "hall": pgettext_lazy("scope", "Whole hall"),
    "mine": pgettext_lazy("scope", "Mine"),
}


@dataclass
class Seat:
    """Where the reader sits, what they look over, and how much lies there; read once a request."""

    request: HallRequest

    @cached_property
    def window(self) -> WindowCard | None:
        return people.window(self.request.actor.unit)

    @cached_property
    def hall(self) -> people.HallCard | None:
        return people.hall(self.request.actor.hall)

    @property
    def place(self) -> str:
        """The counter's sign under the hall's name; the hall's alone for whoever has no counter."""
        places = (self.hall and self.hall.unit, self.window)
        return " · ".join(told(each, "name") for each in places if each)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Whoever has no window looks over the hall."""
        return ("window", "hall", "mine") if self.window else ("hall", "mine")

    @cached_property
    def scope(self) -> str:
        """What the reader last chose to look over: it is not asked twice."""
        session, asked = self.request.session, self.request.GET.get("scope", "")
        if asked in self.scopes and session.get("scope", self.scopes[0]) != asked:
            session["scope"] = asked
        kept = session.get("scope")
        return kept if kept in self.scopes else self.scopes[0]

    @property
    def units(self) -> frozenset[int] | None:
        return frozenset({self.request.actor.unit}) if self.scope == "window" else None

    @property
    def mine(self) -> bool:
        return self.scope == "mine"

    @cached_property
    def tally(self) -> Tally:
        return cases.tally(self.request.actor, units=self.units, mine=self.mine)


def desk(request: HallRequest, seat: Seat | None = None) -> Desk:
    """The frame. Four statements: the seat, its hall, what waits there, and how many messages are unread."""
    seat = seat or Seat(request)
    red = seat.tally.lights.get("red", 0)
    board = reverse("window:board")
    ways = [
        Entry(pgettext("window", "Morning board"), board, "layout-dashboard", count=red, alarm=True),
        Entry(pgettext("window", "Find a case"), reverse("window:find"), "search", key="/"),
    ]
    if is_clerk(request.actor):
        ways.append(Entry(pgettext("window", "Take in"), reverse("window:new"), "file-plus", key="N"))
        ways.insert(1, Entry(pgettext("window", "Call"), reverse("window:call"), "speakerphone", key="C"))
    else:
        ways.insert(1, Entry(pgettext("window", "Guide desk"), reverse("window:guide"), "compass", key="G"))
    ways.append(Entry(pgettext("window", "Contacts"), reverse("window:contacts"), "messages"))
    ways.append(Entry(pgettext("window", "Bookings"), reverse("bookings:day"), "calendar-event"))
    heaps = tuple(
        Entry(each.text, reverse("window:heap", args=[each.key]), each.icon, count=each.count(seat.tally))
        for each in HEAPS
    )
    books = (
        Entry(pgettext("window", "Day book"), reverse("window:day-book"), "notebook"),
        Entry(pgettext("window", "Boards opened"), reverse("window:openings"), "clock-check"),
    )
    return Desk(
        name=pgettext("window", "Window desk"),
        groups=(
            Group(tuple(ways)),
            Group(heaps, title=pgettext("window", "Waiting here")),
            Group(books, title=pgettext("window", "Books")),
        ),
        person=request.actor.name,
        place=seat.place,
        role=next(ROLES[each] for each in (*CLERKS, *READERS) if each in request.actor.roles),
        now=request.now,
        unread=messages.unread_count(request.actor),
        messages=reverse("window:messages"),
    )
