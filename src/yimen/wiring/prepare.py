"""What must be true before anybody is served: tables and editions as the cases need them, and in a demo a hall."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from yimen.base import clock
from yimen.base.models import HallTime
from yimen.modules.cases.queries.editions import unknown_editions
from yimen.wiring import environment, world

PREPARING = 0x79696D656E  # "yimen": the advisory lock of whoever prepares; others wait for it
DEMO_STARTS = "2026-03-02T09:00"


class LacksEdition(SystemExit):
    """Why nobody is served, in one sentence: open cases run under editions that this version does not have."""


def prepare() -> None:
    """Migrate, see that every open case can go on, and on a demo's first start build its hall. Raises LacksEdition."""
    with _alone():
        migrate()
        demand_editions()
        if settings.YIMEN_DEMO and not HallTime.objects.exists():
            print("  · 建立演示大厅 · building the demo hall", flush=True)
            build("demo")


def migrate() -> None:
    """Bring the tables to what this version needs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("  · 更新数据表 · migrating the tables", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def demand_editions() -> None:
    """A case runs out under the edition it began under: without it nobody could move or even read it (engine: §3)."""
    if lacking := unknown_editions():
        named, count = "、".join(lacking), sum(lacking.values())
        raise LacksEdition(
            f"有 {count} 件未归档的办件按流程版次 {named} 办理，本版本没有该版次：请改用有该版次的版本启动\n"
            f"{count} open cases run under {', '.join(lacking)}, which this version lacks: start a version that has it"
        )


@transaction.atomic
def build(profile: str) -> None:
    """A hall by its profile, whole or not at all, and its time set to where a demo starts."""
    clock.set_hall_time(demo_start())
    world.build(profile, now=clock.hall_now())


def demo_start() -> datetime:
    """The moment a demo's hall time begins at (`YIMEN_CLOCK`)."""
    wanted = environment.text("YIMEN_CLOCK", DEMO_STARTS)
    try:
        at = datetime.fromisoformat(wanted)
    except ValueError:
        raise environment.BadEnvironment(
            f"YIMEN_CLOCK={wanted!r}: write 2026-03-02T09:00 · 请按此格式填写"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=clock.ZONE)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])
