"""Keep a hall's windows: what they serve, whether all five points are in place, whether they are open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor, Kind
from yimen.rules.refused import Refused

from .. import access
from ..access import BOOK
from ..kinds import Device, Point, UnitKind, WindowMode, WindowState
from ..models import InPlace, Serving, Unit, Window
from .places import create_unit


@transaction.atomic
def create_window(
    actor: Actor,
    hall: int,
    number: str,
    *,
    name: str,
    name_en: str = "",
    serves: Iterable[int] = (),
    floor: int = 1,
    mode: WindowMode = WindowMode.ORDINARY,
    devices: Iterable[Device] = (),
    now: datetime,
) -> int:
    """Set up a window; its unit's id. It is `preparing` until five in place are confirmed (R-008, R-019).

    Refused: no_such_hall, window_number_taken, not_a_department.
    """
    place = access.hall(actor, "windows", hall)
    if Window.objects.filter(hall=place, number=number).exists():
        raise Refused("window_number_taken", number=number)
    unit = create_unit(
        actor,
        code=f"{place.unit.code}-{number}",
        kind=UnitKind.WINDOW,
        name=name,
        name_en=name_en,
        parent=place.pk,
        division=place.unit.division_id,
        now=now,
    )
    row = Window.objects.create(
        unit_id=unit, hall=place, number=number, floor=floor, mode=mode, devices=list(devices)
    )
    _serve(row, serves)
    record(BOOK, "create_window", actor, {"window": unit, "hall": place.pk, "mode": mode}, now=now)
    return unit


@transaction.atomic
def amend_window(
    actor: Actor,
    window: int,
    *,
    serves: Iterable[int] | None = None,
    floor: int | None = None,
    mode: WindowMode | None = None,
    devices: Iterable[Device] | None = None,
    now: datetime,
) -> None:
    """Change what a window is for; what is not named stays. Refused: no_such_window, not_a_department."""
    row = access.window(actor, "windows", window)
    told = {
        "floor": floor,
        "mode": mode,
        "devices": None if devices is None else list(devices),
    }
    changes = {name: value for name, value in told.items() if value is not None}
    if changes:
        Window.objects.filter(pk=row.pk).update(**changes)
    if serves is not None:
        _serve(row, serves)
    changed = sorted([*changes, *(["serves"] if serves is not None else [])])
    record(BOOK, "amend_window", actor, {"window": row.pk, "changed": changed}, now=now)


@transaction.atomic
def confirm_in_place(
    actor: Actor, window: int, point: Point, *, organ: str = "", now: datetime
) -> WindowState:
    """Confirm one of the five points for the acceptance group; with the fifth the window opens (R-008)."""
    row = access.window(actor, "windows", window)
    InPlace.objects.update_or_create(
        window=row,
        point=point,
        defaults={
            "organ": organ,
            "confirmed_by_id": actor.id if actor.kind is Kind.STAFF else None,
            "confirmed_at": now,
        },
    )
    record(BOOK, "confirm_in_place", actor, {"window": row.pk, "point": point, "organ": organ}, now=now)
    if row.state == WindowState.PREPARING and not lacking(row):
        _turn(actor, row, WindowState.OPEN, now=now)
        return WindowState.OPEN
    return WindowState(row.state)


@transaction.atomic
def open_window(actor: Actor, window: int, *, now: datetime) -> None:
    """Refused: not_in_place, with the points that lack (R-008)."""
    row = access.window(actor, "doors", window)
    if points := lacking(row):
        raise Refused("not_in_place", number=row.number, points=[*points], lacking=len(points))
    _turn(actor, row, WindowState.OPEN, now=now)


@transaction.atomic
def close_window(actor: Actor, window: int, *, now: datetime) -> None:
    """Nobody is received here for now; what was taken in goes on. Refused: not_in_place while preparing."""
    row = access.window(actor, "doors", window)
    if row.state == WindowState.PREPARING:
        points = lacking(row)
        raise Refused("not_in_place", number=row.number, points=[*points], lacking=len(points))
    _turn(actor, row, WindowState.CLOSED, now=now)


def lacking(window: Window) -> tuple[Point, ...]:
    """Which of the five points nobody has confirmed yet."""
    there = set(InPlace.objects.filter(window=window).values_list("point", flat=True))
    return tuple(point for point in Point if point not in there)


def _turn(actor: Actor, window: Window, state: WindowState, *, now: datetime) -> None:
    Window.objects.filter(pk=window.pk).update(state=state)
    record(BOOK, _TURNS[state], actor, {"window": window.pk}, now=now)


_TURNS: Final = {WindowState.OPEN: "open_window", WindowState.CLOSED: "close_window"}


def _serve(window: Window, departments: Iterable[int]) -> None:
    wanted = set(departments)
    found = Unit.objects.filter(id__in=wanted, kind=UnitKind.DEPARTMENT).count()
    if found != len(wanted):
        raise Refused("not_a_department")
    Serving.objects.filter(window=window).exclude(department_id__in=wanted).delete()
    Serving.objects.bulk_create(
        [Serving(window=window, department_id=each) for each in sorted(wanted)], ignore_conflicts=True
    )
