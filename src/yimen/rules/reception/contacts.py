"""What somebody asked, and the only ways in which it may end: “I don't know” is not one of them (R-050–R-052)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused


class Channel(StrEnum):
    """How somebody reached us."""

    WINDOW = "window"
    GUIDE = "guide"
    PHONE = "phone"
    WEB = "web"
    WECHAT = "wechat"
    KIOSK = "kiosk"


class End(StrEnum):
    """The ways out of a contact."""

    ANSWERED = "answered"
    HANDLED = "handled"
    TRANSFERRED = "transferred"  # to a named person, who must see to it
    BOOKED = "booked"
    REGISTERED = "registered"  # as a case
    NOT_OUR_REMIT = "not_our_remit"  # and whose it is
    COORDINATED = "coordinated"  # another unit's, which we see through for them


FOLLOWED: Final = frozenset({End.TRANSFERRED, End.REGISTERED, End.COORDINATED})
"""Not over for the first contact, who follows it until it is done (R-050)."""
AT_THE_WINDOW: Final = (
    End.HANDLED,
    End.ANSWERED,
    End.REGISTERED,
    End.BOOKED,
    End.NOT_OUR_REMIT,
    End.COORDINATED,
)
"""With which a service there may end; passing it on is an act of its own."""
EVASIONS: Final = frozenset(
    {"不知道", "不清楚", "不归我管", "不归我们管", "不了解", "不晓得", "问别人", "不管"}
)
"""An answer that says no more than this is none (R-051)."""
KEEPERS: Final = frozenset(
    {Role.WINDOW_CLERK, Role.AGENT_OFFICER, Role.RECEPTIONIST, Role.HOTLINE_OPERATOR, Role.HALL_DIRECTOR}
)
WATCHERS: Final = KEEPERS | {Role.SUPERVISOR, Role.CENTRE_OFFICE, Role.BUSINESS_OFFICE}
_MARKS: Final = str.maketrans("", "", " \t\n。，,.!！?？、~～")


LONGEST_QUESTION: Final = 1_000  # characters; a longer one is a letter


def asked(question: str, *, about_something: bool) -> str:
    """What is written down of a question; it may be left out where a ticket or an item says what it is about (R-052).

    Refused: `question_missing`, `question_too_long`.
    """
    said = question.strip()
    if not said and not about_something:
        raise Refused("question_missing")
    if len(said) > LONGEST_QUESTION:
        raise Refused("question_too_long", most=LONGEST_QUESTION)
    return said


@dataclass(frozen=True, slots=True)
class Ending:
    """How a contact is to end, as somebody says it."""

    end: str
    answer: str = ""
    to: int | None = None  # who handles it now
    body: str = ""  # the competent body, or the one it is coordinated with
    case_number: str = ""  # digits
    booking: str = ""  # digits


_NEEDS: Final[Mapping[End, tuple[str, str]]] = {
    End.TRANSFERRED: ("to", "contact_handler_missing"),
    End.BOOKED: ("booking", "contact_booking_missing"),
    End.REGISTERED: ("case_number", "contact_case_missing"),
    End.NOT_OUR_REMIT: ("body", "contact_body_missing"),
    End.COORDINATED: ("body", "contact_body_missing"),
    End.ANSWERED: ("answer", "contact_answer_missing"),
}


def ended(ending: Ending) -> End:
    """The end, if it is one and says what it must.

    Refused: `contact_end`, `contact_handler_missing`, `contact_booking_missing`, `contact_case_missing`,
    `contact_body_missing`, `contact_answer_missing`, `contact_evasion`.
    """
    if ending.end not in set(End):
        raise Refused("contact_end")
    end = End(ending.end)
    field, reason = _NEEDS.get(end, ("", ""))
    if field and not str(getattr(ending, field) or "").strip():
        raise Refused(reason)
    for said in (ending.answer, ending.body):
        if said.translate(_MARKS) in EVASIONS:
            raise Refused("contact_evasion")
    return end


def demand_keeper(actor: Actor, hall: int, division: str) -> None:
    """Staff of the hall who meet visitors; operators of the hotline for their division. Refused: `not_permitted`."""
    if not _reaches(actor, KEEPERS, hall, division):
        raise Refused("not_permitted")


def demand_watcher(actor: Actor, hall: int, division: str) -> None:
    """Who may read a hall's register of contacts. Refused: `not_permitted`."""
    if not _reaches(actor, WATCHERS, hall, division):
        raise Refused("not_permitted")


def _reaches(actor: Actor, roles: frozenset[Role], hall: int, division: str) -> bool:
    if actor.kind is Kind.RUN:
        return True
    mine = actor.roles & roles
    wide = mine - {Role.WINDOW_CLERK, Role.AGENT_OFFICER, Role.RECEPTIONIST, Role.HALL_DIRECTOR}
    return bool(mine) and (actor.hall == hall or (bool(wide) and division.startswith(actor.division)))
