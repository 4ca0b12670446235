"""Licensing as a subject of the case engine: its editions, tables, world and papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from yimen.base.packs import national_rules
from yimen.modules.cases.engine import Subject, Table, Versions
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.workdays import queries as workdays
from yimen.rules.dossier import Dossier
from yimen.rules.engine import World
from yimen.rules.parameters import Parameter
from yimen.rules.procedures.licensing_1 import LICENSING_1

from . import models
from .composing import compose
from .places import directory


def world(dossier: Dossier, now: datetime, versions: Versions, facts: Mapping[str, Any]) -> World:
    """What is true outside the case: calendar and hours of its hall, its item as accepted, law and parameters in force."""
    case = dossier.case or facts["case"]
    places = directory(versions.people)
    place = places.place(case.home)
    item = catalogue.version(case.item_version)
    parameters = catalogue.parameters(versions.parameters)
    today = now.date()

    def parameter(key: str) -> Parameter:
        return parameters.row(key, today, place.hall_code, item.item_code)

    return World(
        now=now,
        calendar=workdays.calendar(place.division, version=versions.calendar),
        hours=workdays.hours(place.hall, place.division, version=versions.calendar),
        item=item,
        pack=national_rules(),
        parameter=parameter,
        units=places.by_code,
        places=places,
    )


DETAILS: Final = (
    Table("application", models.Application, (), private=True),
    Table("material", models.Material, private=True),
    Table("opinion", models.Opinion, private=True),
)
LICENSING: Final = Subject(
    name="licensing",
    editions={LICENSING_1.name: LICENSING_1},
    current=LICENSING_1,
    details=DETAILS,
    write="licensing_write",
    world=world,
    compose=compose,
)
