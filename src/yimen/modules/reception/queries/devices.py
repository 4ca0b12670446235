"""Which devices stand in which hall, and how they are (R-218)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.rules.parameters import Parameters
from yimen.rules.reception import devices as rules
from yimen.rules.reception.devices import Function, Kind, Standing

from ..models.devices import Device

__all__ = ["DeviceCard", "Function", "Kind", "Standing", "by_token", "device", "devices_of", "digest"]


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A device; `mark` changes when it is given a new token."""

    id: int
    hall: int
    kind: Kind
    name: str
    place: str
    functions: tuple[Function, ...]
    address: str
    printer: int | None
    printer_address: str
    trouble: str
    paper: str
    heard_at: datetime | None
    standing: Standing
    mark: str


def devices_of(halls: Iterable[int], *, now: datetime) -> dict[int, tuple[DeviceCard, ...]]:
    """What stands in each hall, by kind and name."""
    found: dict[int, tuple[DeviceCard, ...]] = dict.fromkeys(halls, ())
    rows = Device.objects.select_related("printer").filter(hall__in=found, retired_at=None)
    codes, told = people.unit_codes(*found), catalogue.parameters()
    minutes = {hall: _minutes(told, code, now) for hall, code in codes.items()}
    for row in rows.order_by("kind", "name"):
        found[row.hall_id] = (*found[row.hall_id], _card(row, minutes[row.hall_id], now))
    return found


def device(id_: int, *, now: datetime) -> DeviceCard | None:
    row = Device.objects.select_related("printer", "hall").filter(id=id_, retired_at=None).first()
    return _card(row, silent_minutes(row.hall.code, now), now) if row else None


def by_token(token: str, *, now: datetime) -> DeviceCard | None:
    """The device that shows this token."""
    rows = Device.objects.select_related("printer", "hall").filter(token=digest(token), retired_at=None)
    row = rows.first()
    return _card(row, silent_minutes(row.hall.code, now), now) if row else None


def digest(token: str) -> bytes:
    """A token is long and random: its plain digest tells nothing of it."""
    return hashlib.sha256(token.encode()).digest()


def silent_minutes(hall: str, now: datetime) -> int:
    """After how many minutes a device counts as silent."""
    return _minutes(catalogue.parameters(), hall, now)


def _minutes(told: Parameters, hall: str, now: datetime) -> int:
    return int(told.get("device.silent_minutes", now.astimezone(ZONE).date(), hall=hall))


def _card(row: Device, minutes: int, now: datetime) -> DeviceCard:
    return DeviceCard(
        id=row.id,
        hall=row.hall_id,
        kind=Kind(row.kind),
        name=row.name,
        place=row.place,
        functions=tuple(map(Function, row.functions)),
        address=row.address,
        printer=row.printer_id,
        printer_address=row.printer.address if row.printer else "",
        trouble=row.trouble,
        paper=row.paper,
        heard_at=row.heard_at,
        standing=rules.standing(row.heard_at, row.trouble, minutes, now),
        mark=bytes(row.token).hex()[:16],
    )
