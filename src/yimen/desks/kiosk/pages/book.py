"""Book a time by touch: what, in which way, when, who; then the slip (R-058, R-059, R-066, R-217)."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.base import booking_form, booking_words, refusals, slot_grid, visit
from yimen.base.bilingual import told
from yimen.base.clock import machine_now
from yimen.base.held_bookings import held, hold
from yimen.base.pages import HallRequest, once_key
from yimen.base.rates import demand_rate
from yimen.gateways.pdf.qr import qr_svg
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard
from yimen.modules.reception import commands
from yimen.modules.reception.commands import Wish
from yimen.modules.reception.queries import bookings, choosing
from yimen.modules.reception.queries.bookings import BookingCard, CategoryCard, ModeCard
from yimen.rules.actors import NOBODY
from yimen.rules.reception.modes import NEED_ITEM, Channel
from yimen.rules.refused import Refused

from .. import booking_slip, slips
from ..booking_slip import Told
from ..slips import FAILURES, PRINTED
from ..stand import Stand, at_kiosk

SLIPS: Final = "kiosk_booking_slips"  # in the visit: what came of printing each
STEPS: Final = (
    pgettext_lazy("booking", "What"),
    pgettext_lazy("booking", "How"),
    pgettext_lazy("booking", "When"),
    pgettext_lazy("booking", "Who"),
)


@at_kiosk
@require_safe
def what(request: HallRequest, stand: Stand) -> HttpResponse:
    """What can be booked in this hall; an item leads on to where it belongs."""
    item = _item(request.GET.get("item", ""))
    kinds = choosing.kinds(stand.hall.id, item)
    if item is not None and len(kinds) == 1:
        return redirect(_with(reverse("kiosk:book-ways", args=[kinds[0].id]), item))
    shown = [(each, _with(reverse("kiosk:book-ways", args=[each.id]), item)) for each in kinds]
    return render(request, "kiosk/book_what.html", {**_page(stand, 1, item=item), "kinds": shown})


@at_kiosk
@require_safe
def ways(request: HallRequest, stand: Stand, category: int) -> HttpResponse:
    """The ways that hall and item allow, each with whom it is for, what it takes and how it goes."""
    kind = _here(stand, bookings.category(category))
    item = _item(request.GET.get("item", ""))
    language = get_language() or ""
    shown = [
        (
            each,
            booking_words.WAYS[each.mode],
            booking_form.explained(each.explained(language)),
            _next(kind, each, item),
        )
        for each in choosing.ways(kind, item, by_oneself=True)
    ]
    return render(request, "kiosk/book_ways.html", {**_page(stand, 2, kind, item=item), "ways": shown})


@at_kiosk
@require_safe
def about(request: HallRequest, stand: Stand, category: int, mode: str) -> HttpResponse:
    """Which matter it is, where the pages before did not say."""
    kind, way = _offered(stand, category, mode)
    here = reverse("kiosk:book-times", args=[category, mode])
    shown = [(each, _with(here, each)) for each in choosing.matters(kind, way, by_oneself=True)]
    unsaid = here if way.mode not in NEED_ITEM else ""
    return render(
        request, "kiosk/book_about.html", {**_page(stand, 2, kind, way), "matters": shown, "unsaid": unsaid}
    )


@at_kiosk
@require_safe
def times(request: HallRequest, stand: Stand, category: int, mode: str) -> HttpResponse:
    """The days that may be booked and a day's times with their free places; the next free time first."""
    kind, way = _offered(stand, category, mode)
    item = _item(request.GET.get("item", ""))
    if item is None and way.mode in NEED_ITEM:
        return redirect("kiosk:book-about", category, mode)
    return _times(request, stand, kind, way, item)


def _times(
    request: HallRequest,
    stand: Stand,
    kind: CategoryCard,
    way: ModeCard,
    item: ItemCard | None,
    refused: Refused | None = None,
) -> HttpResponse:
    days = bookings.calendar(kind, way, now=request.now)[1]
    here = reverse("kiosk:book-times", args=[kind.id, way.mode.value])

    def href(at: datetime) -> str:
        return _with(reverse("kiosk:book-who", args=[kind.id, way.mode.value, slot_grid.word(at)]), item)

    near = booking_form.near(refused)
    asked = slot_grid.day_of(request.GET.get("day", "")) or (near[0].date() if near else None)
    context = {
        **_page(stand, 3, kind, way, item),
        "grid": slot_grid.grid(days, asked, lambda day: _with(f"{here}?day={day}", item), href),
        "refused": booking_form.sentence(refused),
        "near": [(each, href(each)) for each in near],
    }
    return render(
        request, "kiosk/book_times.html", context, status=refusals.status(refused) if refused else 200
    )


@at_kiosk
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HallRequest, stand: Stand, category: int, mode: str, at: str) -> HttpResponse:
    """Name, identity number, telephone, password; nothing more is asked (R-058)."""
    kind, way = _offered(stand, category, mode)
    item = _item(request.GET.get("item", ""))
    starts_at = slot_grid.read(at)
    written = {name: request.POST.get(name, "").strip() for name in booking_form.TYPED}
    refused: Refused | None = None
    try:
        if request.method == "POST":
            return _book(request, stand, _wish(kind, way, item, starts_at, written))
    except Refused as why:
        if why.reason in booking_form.OF_THE_SLOT:
            return _times(request, stand, kind, way, item, why)
        refused = why
    try:
        hall, slot = choosing.slot(kind, way, starts_at, now=request.now, even_full=refused is not None)
    except Refused as gone:
        return _times(request, stand, kind, way, item, gone)
    faults = booking_form.faults(refused)
    context = {
        **_page(stand, 4, kind, way, item),
        "slot": slot,
        "back": _with(f"{reverse('kiosk:book-times', args=[category, mode])}?day={starts_at:%Y-%m-%d}", item),
        "told": {**written, "password": ""},
        "faults": faults,
        "said": booking_form.sentence(refused) if not faults else "",
        "least": hall.terms(request.now.date()).password_least,
    }
    return render(
        request, "kiosk/book_who.html", context, status=refusals.status(refused) if refused else 200
    )


def _wish(
    kind: CategoryCard, way: ModeCard, item: ItemCard | None, starts_at: datetime, written: dict[str, str]
) -> Wish:
    return Wish(
        category=kind.id,
        mode=way.mode,
        starts_at=starts_at,
        item=item.code if item else "",
        channel=Channel.KIOSK,
        language=get_language() or "zh-hans",
        name=written["name"],
        id_number=written["id_number"],
        phone=written["phone"],
        password=written["password"],
    )


def _book(request: HallRequest, stand: Stand, wish: Wish) -> HttpResponse:
    """Sent twice it is one booking and one slip."""
    demand_rate("kiosk", request.address, machine_now=machine_now())
    number = commands.book_once(NOBODY, wish, key=once_key(request), now=request.now)
    with visit.held(request.session):
        fresh = number not in held(request.session)
        hold(request.session, [number])
    return _printed(request, stand, number) if fresh else redirect("kiosk:booked", number)


@at_kiosk
@require_POST
def again(request: HallRequest, stand: Stand, number: str) -> HttpResponse:
    """Print it once more, for whoever booked here."""
    return _printed(request, stand, number)


def _printed(request: HallRequest, stand: Stand, number: str) -> HttpResponse:
    said = _told(_card(request, number))
    came = slips.print_out(stand, booking_slip.slip(said, stand, now=request.now), now=request.now)
    with visit.held(request.session):
        kept = visit.recall(request.session, SLIPS) or {}
        visit.remember(request.session, SLIPS, {**kept, said.card.digits: came})
    return redirect("kiosk:booked", said.card.digits)


@at_kiosk
@require_safe
def booked(request: HallRequest, stand: Stand, number: str) -> HttpResponse:
    """What was booked, when, where, what to bring, how to change it, and whether a slip came out. Refused: no_such_booking."""
    said = _told(_card(request, number))
    came = (visit.recall(request.session, SLIPS) or {}).get(said.card.digits, "")
    context = {
        "stand": stand,
        "booking": said.card,
        "hall": said.hall,
        "way": said.way,
        "item": said.item,
        "span": booking_slip.span(said.card),
        "on_the_day": booking_slip.on_the_day(said.card),
        "changing": booking_slip.changing(said),
        "movable": said.card.open and request.now <= said.until_at,
        "guide": catalogue.guide(said.card.item, get_language() or "") if said.card.item else None,
        "picture": "data:image/svg+xml;base64," + b64encode(qr_svg(said.address)).decode(),
        "printed": came == PRINTED,
        "failure": FAILURES.get(came, ""),
    }
    return render(request, "kiosk/booked.html", context)


def _card(request: HallRequest, number: str) -> BookingCard:
    """Refused: no_such_booking, unless this visit made it."""
    return bookings.booking(NOBODY, number, held=held(request.session))


def _told(card: BookingCard) -> Told:
    hall = bookings.hall_of(card)
    item = _item(card.item or "")
    return Told(
        card=card,
        hall=hall,
        way=str(booking_words.WAYS[card.mode].name),
        item=told(item, "name") if item else "",
        until_at=card.starts_at - hall.terms(card.day).cancel_before,
        address=settings.YIMEN_URL + reverse("public:booking", args=[card.digits]),
    )


def _page(
    stand: Stand,
    step: int,
    kind: CategoryCard | None = None,
    way: ModeCard | None = None,
    item: ItemCard | None = None,
) -> dict[str, Any]:
    """What every step shows of those before it."""
    return {
        "stand": stand,
        "steps": STEPS,
        "step": step,
        "category": kind,
        "way": booking_words.WAYS[way.mode] if way else None,
        "item": item,
    }


def _offered(stand: Stand, category: int, mode: str) -> tuple[CategoryCard, ModeCard]:
    """Refused: no_such_category, mode_closed."""
    kind, way = choosing.offered(category, mode, by_oneself=True)
    return _here(stand, kind), way


def _here(stand: Stand, kind: CategoryCard) -> CategoryCard:
    """A kiosk books for its own hall. Refused: no_such_category."""
    if kind.hall != stand.hall.id:
        raise Refused("no_such_category")
    return kind


def _next(kind: CategoryCard, way: ModeCard, item: ItemCard | None) -> str:
    """Where a way leads; nowhere if it is for the telephone."""
    if not way.way.by_oneself:
        return ""
    page = "kiosk:book-times" if item else "kiosk:book-about"
    return _with(reverse(page, args=[kind.id, way.mode.value]), item)


def _item(code: str) -> ItemCard | None:
    return next(iter(catalogue.cards([code])), None) if code else None


def _with(href: str, item: ItemCard | None) -> str:
    """The address with the matter, where there is one."""
    if item is None:
        return href
    return f"{href}{'&' if '?' in href else '?'}item={item.code}"
