"""Register a device, hear it, and miss it when it is silent (R-218)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from yimen.base.clock import ZONE
from yimen.modules.ledger.commands import add_todo, inside, record
from yimen.modules.messages import commands as messages
from yimen.modules.people import queries as people
from yimen.modules.workdays import queries as workdays
from yimen.rules.actors import Actor, Role
from yimen.rules.identifiers import Division
from yimen.rules.reception.devices import Function, Kind, silent_from
from yimen.rules.refused import Refused

from ..keepers import KEEPERS, demand_keeper
from ..models.devices import Device
from ..queries.devices import digest, silent_minutes
from .queues import BOOK

WATCH: Final = "reception.watch_device"
TOKEN_BYTES: Final = 24
TROUBLES: Final = frozenset(
    {"unreachable", "no_answer", "paper_out", "cover_open", "cutter", "offline", "error"}
)
PAPERS: Final = frozenset({"enough", "near_end", "out", "unknown", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A device as the office describes it."""

    kind: Kind
    name: str
    place: str = ""
    functions: tuple[Function, ...] = ()
    address: str = ""
    printer: int | None = None


def register_device(actor: Actor, hall: int, wanted: Described, *, now: datetime) -> tuple[int, str]:
    """A device more; its id and its token, which nobody can read again.

    Refused: no_such_hall, not_permitted, device_name_taken, no_such_device.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        _demand(actor, hall)
        _require_fit(hall, wanted, but=None)
        row = Device.objects.create(hall_id=hall, token=digest(token), registered_at=now, **_columns(wanted))
        record(BOOK, "register_device", actor, _facts(row), now=now)
    return row.id, token


def amend_device(actor: Actor, device: int, wanted: Described, *, now: datetime) -> None:
    """Refused: as `register_device`."""
    with transaction.atomic():
        row = _locked(actor, device)
        _require_fit(row.hall_id, wanted, but=row.id)
        Device.objects.filter(id=device).update(**_columns(wanted))
        record(BOOK, "amend_device", actor, _facts(row) | {"name": wanted.name}, now=now)


def renew_device_token(actor: Actor, device: int, *, now: datetime) -> str:
    """A new token; the old one opens nothing any more. Refused: no_such_device, not_permitted."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        row = _locked(actor, device)
        Device.objects.filter(id=device).update(token=digest(token))
        record(BOOK, "renew_device_token", actor, _facts(row), now=now)
    return token


def retire_device(actor: Actor, device: int, *, now: datetime) -> None:
    """It stands there no more, and nobody waits for it. Refused: no_such_device, not_permitted."""
    with transaction.atomic():
        row = _locked(actor, device)
        Device.objects.filter(id=device).update(retired_at=now)
        Device.objects.filter(printer=device).update(printer=None)
        record(BOOK, "retire_device", actor, _facts(row), now=now)


def hear(device: int, *, trouble: str = "", paper: str = "", now: datetime) -> None:
    """A device says how it is. What it says is no act: no book holds it. New trouble is told to the office at once."""
    said = trouble if trouble in TROUBLES or not trouble else "error"
    with transaction.atomic():
        row = (
            Device.objects.select_for_update(no_key=True, of=("self",)).select_related("hall").get(id=device)
        )
        before, watched = row.trouble, row.watched
        row.trouble, row.paper, row.heard_at, row.watched = said, paper if paper in PAPERS else "", now, True
        row.save(update_fields=["trouble", "paper", "heard_at", "watched"])
        if not watched:
            due = silent_from(now, silent_minutes(row.hall.code, now))
            add_todo(WATCH, due, {"device": device})
        if said and said != before:
            _tell(row, "device_trouble", f"device.{row.id}.{said}.{now.isoformat()}", now, trouble=said)


@inside(WATCH)
def watch(about: Mapping[str, Any], now: datetime) -> None:
    """Was it heard since? Then look again later; if not, the office is told, once for each silence.

    At night kiosks are switched off: silence counts while the doors are open.
    """
    rows = Device.objects.select_for_update(no_key=True, of=("self",)).select_related("hall")
    row = rows.filter(id=about["device"], retired_at=None).first()
    if row is None or row.heard_at is None:
        return
    minutes = silent_minutes(row.hall.code, now)
    hours = workdays.hours(row.hall_id, row.hall.division_id)
    due = silent_from(row.heard_at, minutes)
    if now < due:
        add_todo(WATCH, due, {"device": row.id})
    elif not hours.is_open(now):
        add_todo(WATCH, silent_from(hours.next_opening(now), minutes), {"device": row.id})
    else:
        Device.objects.filter(id=row.id).update(watched=False)
        _tell(
            row, "device_silent", f"device.{row.id}.silent.{row.heard_at.isoformat()}", now, minutes=minutes
        )


def keepers_of(division: str) -> list[int]:
    """Who of the offices keeps the devices of a hall in that division: of several levels, the nearest."""
    units = {each.id: each for each in people.units()}
    offices = [
        (Division.parse(units[each.unit].division).prefix, each.id)
        for root in units.values()
        if root.parent is None
        for each in people.staff_of(root.id, below=True)
        if each.unit in units and each.roles & (KEEPERS - {Role.SYSTEM_ADMIN})
    ]
    over = [(prefix, id_) for prefix, id_ in offices if division.startswith(prefix)]
    nearest = max((len(prefix) for prefix, _ in over), default=0)
    return [id_ for prefix, id_ in over if len(prefix) == nearest]


def _tell(row: Device, event: str, key: str, now: datetime, **facts: Any) -> None:
    local = row.heard_at.astimezone(ZONE) if row.heard_at else now
    told = {
        "device": row.name,
        "hall": messages.Both(row.hall.name, row.hall.name_en),
        "at": f"{local:%H:%M}",
        **facts,
    }
    if "trouble" in facts:
        told["trouble"] = messages.TROUBLES.get(facts["trouble"], messages.Both(facts["trouble"]))
    messages.say_to_staff(key, keepers_of(row.hall.division_id), event, told, now=now)


def _demand(actor: Actor, hall: int) -> None:
    card = people.hall(hall)
    if card is None:
        raise Refused("no_such_hall")
    demand_keeper(actor, card.unit.division)


def _locked(actor: Actor, device: int) -> Device:
    row = Device.objects.select_for_update(no_key=True).filter(id=device, retired_at=None).first()
    if row is None:
        raise Refused("no_such_device")
    _demand(actor, row.hall_id)
    return row


def _require_fit(hall: int, wanted: Described, *, but: int | None) -> None:
    here = Device.objects.filter(hall=hall, retired_at=None)
    others = here if but is None else here.exclude(id=but)
    if others.filter(name=wanted.name.strip()).exists():
        raise Refused("device_name_taken", name=wanted.name.strip())
    if wanted.printer is not None and not here.filter(id=wanted.printer, kind=Kind.PRINTER).exists():
        raise Refused("no_such_device")


def _columns(wanted: Described) -> dict[str, Any]:
    return {
        "kind": wanted.kind.value,
        "name": wanted.name.strip(),
        "place": wanted.place.strip(),
        "functions": _words(wanted.functions),
        "address": wanted.address.strip(),
        "printer_id": wanted.printer,
    }


def _words(functions: Iterable[Function]) -> list[str]:
    return sorted({each.value for each in functions})


def _facts(row: Device) -> dict[str, Any]:
    return {"device": row.id, "hall": row.hall_id, "kind": row.kind, "name": row.name}
