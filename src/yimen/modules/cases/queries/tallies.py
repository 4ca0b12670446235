"""How much lies on a desk: open tasks by kind, and pending cases by light, in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.rules.actors import Actor

from .lists import OPENLY


@dataclass(frozen=True, slots=True)
class Tally:
    """Open tasks of some units, counted no further than was asked for."""

    kinds: Mapping[str, int]  # check, issue, hand_out, file …
    lights: Mapping[str, int]  # of the pending cases: red, yellow, green, off
    states: Mapping[str, int]  # of the pending cases
    pending: int


def tally(actor: Actor, *, units: Iterable[int] | None = None, mine: bool = False, most: int = 2000) -> Tally:
    """What lies on the actor's desk, or on that of some of their units, or what is their own."""
    here = sorted(actor.holds if units is None else actor.holds & frozenset(units))
    with connection.cursor() as cursor:
        cursor.execute(
            _TALLY, {"units": here, "staff": actor.id if mine else None, "me": actor.id, "most": most}
        )
        rows = cursor.fetchall()
    kinds, lights, states = Counter[str](), Counter[str](), Counter[str]()
    for kind, light, state, found in rows:
        kinds[kind] += found
        if kind == "keep":
            lights[light] += found
            states[state] += found
    return Tally(kinds, lights, states, kinds["keep"])


_TALLY: Final = f"""
    SELECT t.kind, t.light, c.state, count(*)
    FROM (SELECT case_id, kind, light FROM cases_task t
          WHERE unit = ANY (%(units)s::bigint[]) AND closed_at IS NULL AND {OPENLY}
            AND (%(staff)s::bigint IS NULL OR staff = %(staff)s)
          LIMIT %(most)s) t
    JOIN cases_case c ON c.id = t.case_id
    GROUP BY t.kind, t.light, c.state
"""  # noqa: S608  the condition is ours


def running_from(first: date) -> int:
    """How many cases would be looked at if the work calendar changed from that day on (CLK-08). One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT case_id) FROM cases_clock WHERE stopped_at IS NULL AND due_at >= %s",
            [datetime.combine(first, time(), ZONE)],
        )
        return int(cursor.fetchone()[0])
