"""Keep divisions, the tree of units, and halls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor
from yimen.rules.identifiers import Division as Code
from yimen.rules.refused import Refused

from .. import access
from ..access import BOOK
from ..kinds import DecisionPlace, HallLevel, HallType, UnitKind
from ..models import Account, Division, Hall, ServiceSection, Unit

_AMENDABLE: Final = frozenset({"name", "name_en", "word", "phone", "address"})
_HOUSING: Final = (UnitKind.CENTRE, UnitKind.HALL)


@dataclass(frozen=True, slots=True)
class Premises:
    """What a hall is as a place (R-001): areas in m², introductions in both languages."""

    hall_type: HallType
    level: HallLevel
    decision_place: DecisionPlace = DecisionPlace.DEPARTMENT
    site_area: Decimal | None = None
    floor_area: Decimal | None = None
    introduction: str = ""
    introduction_en: str = ""


@transaction.atomic
def define_divisions(actor: Actor, names: Mapping[str, str], *, now: datetime) -> None:
    """Name divisions by code, as printed (`990100`, `990100101`); each hangs on the next one above that is known.

    Refused: division_form, not_permitted.
    """
    codes = {printed: Code.parse(printed) for printed in names}
    printed_of = {Code.parse(printed): printed for printed in Division.objects.values_list("code", flat=True)}
    printed_of |= {code: printed for printed, code in codes.items()}
    for printed, code in sorted(codes.items(), key=lambda each: each[1].level):
        access.demand(actor, "units", printed)
        above = code.parent
        while above is not None and above not in printed_of:
            above = above.parent
        Division.objects.update_or_create(
            code=printed,
            defaults={
                "name": names[printed],
                "level": code.level.name.lower(),
                "parent_id": printed_of[above] if above else None,
            },
        )
    record(BOOK, "define_divisions", actor, {"divisions": sorted(names)}, now=now)


@transaction.atomic
def create_unit(
    actor: Actor,
    *,
    code: str,
    kind: UnitKind,
    name: str,
    division: str,
    parent: int | None = None,
    name_en: str = "",
    word: str = "",
    phone: str = "",
    address: str = "",
    now: datetime,
) -> int:
    """Put a unit into the tree; its id. Refused: unit_code_taken, no_such_unit, no_such_division."""
    access.demand(actor, "units", division)
    above = access.unit(actor, "units", parent) if parent else None
    if not Division.objects.filter(code=division).exists():
        raise Refused("no_such_division", code=division)
    if Unit.objects.filter(code=code).exists():
        raise Refused("unit_code_taken", code=code)
    id_ = _next_id()
    Unit.objects.create(
        id=id_,
        code=code,
        kind=kind,
        name=name,
        name_en=name_en,
        parent=above,
        path=f"{above.path if above else '/'}{id_}/",
        division_id=division,
        word=word,
        phone=phone,
        address=address,
    )
    record(BOOK, "create_unit", actor, {"unit": id_, "code": code, "kind": kind, "parent": parent}, now=now)
    return id_


@transaction.atomic
def amend_unit(actor: Actor, unit: int, *, now: datetime, **changes: str) -> None:
    """Change what a unit is called or how it is reached: name, name_en, word, phone, address."""
    assert changes.keys() <= _AMENDABLE, changes.keys() - _AMENDABLE
    row = access.unit(actor, "units", unit)
    Unit.objects.filter(id=row.id).update(**changes)
    record(BOOK, "amend_unit", actor, {"unit": row.id, "changed": sorted(changes)}, now=now)


@transaction.atomic
def move_unit(actor: Actor, unit: int, parent: int, *, now: datetime) -> None:
    """Hang a unit, with all below it, on another one. Refused: unit_below_itself."""
    row, above = access.unit(actor, "units", unit), access.unit(actor, "units", parent)
    if above.path.startswith(row.path):
        raise Refused("unit_below_itself", name=row.name)
    moved = f"{above.path}{row.id}/"
    Unit.objects.filter(path__startswith=row.path).update(
        path=Concat(Value(moved), Substr(F("path"), len(row.path) + 1))
    )
    Unit.objects.filter(id=row.id).update(parent=above)
    record(BOOK, "move_unit", actor, {"unit": row.id, "from": row.parent_id, "to": above.id}, now=now)


@transaction.atomic
def close_unit(actor: Actor, unit: int, *, now: datetime) -> None:
    """The unit is no more; its row stays, for old cases point at it. Refused: unit_in_use."""
    row = access.unit(actor, "units", unit)
    below = Unit.objects.filter(parent=row, active=True).count()
    staff = Account.objects.filter(unit=row, active=True).count()
    if below or staff:
        raise Refused("unit_in_use", name=row.name, units=below, staff=staff)
    Unit.objects.filter(id=row.id).update(active=False)
    record(BOOK, "close_unit", actor, {"unit": row.id}, now=now)


@transaction.atomic
def reopen_unit(actor: Actor, unit: int, *, now: datetime) -> None:
    row = access.unit(actor, "units", unit)
    Unit.objects.filter(id=row.id).update(active=True)
    record(BOOK, "reopen_unit", actor, {"unit": row.id}, now=now)


@transaction.atomic
def furnish_hall(actor: Actor, unit: int, premises: Premises, *, now: datetime) -> None:
    """Make a centre's or hall's unit a hall people can come to, or describe it anew. Refused: not_a_hall."""
    row = access.unit(actor, "units", unit)
    if row.kind not in _HOUSING:
        raise Refused("not_a_hall", name=row.name)
    Hall.objects.update_or_create(unit=row, defaults=asdict(premises))
    facts = {"unit": row.id, "type": premises.hall_type, "decision_place": premises.decision_place}
    record(BOOK, "furnish_hall", actor, facts, now=now)


@transaction.atomic
def name_service_section(
    actor: Actor, department: int, section: int, *, document: str, since_on: date, now: datetime
) -> None:
    """Record the one section that has taken over all approvals of its department (R-010).

    Refused: not_a_department, not_a_section.
    """
    over, row = access.unit(actor, "units", department), access.unit(actor, "units", section)
    if over.kind != UnitKind.DEPARTMENT:
        raise Refused("not_a_department", name=over.name)
    if row.kind != UnitKind.SECTION or not row.path.startswith(over.path):
        raise Refused("not_a_section", name=row.name, department=over.name)
    told: dict[str, Any] = {"section": row, "document": document, "since_on": since_on}
    ServiceSection.objects.update_or_create(department=over, defaults=told)
    facts = {"department": over.id, "section": row.id, "document": document, "since_on": since_on}
    record(BOOK, "name_service_section", actor, facts, now=now)


def _next_id() -> int:
    """A unit's path ends with its own id, so the id must be known before the row is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('people_unit', 'id'))")
        return int(cursor.fetchone()[0])
