"""`yimen items import FILE`: service items from CSV, Excel or JSON, with a report a clerk can act on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from yimen.base import clock
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.people import queries as people
from yimen.modules.people.queries import UnitKind
from yimen.rules.actors import Actor, Kind

IMPORT = Actor(Kind.RUN, name="import")


def run(options: argparse.Namespace) -> int:
    return take_in(options, catalogue.import_items)


def take_in(options: argparse.Namespace, import_: Callable[..., Any]) -> int:
    """Good rows go in, departments the list names are created in the city's division; 1 if any row was refused."""
    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"{options.file}: 文件无法读取 · cannot be read ({error.strerror})", file=sys.stderr)
        return 1
    top = next(iter(people.units(kind=UnitKind.GOVERNMENT)), None)
    division = None if options.known_departments or top is None else top.division
    with clock.standing(patient=True):
        report = import_(
            IMPORT, content, dry_run=options.dry_run, create_departments=division, now=clock.hall_now()
        )
    print(catalogue.print_report(report))
    return int(bool(report.refused))
