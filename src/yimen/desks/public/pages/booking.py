"""Book a time, in three pages: what and how, when, and the five fields; then keep, move or give it back (R-058, R-059, R-232)."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.base import booking_form, booking_words, refusals, slot_grid
from yimen.base.bilingual import told
from yimen.base.clock import machine_now
from yimen.base.held_bookings import held, hold
from yimen.base.kiosk_face import face
from yimen.base.pages import HallRequest, once_key
from yimen.base.rates import demand_rate
from yimen.gateways.pdf.qr import qr_svg
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard
from yimen.modules.reception import commands
from yimen.modules.reception.commands import Wish
from yimen.modules.reception.queries import bookings, choosing
from yimen.modules.reception.queries.bookings import BookingCard, CategoryCard, ModeCard
from yimen.rules.reception.icalendar import Event, calendar
from yimen.rules.reception.modes import NEED_ITEM, WAYS, Channel, Mode
from yimen.rules.refused import Refused

REMIND: Final = timedelta(hours=2)
STEPS: Final = (
    pgettext_lazy("booking", "What"),
    pgettext_lazy("booking", "When"),
    pgettext_lazy("booking", "Who"),
)


# 1 · what, and how


@require_safe
def start(request: HallRequest) -> HttpResponse:
    """What can be booked, hall by hall; for an item only where it can be. Each way says what it gives."""
    code = request.GET.get("item", "")
    item = _item(code)
    halls = bookings.bookable_halls()
    if item is not None:
        wanted = {each.id for each in bookings.categories_for(item.code)}
        halls = tuple((hall, kept) for hall, all_ in halls if (kept := _among(all_, wanted)))
    shown = [(hall, [(each, _ways(each, item)) for each in kinds]) for hall, kinds in halls]
    greens = {mode.mode for _, kinds in halls for each in kinds for mode in each.greens}
    context = {
        "halls": shown,
        "item": item,
        "code": item.code if item else "",
        "steps": STEPS,
        "greens": [booking_words.WAYS[mode] for mode in Mode if mode in greens],
    }
    return render(request, "public/booking_start.html", context)


def _among(kinds: tuple[CategoryCard, ...], wanted: set[int]) -> tuple[CategoryCard, ...]:
    return tuple(each for each in kinds if each.id in wanted)


def _item(code: str) -> ItemCard | None:
    return next(iter(catalogue.cards([code])), None) if code else None


def _ways(category: CategoryCard, item: ItemCard | None) -> list[tuple[ModeCard, booking_words.WayWords]]:
    return [(each, booking_words.WAYS[each.mode]) for each in choosing.ways(category, item, by_oneself=True)]


# 2 · when


@require_safe
def times(request: HallRequest, category: int, mode: str) -> HttpResponse:
    """The calendar of a category and way, what is full shown as full; the next free time first."""
    return _times(request, category, mode, request.GET.get("item", ""))


def _times(
    request: HallRequest, category: int, mode: str, code: str, *, refused: Refused | None = None
) -> HttpResponse:
    kind, way = choosing.offered(category, mode, by_oneself=True)
    hall, days = bookings.calendar(kind, way, now=request.now)
    item = _item(code)
    here = reverse("public:booking_times", args=[category, mode])
    asked = f"&item={code}" if code else ""
    grid = slot_grid.grid(
        days,
        slot_grid.day_of(request.GET.get("day", "")),
        lambda day: f"{here}?day={day}{asked}",
        lambda at: _slot_href(category, mode, at, code),
    )
    context = {
        **_about(kind, way, hall, item),
        "grid": grid,
        "others": [
            (each, words, reverse("public:booking_times", args=[category, each.mode.value]) + (f"?item={code}" if code else ""))
            for each, words in _ways(kind, item)
        ],
        "terms": hall.terms(request.now.date()),
        "refused": booking_form.sentence(refused),
        "near": [(each, _slot_href(category, mode, each, code)) for each in booking_form.near(refused)],
    }  # fmt: skip
    status = refusals.status(refused) if refused else 200
    return render(request, "public/booking_times.html", context, status=status)


def _slot_href(category: int, mode: str, at: datetime, code: str) -> str:
    href = reverse("public:booking_fields", args=[category, mode, slot_grid.word(at)])
    return f"{href}?item={code}" if code else href


def _about(
    kind: CategoryCard, way: ModeCard, hall: bookings.BookingHall, item: ItemCard | None
) -> dict[str, Any]:
    return {
        "category": kind,
        "steps": STEPS,
        "way": booking_words.WAYS[way.mode],
        "mode": way,
        "hall": hall,
        "item": item,
        "code": item.code if item else "",
        "explained": booking_form.explained(way.explained(get_language() or "")),
    }


# 3 · the five fields


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HallRequest, category: int, mode: str, at: str) -> HttpResponse:
    """Name, identity number, telephone, password; the time stands above them, chosen."""
    starts_at = slot_grid.read(at)
    code = (request.POST if request.method == "POST" else request.GET).get("item", "")
    if request.method != "POST":
        return _fields(request, category, mode, starts_at, code, {})
    written = {name: request.POST.get(name, "").strip() for name in booking_form.TYPED}
    try:
        number = _book(request, category, mode, starts_at, code, written)
    except Refused as refused:
        if refused.reason in booking_form.OF_THE_SLOT:
            return _times(request, category, mode, code, refused=refused)
        if refused.reason == "no_such_category":
            raise
        return _fields(request, category, mode, starts_at, code, written, refused)
    hold(request.session, [number])
    return redirect("public:booking", number=number)


def _book(
    request: HallRequest, category: int, mode: str, starts_at: datetime, code: str, written: dict[str, str]
) -> str:
    demand_rate("book", request.address, machine_now=machine_now())
    wish = Wish(
        category=category,
        mode=choosing.offered(category, mode, by_oneself=True)[1].mode,
        starts_at=starts_at,
        item=code,
        channel=Channel.KIOSK if face(request) else Channel.WEB,
        language=get_language() or "zh-hans",
        name=written["name"],
        id_number=written["id_number"],
        phone=written["phone"],
        password=written["password"],
    )
    return commands.book_once(request.actor, wish, key=once_key(request), now=request.now)


def _fields(
    request: HallRequest,
    category: int,
    mode: str,
    starts_at: datetime,
    code: str,
    written: dict[str, str],
    refused: Refused | None = None,
) -> HttpResponse:
    kind, way = choosing.offered(category, mode, by_oneself=True)
    try:
        hall, slot = choosing.slot(kind, way, starts_at, now=request.now, even_full=refused is not None)
    except Refused as gone:
        return _times(request, category, mode, code, refused=gone)
    items = choosing.matters(kind, way, by_oneself=True) if not code else ()
    faults = booking_form.faults(refused, ("item", *booking_form.TYPED) if items else booking_form.TYPED)
    context = {
        **_about(kind, way, hall, _item(code)),
        "slot": slot,
        "back": _back(category, mode, starts_at, code),
        "items": [(each.code, told(each, "name")) for each in items],
        "needs_item": way.mode in NEED_ITEM,
        "told": {**written, "password": ""},
        "faults": faults,
        "errors": booking_form.errors(refused, faults),
        "least": hall.terms(request.now.date()).password_least,
    }
    return render(
        request, "public/booking_fields.html", context, status=refusals.status(refused) if refused else 200
    )


def _back(category: int, mode: str, starts_at: datetime, code: str) -> str:
    asked = f"&item={code}" if code else ""
    return f"{reverse('public:booking_times', args=[category, mode])}?day={starts_at:%Y-%m-%d}{asked}"


# afterwards


@never_cache
@require_safe
def show(request: HallRequest, number: str) -> HttpResponse:
    """The slip: number, code, what to bring, a file for the calendar; and how to move it or give it back.

    Its address stands in codes and calendars: whoever comes by it without having opened the booking is asked to.
    """
    try:
        card = _card(request, number)
    except Refused:
        return redirect("public:booking_find")
    kind, hall = bookings.place_of(card)
    address = settings.YIMEN_URL + reverse("public:booking", args=[card.digits])
    until_at = card.starts_at - hall.terms(card.day).cancel_before
    guide = catalogue.guide(card.item, get_language() or "") if card.item else None
    context = {
        "booking": card,
        "category": kind,
        "hall": hall,
        "way": booking_words.WAYS[card.mode],
        "state": booking_words.STATES[card.state],
        "guide": guide,
        "picture": "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode(),
        "until_at": until_at,
        "late": hall.terms(card.day).late_minutes,
        "movable": card.open and request.now <= until_at,
    }
    return render(request, "public/booking.html", context)


@never_cache
@require_safe
def ics(request: HallRequest, number: str) -> HttpResponse:
    """The appointment for one's own calendar."""
    card = _card(request, number)
    hall = bookings.place_of(card)[1]
    item = next(iter(catalogue.cards([card.item])), None) if card.item else None
    what = told(item, "name") if item else told(card, "category_name")
    event = Event(
        uid=f"{card.digits}@{hall.code}",
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        summary=f"{told(hall, 'name')} · {what}",
        place=hall.address,
        description=_("Booking %(number)s") % {"number": card.number},
        url=settings.YIMEN_URL + reverse("public:booking", args=[card.digits]),
        remind=REMIND,
        cancelled=card.state == "cancelled",
    )
    response = HttpResponse(calendar(event, stamp=request.now), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="booking-{card.digits}.ics"'
    return response


@never_cache
@require_safe
def move(request: HallRequest, number: str) -> HttpResponse:
    """Another time, chosen from the same calendar; a button asks once more."""
    return _move(request, _card(request, number))


def _move(request: HallRequest, card: BookingCard, refused: Refused | None = None) -> HttpResponse:
    kind, way = choosing.offered(card.category, card.mode.value, by_oneself=True)
    hall, days = bookings.calendar(kind, way, now=request.now)
    here = reverse("public:booking_move", args=[card.digits])
    chosen = request.GET.get("at", "")
    at = slot_grid.read(chosen) if chosen else None
    grid = slot_grid.grid(
        days,
        at.date() if at else slot_grid.day_of(request.GET.get("day", "")),
        lambda day: f"{here}?day={day}",
        lambda moment: f"{here}?at={slot_grid.word(moment)}#chosen",
    )
    context = {
        **_about(kind, way, hall, _item(card.item or "")),
        "booking": card,
        "grid": grid,
        "at": at,
        "ends_at": at + (card.ends_at - card.starts_at) if at else None,
        "word": chosen,
        "refused": booking_form.sentence(refused),
    }
    return render(
        request, "public/booking_move.html", context, status=refusals.status(refused) if refused else 200
    )


@require_POST
def move_to(request: HallRequest, number: str) -> HttpResponse:
    card = _card(request, number)
    at = slot_grid.read(request.POST.get("at", ""))
    try:
        commands.change_booking(request.actor, card.digits, at, held=held(request.session), now=request.now)
    except Refused as refused:
        return _move(request, card, refused)
    messages.success(request, _("Your booking has been moved."))
    return redirect("public:booking", number=card.digits)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HallRequest, number: str) -> HttpResponse:
    """Cancel, once it has been asked."""
    card = _card(request, number)
    if request.method == "POST":
        commands.cancel_booking(request.actor, card.digits, held=held(request.session), now=request.now)
        messages.success(
            request, _("Your booking is cancelled. Thank you for leaving the place to somebody else.")
        )
        return redirect("public:booking", number=card.digits)
    return render(
        request, "public/booking_cancel.html", {"booking": card, "way": booking_words.WAYS[card.mode]}
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HallRequest) -> HttpResponse:
    """One's bookings by identity number and password; those this visit has opened stand below."""
    mine = _shown(bookings.mine(request.actor, held(request.session)))
    if request.method != "POST":
        return render(request, "public/booking_find.html", {"mine": mine})
    number = request.POST.get("id_number", "").strip()
    try:
        now = machine_now()
        demand_rate("booking_find", request.address, machine_now=now)
        demand_rate("booking_of", number.upper(), machine_now=now)
        found = bookings.held(number, request.POST.get("password", ""), today=request.now.date())
    except Refused as refused:
        context = {
            "mine": mine,
            "id_number": number,
            "sentence": refusals.sentence(refused, get_language() or ""),
            "wait_s": refused.facts.get("wait_s"),
        }
        return render(request, "public/booking_find.html", context, status=refusals.status(refused))
    hold(request.session, [each.digits for each in found])
    if len(found) == 1:
        return redirect("public:booking", number=found[0].digits)
    return redirect("public:booking_find")


@require_safe
def rules(request: HallRequest) -> HttpResponse:
    """The rules of booking, as they are set, and every open way explained (R-059, R-066)."""
    halls = bookings.bookable_halls()
    shown = [
        (hall, bookings.terms_of(hall.id, request.now.date()), _gathered(kinds)) for hall, kinds in halls
    ]
    return render(request, "public/booking_rules.html", {"halls": shown})


def _gathered(kinds: tuple[CategoryCard, ...]) -> list[tuple[Any, ...]]:
    """Every open way once for all categories that say the same of it, in the order of the ways."""
    found: dict[tuple[Mode, tuple[str, ...]], list[CategoryCard]] = {}
    language = get_language() or ""
    for each in kinds:
        for way in each.open_modes:
            found.setdefault((way.mode, tuple(way.explained(language).values())), []).append(each)
    order = list(Mode)
    return [
        (
            booking_words.WAYS[mode],
            " · ".join(told(each, "name") for each in those),
            list(zip(booking_words.PARTS.values(), texts, strict=True)),
            WAYS[mode].by_oneself,
        )
        for (mode, texts), those in sorted(found.items(), key=lambda each: order.index(each[0][0]))
    ]


def _shown(cards: tuple[BookingCard, ...]) -> list[tuple[BookingCard, Any, Any]]:
    return [(each, booking_words.STATES[each.state], booking_words.WAYS[each.mode]) for each in cards]


def _card(request: HallRequest, number: str) -> BookingCard:
    """Refused: no_such_booking, unless this visit has opened it."""
    return bookings.booking(request.actor, number, held=held(request.session))
