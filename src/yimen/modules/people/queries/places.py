"""The tree of units, halls and their windows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from ..kinds import DecisionPlace, Device, HallLevel, HallType, Point, UnitKind, WindowMode, WindowState
from ..models import Division, Hall, ServiceSection, Serving, Unit


@dataclass(frozen=True, slots=True)
class DivisionCard:
    code: str  # as printed: 990100, 990100101, 990100101201
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class UnitCard:
    id: int
    code: str
    kind: UnitKind
    name: str
    name_en: str
    parent: int | None
    path: str
    division: str
    word: str  # 机关代字
    phone: str
    address: str
    active: bool

    @property
    def depth(self) -> int:
        """How far below the root: 0 for the root."""
        return self.path.count("/") - 2


@dataclass(frozen=True, slots=True)
class HallCard:
    unit: UnitCard
    hall_type: HallType
    level: HallLevel
    decision_place: DecisionPlace
    site_area: Decimal | None  # m²
    floor_area: Decimal | None  # m²
    introduction: str
    introduction_en: str

    @property
    def id(self) -> int:
        return self.unit.id


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One of the five points in place: on whose word, entered by whom, when (R-008)."""

    point: Point
    organ: str
    by: str  # empty where set-up entered it
    at: datetime


@dataclass(frozen=True, slots=True)
class WindowCard:
    """A counter: where it is, what it serves, who sits there, whether it may take in (R-019)."""

    id: int  # its unit
    hall: int
    number: str
    floor: int
    mode: WindowMode
    state: WindowState
    name: str
    name_en: str
    devices: frozenset[Device]
    departments: tuple[int, ...]
    department_names: tuple[str, ...]
    staff: tuple[str, ...]  # who sits there
    in_place: tuple[Confirmed, ...]

    @property
    def lacking(self) -> tuple[Point, ...]:
        """The points nobody has confirmed yet; while there are any the window takes nothing in (R-008)."""
        there = {each.point for each in self.in_place}
        return tuple(point for point in Point if point not in there)


@dataclass(frozen=True, slots=True)
class SectionCard:
    """The section that took over a department's approvals, by which document, since when (R-010)."""

    section: UnitCard
    document: str
    since_on: date


@dataclass(frozen=True, slots=True)
class Rung:
    """A hall of the network: its own figures, and those with every hall below it (R-003)."""

    id: int
    name: str
    name_en: str
    level: HallLevel
    path: str
    windows: int
    staff: int
    halls_below: int
    windows_in_all: int
    staff_in_all: int


def divisions() -> tuple[DivisionCard, ...]:
    rows = Division.objects.order_by("code")
    return tuple(DivisionCard(row.code, row.name, row.level, row.parent_id) for row in rows)


def units(
    *, kind: UnitKind | None = None, below: int | None = None, closed: bool = False
) -> tuple[UnitCard, ...]:
    """The tree, or the part at and below a unit, parents before children. Closed units only where asked for."""
    rows = Unit.objects.order_by("path")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if below is not None:
        rows = rows.filter(path__startswith=Unit.objects.filter(id=below).values("path"))
    if not closed:
        rows = rows.filter(active=True)
    return tuple(map(unit_card, rows))


def unit(id_: int) -> UnitCard | None:
    row = Unit.objects.filter(id=id_).first()
    return unit_card(row) if row else None


def unit_id(code: str) -> int | None:
    """The unit that outsiders call so; closed ones too, for old cases lie with them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_unit WHERE code = %s", [code])
        row = cursor.fetchone()
    return row[0] if row else None


def unit_codes(*ids: int) -> Mapping[int, str]:
    """What outsiders call these units."""
    return dict(Unit.objects.filter(id__in=ids).values_list("id", "code"))


def departments(*, hall: int | None = None) -> tuple[UnitCard, ...]:
    """All departments, or those a hall has a window for (the resident ones)."""
    rows = Unit.objects.filter(kind=UnitKind.DEPARTMENT, active=True).order_by("code")
    if hall is not None:
        rows = rows.filter(id__in=Serving.objects.filter(window__hall=hall).values("department"))
    return tuple(map(unit_card, rows))


def service_section(department: int) -> SectionCard | None:
    """The one section through which a department acts in the hall; None while nobody named one."""
    row = ServiceSection.objects.select_related("section").filter(department=department).first()
    return SectionCard(unit_card(row.section), row.document, row.since_on) if row else None


def department_ids() -> Mapping[str, int]:
    """Every department's unit by its code, closed ones too: flows name them by code."""
    rows = Unit.objects.filter(kind=UnitKind.DEPARTMENT)
    return dict(rows.values_list("code", "id"))


def halls(*, below: int | None = None) -> tuple[HallCard, ...]:
    """All halls, or those at and below a unit, the upper ones first."""
    rows = _halls().order_by("unit__path")
    if below is not None:
        rows = rows.filter(unit__path__startswith=Unit.objects.filter(id=below).values("path"))
    return tuple(map(_hall_card, rows))


def hall(id_: int) -> HallCard | None:
    row = _halls().filter(pk=id_).first()
    return _hall_card(row) if row else None


def hall_by_code(code: str) -> HallCard | None:
    """The hall that outsiders call so."""
    row = _halls().filter(unit__code=code)[:1]
    return next(map(_hall_card, row), None)


def windows(hall: int) -> tuple[WindowCard, ...]:
    """A hall's windows, floor by floor."""
    return _windows("w.hall_id = %s", [hall])


def windows_of(halls: Iterable[int]) -> dict[int, tuple[WindowCard, ...]]:
    """The windows of several halls, by hall; an empty row for a hall without any. One statement."""
    found: dict[int, tuple[WindowCard, ...]] = dict.fromkeys(halls, ())
    for each in _windows("w.hall_id = ANY (%s::bigint[])", [list(found)]):
        found[each.hall] = (*found[each.hall], each)
    return found


def window(id_: int) -> WindowCard | None:
    return next(iter(_windows("w.unit_id = %s", [id_])), None)


def windows_for(department: int, hall: int | None = None) -> tuple[WindowCard, ...]:
    """Where to go with a department's matters: in one hall, or in all of them (R-014, R-019)."""
    where = "EXISTS (SELECT FROM people_serving s WHERE s.window_id = w.unit_id AND s.department_id = %s)"
    if hall is None:
        return _windows(where, [department])
    return _windows(f"{where} AND w.hall_id = %s", [department, hall])


def counters(department: int) -> tuple[tuple[HallCard, tuple[WindowCard, ...]], ...]:
    """Where a department's matters are taken in now, hall by hall. Two statements."""
    known = {each.id: each for each in halls()}
    taking = (
        each for each in windows_for(department) if each.state is WindowState.OPEN and each.hall in known
    )
    by_hall = groupby(sorted(taking, key=lambda each: each.hall), key=lambda each: each.hall)
    return tuple((known[hall], tuple(windows)) for hall, windows in by_hall)


def network(root: int) -> tuple[Rung, ...]:
    """Each hall at and below a unit with its figures; a parent's are its own and its children's (R-003)."""
    with connection.cursor() as cursor:
        cursor.execute(_NETWORK, [root])
        rows = cursor.fetchall()
    rungs = []
    for id_, name, name_en, level, path, windows_, staff in rows:
        inside = [row for row in rows if row[4].startswith(path)]
        rungs.append(
            Rung(
                id=id_,
                name=name,
                name_en=name_en,
                level=HallLevel(level),
                path=path,
                windows=windows_,
                staff=staff,
                halls_below=len(inside) - 1,
                windows_in_all=sum(row[5] for row in inside),
                staff_in_all=sum(row[6] for row in inside),
            )
        )
    return tuple(rungs)


_WINDOWS: Final = """
    SELECT w.unit_id, w.hall_id, w.number, w.floor, w.mode, w.state, u.name, u.name_en, w.devices,
           ARRAY(SELECT d.id FROM people_serving s JOIN people_unit d ON d.id = s.department_id
                 WHERE s.window_id = w.unit_id ORDER BY d.code),
           ARRAY(SELECT d.name FROM people_serving s JOIN people_unit d ON d.id = s.department_id
                 WHERE s.window_id = w.unit_id ORDER BY d.code),
           ARRAY(SELECT a.name FROM people_account a
                 WHERE coalesce(a.window_id, a.unit_id) = w.unit_id AND a.active ORDER BY a.id),
           (SELECT coalesce(jsonb_agg(jsonb_build_array(p.point, p.organ, coalesce(a.name, ''), p.confirmed_at)
                                      ORDER BY p.confirmed_at, p.point), '[]')
            FROM people_inplace p LEFT JOIN people_account a ON a.id = p.confirmed_by_id
            WHERE p.window_id = w.unit_id)
    FROM people_window w JOIN people_unit u ON u.id = w.unit_id
    WHERE u.active AND {where}
    ORDER BY w.hall_id, w.floor, length(w.number), w.number
"""

_NETWORK: Final = """
    WITH seats AS (
        SELECT coalesce(w.hall_id,
                        (SELECT h.id FROM people_unit h
                         WHERE h.id = ANY (string_to_array(trim('/' FROM u.path), '/')::bigint[])
                           AND h.kind IN ('hall', 'centre')
                         ORDER BY length(h.path) DESC LIMIT 1)) AS hall
        FROM people_account a
        JOIN people_unit u ON u.id = a.unit_id
        LEFT JOIN people_window w ON w.unit_id = coalesce(a.window_id, a.unit_id)
        WHERE a.active
    ),
    staff AS (SELECT hall, count(*) AS n FROM seats GROUP BY hall),
    windows AS (SELECT hall_id AS hall, count(*) AS n FROM people_window GROUP BY hall_id)
    SELECT u.id, u.name, u.name_en, h.level, u.path, coalesce(windows.n, 0), coalesce(staff.n, 0)
    FROM people_hall h
    JOIN people_unit u ON u.id = h.unit_id
    JOIN people_unit root ON root.id = %s AND u.path >= root.path AND u.path < rtrim(root.path, '/') || '0'
    LEFT JOIN windows ON windows.hall = u.id
    LEFT JOIN staff ON staff.hall = u.id
    WHERE u.active
    ORDER BY u.path
"""


def _windows(where: str, told: list[Any]) -> tuple[WindowCard, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_WINDOWS.format(where=where), told)
        return tuple(map(_window_card, cursor.fetchall()))


def _window_card(row: tuple[Any, ...]) -> WindowCard:
    id_, hall_, number, floor, mode, state, name, name_en, devices, ids, names, staff, in_place = row
    return WindowCard(
        id=id_,
        hall=hall_,
        number=number,
        floor=floor,
        mode=WindowMode(mode),
        state=WindowState(state),
        name=name,
        name_en=name_en,
        devices=frozenset(map(Device, devices)),
        departments=tuple(ids),
        department_names=tuple(names),
        staff=tuple(staff),
        in_place=tuple(
            Confirmed(Point(point), organ, by, datetime.fromisoformat(at))
            for point, organ, by, at in json.loads(in_place)
        ),
    )


def unit_card(row: Unit) -> UnitCard:
    return UnitCard(
        id=row.id,
        code=row.code,
        kind=UnitKind(row.kind),
        name=row.name,
        name_en=row.name_en,
        parent=row.parent_id,
        path=row.path,
        division=row.division_id,
        word=row.word,
        phone=row.phone,
        address=row.address,
        active=row.active,
    )


def _halls() -> QuerySet[Hall]:
    return Hall.objects.select_related("unit").filter(unit__active=True)


def _hall_card(row: Hall) -> HallCard:
    return HallCard(
        unit=unit_card(row.unit),
        hall_type=HallType(row.hall_type),
        level=HallLevel(row.level),
        decision_place=DecisionPlace(row.decision_place),
        site_area=row.site_area,
        floor_area=row.floor_area,
        introduction=row.introduction,
        introduction_en=row.introduction_en,
    )
