"""Call and case, joined: open the window, call who is next, serve them with what they come with, end it, ask, next (R-055)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from yimen.base import live
from yimen.base.clock import ZONE
from yimen.base.pages import HallRequest
from yimen.gateways.pdf.qr import qr_svg
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.evaluation import queries as ratings
from yimen.modules.licensing import queries as licensing
from yimen.modules.reception import commands as reception
from yimen.modules.reception import queries as tickets
from yimen.modules.reception.queries import TicketCard
from yimen.rules.actors import Actor
from yimen.rules.reception.contacts import Channel, End, Ending
from yimen.rules.reception.floor import State
from yimen.rules.refused import Refused

from ..access import at_the_counter, digits
from ..nav import Seat, desk
from ..next_step import address, next_step
from ..posting import away
from ..visit import HERE, LAST, AtWindow, at_window, ends
from ..words import PAUSES

Act = Callable[[HallRequest, AtWindow], str]


@at_the_counter
@require_safe
def call(request: HallRequest) -> HttpResponse:
    """The window as it is now; its line is asked for again as the hall's line moves."""
    place = at_window(request)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "window/call.html#again", {"place": place, "again": True})
    if place.card is None:
        return render(request, "window/call_nowhere.html", {"desk": desk(request), "place": place})
    if place.seat is not None and place.state != "closed":
        request.session.setdefault(HERE, place.window)
    seat = Seat(request)
    shown = {
        "desk": desk(request, seat),
        "place": place,
        "ends": ends(),
        "pauses": PAUSES,
        "last": _last(request),
        "live": live.address(request, seat.hall.unit.code, live.LINE) if seat.hall else "",
        "most_calls": _most_calls(seat, request.now),
    }
    return render(request, "window/call.html", shown)


@at_the_counter
@require_POST
def act(request: HallRequest, name: str) -> HttpResponse:
    """One act at the window, and back to it; refused, the page says why and keeps what was typed."""
    run = ACTS.get(name)
    if run is None:
        raise Http404
    done = run(request, at_window(request))
    if done.startswith("/"):
        return away(request, done)
    if done:
        messages.success(request, done)
    return away(request, reverse("window:call"))


@at_the_counter
@require_POST
def open_case(request: HallRequest) -> HttpResponse:
    """A case of whoever is here: the visit counts for it, and it opens where its next step is done (R-057, R-079)."""
    number = request.POST.get("number", "")
    card = licensing.card(request.actor, digits(number), now=request.now)
    note_case(request, card.number)
    return HttpResponseRedirect(address(card, next_step(card)))


@at_the_counter
@require_safe
def standing_in(request: HallRequest, window: int) -> HttpResponse:
    """Call for another window, as the substitute named there; or for one's own again."""
    place = AtWindow(request, window)
    if window != request.actor.unit and (place.seat is None or place.seat.substitute != request.actor.id):
        raise Refused("no_such_window")
    request.session[HERE] = window
    return HttpResponseRedirect(reverse("window:call"))


def note_case(request: HallRequest, number: str) -> None:
    """The visit under way was for this case; where nobody is at the window nothing is noted."""
    if HERE not in request.session:
        return
    place = at_window(request)
    if place.seat is not None and place.seat.ticket is not None:
        reception.take_case(request.actor, place.seat.ticket, number, now=request.now)


def visiting(request: HallRequest) -> TicketCard | None:
    """Who is being served at the reader's window, if they have opened one."""
    if HERE not in request.session:
        return None
    visitor = at_window(request).visitor
    return visitor.card if visitor is not None and visitor.card.state == State.SERVING else None


# acts


def _open(request: HallRequest, place: AtWindow) -> str:
    seat = reception.open_window(
        request.actor, place.window, reason=request.POST.get("reason", "").strip(), now=request.now
    )
    request.session[HERE] = place.window
    return pgettext("call", "Window %(number)s is open.") % {"number": seat.number}


def _pause(request: HallRequest, place: AtWindow) -> str:
    told = request.POST
    substitute = told.get("substitute", "")
    seat = reception.pause_window(
        request.actor,
        place.window,
        reason=told.get("other", "").strip() or told.get("reason", ""),
        until=_until(told.get("until", ""), request.now),
        substitute=int(substitute) if substitute.isdecimal() else None,
        now=request.now,
    )
    return pgettext("call", "Window %(number)s pauses; screens and portal say so.") % {"number": seat.number}


def _close(request: HallRequest, place: AtWindow) -> str:
    """With somebody unfinished: stay for them, or they come back with a booking; nobody is sent away (R-068)."""
    way = request.POST.get("way", "")
    if way == "booked":
        visitor = _there(place)
        _end(request, place, visitor, Ending(End.BOOKED, booking=request.POST.get("booking", "").strip()))
    seat = reception.close_window(request.actor, place.window, extend=way == "extend", now=request.now)
    if seat.closing:
        return pgettext("call", "The window closes once this visitor has been served.")
    return pgettext("call", "Window %(number)s is closed for today.") % {"number": seat.number}


def _next(request: HallRequest, place: AtWindow) -> str:
    request.session.pop(LAST, None)
    found = reception.call_next(request.actor, place.window, now=request.now)
    return "" if found else pgettext("call", "Nobody waits for this window.")


def _out_of_turn(request: HallRequest, place: AtWindow) -> str:
    request.session.pop(LAST, None)
    ticket = _ticket(request)
    reception.call(
        request.actor, place.window, ticket, reason=request.POST.get("reason", ""), now=request.now
    )
    return ""


def _recall(request: HallRequest, place: AtWindow) -> str:
    card = reception.recall(request.actor, _there(place).id, now=request.now)
    return pgettext("call", "%(number)s was called again.") % {"number": card.number}


def _start(request: HallRequest, place: AtWindow) -> str:
    card = reception.start(request.actor, _there(place).id, now=request.now)
    _meet(request.actor, card, request.now)
    return ""


def _hold(request: HallRequest, place: AtWindow) -> str:
    card = reception.hold(
        request.actor, _there(place).id, reason=request.POST.get("reason", ""), now=request.now
    )
    return pgettext("call", "%(number)s is set aside and comes first when they are back.") % {
        "number": card.number
    }


def _skip(request: HallRequest, place: AtWindow) -> str:
    card = reception.skip(request.actor, _there(place).id, now=request.now)
    return pgettext("call", "%(number)s did not come; they can be taken up again today.") % {
        "number": card.number
    }


def _transfer(request: HallRequest, place: AtWindow) -> str:
    """Who began the matter here follows it until it ends there (R-050)."""
    kind, _, id_ = request.POST.get("to", "").partition("-")
    to = int(id_) if id_.isdecimal() else None
    card = reception.transfer(
        request.actor,
        _there(place).id,
        to_queue=to if kind == "queue" else None,
        to_window=to if kind == "window" else None,
        reason=request.POST.get("reason", ""),
        now=request.now,
    )
    return pgettext("call", "%(number)s waits there now, in their old place.") % {"number": card.number}


def _merge(request: HallRequest, place: AtWindow) -> str:
    others = [int(each) for each in request.POST.getlist("other") if each.isdecimal()]
    card = reception.merge(request.actor, _there(place).id, others, now=request.now)
    return pgettext("call", "One visit for all of it: %(number)s.") % {"number": card.number}


def _reactivate(request: HallRequest, _: AtWindow) -> str:
    card = reception.reactivate(request.actor, _ticket(request), now=request.now)
    return pgettext("call", "%(number)s waits again.") % {"number": card.number}


def _give_up(request: HallRequest, _: AtWindow) -> str:
    card = reception.cancel_for(request.actor, _ticket(request), now=request.now)
    return pgettext("call", "%(number)s is given up.") % {"number": card.number}


def _receive(request: HallRequest, place: AtWindow) -> str:
    """Somebody stands here without a number: their visit begins at the window (R-056)."""
    queue = request.POST.get("queue", "")
    request.session.pop(LAST, None)
    card = reception.receive(
        request.actor,
        place.window,
        queue=int(queue) if queue.isdecimal() else None,
        question=request.POST.get("question", "").strip(),
        reason=request.POST.get("reason", ""),
        now=request.now,
    )
    _meet(request.actor, card, request.now, request.POST.get("question", ""))
    return ""


def _issue(request: HallRequest, place: AtWindow) -> str:
    queue = request.POST.get("queue", "")
    card = reception.issue(
        request.actor,
        place.hall,
        queue=int(queue) if queue.isdecimal() else None,
        source="window",
        phone=request.POST.get("phone", "").strip(),
        priority_reason=request.POST.get("priority", ""),
        question=request.POST.get("question", "").strip(),
        now=request.now,
    )
    return pgettext("call", "Number %(number)s was given.") % {"number": card.number}


def _finish(request: HallRequest, place: AtWindow) -> str:
    """The contact ends in an allowed way first; then the ticket, with the cases it was for (R-051)."""
    visitor, told = _there(place), request.POST
    ending = Ending(
        end=told.get("end", ""),
        answer=told.get("answer", "").strip(),
        body=told.get("body", "").strip(),
        case_number=told.get("case", "").strip(),
        booking=told.get("booking", "").strip(),
    )
    _end(request, place, visitor, ending)
    if "text" in told and reception.text_rating_link(visitor.id, now=request.now):
        return pgettext("call", "The link goes out by text.")
    return ""


ACTS: Final[Mapping[str, Act]] = {
    "open": _open,
    "pause": _pause,
    "close": _close,
    "next": _next,
    "out-of-turn": _out_of_turn,
    "recall": _recall,
    "start": _start,
    "hold": _hold,
    "skip": _skip,
    "transfer": _transfer,
    "merge": _merge,
    "reactivate": _reactivate,
    "give-up": _give_up,
    "receive": _receive,
    "issue": _issue,
    "finish": _finish,
}


def _end(request: HallRequest, place: AtWindow, visitor: TicketCard, ending: Ending) -> None:
    if visitor.state != State.SERVING:
        raise Refused("ticket_state", state=visitor.state, act="finish")
    contact = place.contact
    if contact is None or contact.end is not None:
        contact = _meet(request.actor, visitor, request.now) if contact is None else contact
    if contact.end is None:
        contact = reception.end_contact(request.actor, contact.id, ending, now=request.now)
    cases = tickets.cases_of_ticket(visitor.id)
    reception.finish(request.actor, visitor.id, outcome=str(contact.end), cases=cases, now=request.now)
    request.session[LAST] = visitor.token


def _meet(actor: Actor, card: TicketCard, now: datetime, question: str = "") -> Any:
    return reception.meet(
        actor,
        card.hall,
        channel=Channel.WINDOW,
        question=question or card.question,
        item=card.item,
        ticket=card.id,
        person=card.person,
        now=now,
    )


def _there(place: AtWindow) -> TicketCard:
    visitor = place.visitor
    if visitor is None:
        raise Refused("no_such_ticket")
    return visitor.card


def _ticket(request: HallRequest) -> int:
    told = request.POST.get("ticket", "")
    if not told.isdecimal():
        raise Refused("no_such_ticket")
    return int(told)


def _until(told: str, now: datetime) -> datetime | None:
    """“11:30” of today; nothing if nobody said."""
    try:
        at = datetime.strptime(told, "%H:%M").time()  # noqa: DTZ007  a time of the hall's own day
    except ValueError:
        return None
    return datetime.combine(now.astimezone(ZONE).date(), at, ZONE)


def _most_calls(seat: Seat, now: datetime) -> int:
    """How often somebody is called before they may be skipped."""
    hall = seat.hall.unit.code if seat.hall else ""
    return int(catalogue.parameters().get("queue.calls", now.astimezone(ZONE).date(), hall))


def _last(request: HallRequest) -> dict[str, Any] | None:
    """Whose service ended last, so that they are asked how it was (R-191)."""
    token = request.session.get(LAST)
    if not token:
        return None
    try:
        card = tickets.ticket(token, now=request.now)
    except Refused:
        return None
    address = settings.YIMEN_URL + reverse("public:ticket", args=[token])
    return {
        "card": card,
        "level": ratings.rating_of(card.id),
        "qr": "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode(),
        "minutes": round((card.ended_at - card.started_at).total_seconds() / 60)
        if card.ended_at and card.started_at
        else 0,
    }
