"""A small town for tests: one government, a city centre, a township with a village, two departments, their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yimen.modules.people import commands, queries
from yimen.modules.people.queries import HallLevel, HallType, Point, UnitKind
from yimen.rules.actors import Actor, Kind, Power, Role

SETUP = Actor(Kind.RUN, name="set-up")
PASSWORD = "Stone-Bridge-9"
CITY, TOWNSHIP, VILLAGE = "990100", "990100101", "990100101201"


@dataclass(frozen=True)
class Town:
    """Ids of units and accounts by the names the tests use."""

    unit: dict[str, int]
    staff: dict[str, int]
    now: datetime

    def actor(self, name: str) -> Actor:
        return queries.actor(self.staff[name], today=self.now.date())


def build(now: datetime, **premises: Any) -> Town:
    """`premises` changes what the city's hall is, as `commands.Premises` says it."""
    unit: dict[str, int] = {}
    staff: dict[str, int] = {}

    def put(key: str, kind: UnitKind, name: str, parent: str | None = None, division: str = CITY) -> None:
        above = unit[parent] if parent else None
        unit[key] = commands.create_unit(
            SETUP, code=key, kind=kind, name=name, parent=above, division=division, now=now
        )

    def hire(key: str, name: str, where: str, *roles: Role) -> None:
        staff[key] = commands.create_account(
            SETUP,
            username=key,
            name=name,
            unit=unit[where],
            roles=roles,
            password=PASSWORD,
            must_change_password=False,
            now=now,
        )

    def counter(key: str, hall: str, number: str, *serves: str) -> None:
        unit[key] = commands.create_window(
            SETUP, unit[hall], number, name=f"{number}号窗口", serves=[unit[each] for each in serves], now=now
        )
        for point in Point:
            commands.confirm_in_place(SETUP, unit[key], point, organ="市政府办", now=now)

    commands.define_divisions(SETUP, {CITY: "云岫市", TOWNSHIP: "枕溪镇", VILLAGE: "石桥村"}, now=now)
    put("city", UnitKind.GOVERNMENT, "云岫市人民政府")
    put("centre", UnitKind.CENTRE, "云岫市政务服务中心", "city")
    put("watch", UnitKind.OFFICE, "督查室", "centre")
    put("office", UnitKind.OFFICE, "办公室", "centre")
    put("streets", UnitKind.DEPARTMENT, "云岫市城市管理局", "city")
    put("streets-service", UnitKind.SECTION, "行政服务科", "streets")
    put("streets-signs", UnitKind.SECTION, "市容科", "streets")
    put("trade", UnitKind.DEPARTMENT, "云岫市市场监督管理局", "city")
    put("township", UnitKind.HALL, "枕溪镇便民服务中心", "centre", TOWNSHIP)
    put("village", UnitKind.HALL, "石桥村便民服务室", "township", VILLAGE)
    city_hall = commands.Premises(HallType.CITY_CENTRE, HallLevel.CITY, **premises)
    commands.furnish_hall(SETUP, unit["centre"], city_hall, now=now)
    township = commands.Premises(HallType.TOWNSHIP_CENTRE, HallLevel.TOWNSHIP)
    commands.furnish_hall(SETUP, unit["township"], township, now=now)
    village = commands.Premises(HallType.VILLAGE_ROOM, HallLevel.VILLAGE)
    commands.furnish_hall(SETUP, unit["village"], village, now=now)
    counter("window-1", "centre", "1", "streets")
    counter("window-2", "centre", "2", "streets", "trade")
    counter("window-t", "township", "1", "trade")

    hire("lin", "林晓", "window-1", Role.WINDOW_CLERK)
    hire("mei", "梅青", "window-2", Role.WINDOW_CLERK)
    hire("li", "李河", "window-t", Role.WINDOW_CLERK)
    hire("village-agent", "石磊", "village", Role.AGENT_OFFICER)
    hire("zhao", "赵敏", "streets-service", Role.DEPT_REVIEWER)
    hire("qian", "钱江", "streets-service", Role.CHIEF_REPRESENTATIVE, Role.SERVICE_SECTION_CHIEF)
    hire("zhou", "周山", "streets-signs", Role.DEPT_REVIEWER)
    hire("wu", "吴桐", "trade", Role.DEPT_REVIEWER)
    hire("director", "陈中", "centre", Role.HALL_DIRECTOR)
    hire("supervisor", "郑直", "watch", Role.SUPERVISOR)
    hire("clerk-of-office", "冯文", "office", Role.CENTRE_OFFICE)
    hire("admin", "韩信", "office", Role.SYSTEM_ADMIN)
    return Town(unit, staff, now)


def authorise(
    town: Town, holder: str, *items: str, number: str = "云城管委〔2026〕1号", **dates: date
) -> str:
    """A letter of the city's urban management for somebody to decide on these items, or on all."""
    commands.issue_letter(
        SETUP,
        number=number,
        department=town.unit["streets"],
        holder=town.staff[holder],
        powers=[Power.REVIEW, Power.DECIDE],
        items=items or None,
        signed_by="局长 高远",
        valid_from=dates.get("valid_from", date(2026, 1, 1)),
        valid_to=dates.get("valid_to", date(2026, 12, 31)),
        now=town.now,
    )
    return number
