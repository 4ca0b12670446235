"""What stands in the demo's halls: their maps, kiosks, and the printer that is simulated beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from yimen.modules.reception.commands.devices import Described, register_device
from yimen.modules.reception.commands.plans import draw_plan
from yimen.modules.reception.queries.devices import Function, Kind
from yimen.modules.reception.queries.plans import Plan
from yimen.rules.actors import Actor
from yimen.rules.actors import Kind as ActorKind

SETUP: Final = Actor(ActorKind.RUN, name="set-up")


def furnish(unit: Mapping[str, int], plan: Mapping[str, Any], *, now: datetime) -> None:
    """Draw the maps and register the devices, each after the printer it prints on. Their tokens nobody keeps: the demo opens
    its kiosks without one."""
    for key, drawn in plan["plans"].items():
        draw_plan(SETUP, unit[key], Plan.from_json(drawn), now=now)
    known: dict[str, int] = {}
    for row in plan["devices"]:
        wanted = Described(
            kind=Kind(row["kind"]),
            name=row["name"],
            place=row.get("place", ""),
            functions=tuple(map(Function, row["functions"])),
            address=row.get("address", ""),
            printer=known.get(row.get("printer", "")),
        )
        known[row["key"]], _token = register_device(SETUP, unit[row["hall"]], wanted, now=now)
