"""What a kiosk hands out on paper: a ticket, and whether a slip came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from yimen.base import phrases
from yimen.base.bilingual import told
from yimen.gateways import escpos
from yimen.gateways.escpos import Code, Line, NotPrinted, Paper, Rule, Slip
from yimen.modules.people.queries import WindowCard
from yimen.modules.reception.commands import devices
from yimen.modules.reception.queries import TicketCard

from .stand import Stand

PRINTED: Final = "printed"
NO_PRINTER: Final = "none"
FAILURES: Final[dict[str, str | Promise]] = {
    "paper_out": pgettext_lazy("kiosk", "The printer is out of paper."),
    "cover_open": pgettext_lazy("kiosk", "The printer's cover is open."),
    "cutter": pgettext_lazy("kiosk", "The printer's knife is stuck."),
    "unreachable": pgettext_lazy("kiosk", "The printer cannot be reached."),
    "no_answer": pgettext_lazy("kiosk", "The printer does not answer."),
    "offline": pgettext_lazy("kiosk", "The printer is offline."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a slip says, in the language of whoever holds it."""

    ticket: TicketCard
    stand: Stand
    windows: Sequence[WindowCard]
    item: str
    address: str  # of the ticket's own page; empty where there is none


def slip(said: Told) -> Slip:
    """Number large, how many are before it, where to wait, and a code to follow it by."""
    ticket = said.ticket
    parts: list[Line | Code | Rule] = [
        Line(told(said.stand.hall.unit, "name"), bold=True, centred=True),
        Line(told(ticket, "queue_name"), size=2, centred=True),
        Line(ticket.number, size=5, bold=True, centred=True),
        Rule(),
    ]
    if said.item:
        parts.append(Line(said.item))
    parts.append(Line(ahead(ticket), bold=True))
    if waits := wait(ticket):
        parts.append(Line(waits))
    if said.windows:
        floors = sorted({each.floor for each in said.windows})
        facts = {
            "windows": " ".join(each.number for each in said.windows),
            "floors": "、".join(map(str, floors)),
        }
        parts.append(Line(pgettext("kiosk", "Window %(windows)s, floor %(floors)s") % facts))
    if said.address:
        parts += [
            Code(said.address),
            Line(pgettext("kiosk", "Scan to follow your turn on your telephone"), centred=True),
        ]
    parts += [
        Rule(),
        Line(f"{phrases.moment(ticket.arrived_at)} · {said.stand.device.name}", centred=True),
        Line(
            pgettext("kiosk", "Please listen for your number. If you miss it, speak to the desk."),
            centred=True,
        ),
    ]
    return tuple(parts)


def ahead(ticket: TicketCard) -> str:
    """“前面还有 3 人”."""
    n = ticket.ahead or 0
    return (
        pgettext("kiosk", "People before you: %(n)s") % {"n": n} if n else pgettext("kiosk", "You are next")
    )


def wait(ticket: TicketCard) -> str:
    """As an interval, or nothing where nothing can be claimed."""
    if ticket.wait is None:
        return ""
    low, high = ticket.wait.minutes
    return pgettext("kiosk", "About %(low)s to %(high)s minutes") % {"low": low, "high": high}


def print_out(stand: Stand, paper: Slip, *, now: datetime) -> str:
    """`printed`, `none` where the kiosk has no printer, else what is in the way. The office hears of it."""
    printer = stand.device.printer
    if printer is None:
        return NO_PRINTER
    try:
        left = escpos.at(stand.device.printer_address).print(paper)
    except NotPrinted as failure:
        devices.hear(printer, trouble=failure.trouble.value, paper=failure.paper.value, now=now)
        return failure.trouble.value
    trouble = "paper_out" if left is Paper.OUT else ""
    devices.hear(printer, trouble=trouble, paper=left.value, now=now)
    return PRINTED


def address(token: str, path: str) -> str:
    return settings.YIMEN_URL + path if path and token else ""
