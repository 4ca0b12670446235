"""`yimen world PROFILE`: build a hall by its profile, in a database that holds none yet."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings
from django.db import transaction

from yimen.base import clock
from yimen.modules.people import queries as people
from yimen.wiring import world
from yimen.wiring.prepare import demo_start


def run(options: argparse.Namespace) -> int:
    if not settings.YIMEN_DEMO:
        print("生产环境不建立演示数据 · no demo data in production", file=sys.stderr)
        return 1
    if people.units(closed=True):
        print(
            "数据库中已有大厅：请用 YIMEN_DATA 另指定一个空目录 · there is a hall already: name an empty YIMEN_DATA",
            file=sys.stderr,
        )
        return 1
    with transaction.atomic():
        clock.set_hall_time(demo_start())
        world.build(options.profile, now=clock.hall_now())
    print(f"✓ {options.profile}")
    return 0
