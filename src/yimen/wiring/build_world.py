"""`yimen world PROFILE`: build a hall by its profile, in a database that holds none yet."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings
from django.core.management import call_command

from yimen.modules.people import queries as people
from yimen.wiring.prepare import build, migrate


def run(options: argparse.Namespace) -> int:
    if not settings.YIMEN_DEMO:
        print("生产环境不建立演示数据 · no demo data in production", file=sys.stderr)
        return 1
    migrate()
    call_command("migrate", interactive=False, verbosity=0)
    if people.units(closed=True):
        print(
            "数据库中已有大厅：请用 YIMEN_DATA 另指定一个空目录 · there is a hall already: name an empty YIMEN_DATA",
            file=sys.stderr,
        )
        return 1
    build(options.profile)
    print(f"✓ {options.profile}")
    return 0
