"""What people asked in the demo's halls, and what they said of the service: by the commands everybody else uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.evaluation import commands as evaluation
from yimen.modules.reception import commands as reception
from yimen.modules.workdays import queries as workdays
from yimen.rules.ratings import Way, level
from yimen.rules.reception.contacts import Ending

if TYPE_CHECKING:
    from yimen.wiring.world import World

WAYS: Final = (Way.SCREEN, Way.SCREEN, Way.SCREEN, Way.TICKET)
ENDING: Final = ("end", "answer", "body")
SPEAKS: Final = 0.2  # of those who rate, so many also say why
_SERVED: Final = """
    SELECT token, ended_at FROM reception_ticket
    WHERE state IN ('served', 'transferred') AND joined_id IS NULL AND day >= %s AND ended_at < %s ORDER BY ended_at, id
"""


def play(world: World, plan: Mapping[str, Any], *, until: datetime) -> None:
    """The questions of the last days, then the ratings, each at its own moment."""
    _ask(world, plan["contacts"], plan["reminders"], until)
    _rate(plan["ratings"], until)


def _ask(
    world: World, rows: Sequence[Mapping[str, Any]], reminders: Sequence[Mapping[str, Any]], until: datetime
) -> None:
    known: list[int] = []
    for row in rows:
        at = _moment(row, until)
        actor = world.actor(row["by"], at.date())
        met = reception.meet(actor, actor.hall, channel=row["channel"], question=row["question"], now=at)
        ending = Ending(
            **{name: row[name] for name in ENDING if name in row},
            to=world.staff[row["to"]] if "to" in row else None,
        )
        reception.end_contact(actor, met.id, ending, now=at + timedelta(minutes=4))
        known.append(met.id)
    for row in reminders:
        at = _moment(row, until)
        by = world.actor(rows[row["contact"]]["by"], at.date())
        reception.remind_handler(by, known[row["contact"]], text=row["text"], now=at)


def _rate(plan: Mapping[str, Any], until: datetime) -> None:
    """Some of those who were served say how it was, as they leave."""
    chance = Random(plan["seed"])  # noqa: S311  the same people are pleased in every demo
    levels, weights = list(plan["levels"]), list(plan["levels"].values())
    with connection.cursor() as cursor:
        cursor.execute(_SERVED, [_before(until.date(), plan["days"]), until - timedelta(minutes=1)])
        rows = cursor.fetchall()
    for token, ended_at in rows:
        if chance.random() > plan["share"]:
            continue
        told = chance.choices(levels, weights)[0]
        words = plan["words"].get(told) if chance.random() < SPEAKS else None
        evaluation.rate(
            token,
            level(told),
            chance.choice(WAYS),
            words=chance.choice(words) if words else "",
            now=ended_at + timedelta(seconds=30),
        )


def _moment(row: Mapping[str, Any], until: datetime) -> datetime:
    day = _before(until.date(), row["days"])
    return datetime.combine(day, time.fromisoformat(row["at"]), ZONE)


def _before(today: date, days: int) -> date:
    return workdays.calendar().add(today, -days)
