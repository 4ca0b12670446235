"""Kiosks, printers, screens and terminals: registered here, and how they are (R-218)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.base.plan_drawing import called
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception.commands import devices as commands
from yimen.modules.reception.commands.devices import Described
from yimen.modules.reception.queries import devices as queries
from yimen.modules.reception.queries import plans
from yimen.modules.reception.queries.devices import DeviceCard, Function, Kind, Standing
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, form_page, page, schema

KINDS: Final[Mapping[Kind, str | Promise]] = {
    Kind.KIOSK: pgettext_lazy("device", "Kiosk"),
    Kind.PRINTER: pgettext_lazy("device", "Ticket printer"),
    Kind.SCREEN: pgettext_lazy("device", "Screen"),
    Kind.TERMINAL: pgettext_lazy("device", "Public terminal"),
}
FUNCTIONS: Final[Mapping[Function, str | Promise]] = {
    Function.TICKET: pgettext_lazy("device", "Tickets"),
    Function.GUIDE: pgettext_lazy("device", "Guides"),
    Function.APPLY: pgettext_lazy("device", "Pre-registration"),
    Function.PROGRESS: pgettext_lazy("device", "Progress"),
    Function.RATE: pgettext_lazy("device", "Ratings"),
    Function.PRINT: pgettext_lazy("device", "Printing"),
    Function.SHOW: pgettext_lazy("device", "Showing"),
}
STANDINGS: Final[Mapping[Standing, tuple[str | Promise, str]]] = {
    Standing.READY: (pgettext_lazy("device", "working"), "good"),
    Standing.TROUBLE: (pgettext_lazy("device", "needs a hand"), "bad"),
    Standing.SILENT: (pgettext_lazy("device", "silent"), "bad"),
    Standing.NEVER: (pgettext_lazy("device", "not heard of yet"), "off"),
}
TROUBLES: Final[Mapping[str, str | Promise]] = {
    "unreachable": pgettext_lazy("device", "cannot be reached"),
    "no_answer": pgettext_lazy("device", "does not answer"),
    "paper_out": pgettext_lazy("device", "out of paper"),
    "cover_open": pgettext_lazy("device", "cover open"),
    "cutter": pgettext_lazy("device", "knife stuck"),
    "offline": pgettext_lazy("device", "offline"),
    "error": pgettext_lazy("device", "out of order"),
}
PAPERS: Final[Mapping[str, str | Promise]] = {
    "enough": pgettext_lazy("device", "enough"),
    "near_end": pgettext_lazy("device", "nearly at its end"),
    "out": pgettext_lazy("device", "none"),
}


@keeps("places")
@require_GET
def devices(request: HallRequest) -> HttpResponse:
    halls = _halls(request)
    found = queries.devices_of((each.id for each in halls), now=request.now)
    names = {each.id: each.name for some in found.values() for each in some}
    shown = [(hall, [_row(each, names) for each in found[hall.id]]) for hall in halls]
    return page(request, "devices", halls=shown, count=len(names))


@keeps("places")
@never_cache
@require_http_methods(["GET", "POST"])
def device_new(request: HallRequest, hall: int) -> HttpResponse:
    """Register one; its token is shown on the answer to this very request, and never again."""
    card = _hall(request, hall)

    def act(values: dict[str, Any]) -> HttpResponse:
        id_, token = commands.register_device(request.actor, hall, _described(values), now=request.now)
        return page(request, "device_token", name=values["name"], token=token, device=id_, hall=card)

    stands = {"kind": Kind.KIOSK.value}
    titles = {"title": _("New device"), "lead": told(card.unit, "name")}
    back = reverse("office:devices")
    return form_page(request, _asked(request, hall), stands, act, **titles, back=back, action=_("Register"))


@keeps("places")
@require_http_methods(["GET", "POST"])
def device(request: HallRequest, device: int) -> HttpResponse:
    found = _kept(request, device)

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.amend_device(request.actor, device, _described(values), now=request.now)
        return done(request, _("Saved."), reverse("office:devices"))

    stands = {
        "kind": found.kind.value,
        "name": found.name,
        "place": found.place,
        "functions": [each.value for each in found.functions],
        "address": found.address,
        "printer": str(found.printer or ""),
    }
    return form_page(
        request, _asked(request, found.hall), stands, act, template="device", device=found,
        row=_row(found, {}), title=found.name, back=reverse("office:devices"), action=_("Save"),
    )  # fmt: skip


@keeps("places")
@never_cache
@require_POST
def device_act(request: HallRequest, device: int, what: str) -> HttpResponse:
    """A new token, or retired for good."""
    found = _kept(request, device)
    if what == "renew":
        token = commands.renew_device_token(request.actor, device, now=request.now)
        hall = _hall(request, found.hall)
        return page(request, "device_token", name=found.name, token=token, device=device, hall=hall)
    if what == "retire":
        commands.retire_device(request.actor, device, now=request.now)
        return done(request, _("Retired."), reverse("office:devices"))
    raise Refused("not_permitted")


def _row(card: DeviceCard, names: Mapping[int, str]) -> dict[str, Any]:
    words, tone = STANDINGS[card.standing]
    return {
        "card": card,
        "kind": KINDS[card.kind],
        "functions": [str(FUNCTIONS[each]) for each in card.functions],
        "standing": words,
        "tone": tone,
        "trouble": TROUBLES.get(card.trouble, "") if card.standing is Standing.TROUBLE else "",
        "paper": PAPERS.get(card.paper, ""),
        "printer": names.get(card.printer or 0, ""),
    }


def _asked(request: HallRequest, hall: int) -> dict[str, Any]:
    standing = queries.devices_of([hall], now=request.now)[hall]
    printers = {str(each.id): each.name for each in standing if each.kind is Kind.PRINTER}
    places = {each.key: f"{each.key} {called(each)}" for each in plans.plan(hall).places}
    return schema(
        "device",
        kind={each.value: words for each, words in KINDS.items()},
        functions={each.value: words for each, words in FUNCTIONS.items()},
        printer={"": pgettext("device", "none"), **printers},
        place={"": pgettext("device", "not on the map"), **places},
    )


def _described(values: Mapping[str, Any]) -> Described:
    return Described(
        kind=Kind(values["kind"]),
        name=values["name"],
        place=values.get("place", ""),
        functions=tuple(Function(each) for each in values.get("functions", ())),
        address=values.get("address", ""),
        printer=int(values["printer"]) if values.get("printer") else None,
    )


def _halls(request: HallRequest) -> list[HallCard]:
    return [each for each in people.halls() if within(request.actor, each.unit.division)]


def _hall(request: HallRequest, hall: int) -> HallCard:
    card = people.hall(hall)
    if card is None or not within(request.actor, card.unit.division):
        raise Refused("no_such_hall")
    return card


def _kept(request: HallRequest, device: int) -> DeviceCard:
    found = queries.device(device, now=request.now)
    if found is None:
        raise Refused("no_such_device")
    _hall(request, found.hall)
    return found
