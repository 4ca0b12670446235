"""Everything that happens by itself: one table. What falls due in a case is its clocks' own (`cases.turn_due`)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from yimen.base.clock import machine_now
from yimen.base.rates import forget_rates
from yimen.desks.applicant import drafts
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger.events import Daily
from yimen.modules.messages import commands as messages
from yimen.modules.people import commands as people
from yimen.modules.reception import commands as reception
from yimen.rules.actors import Actor, Kind

_BY_ITSELF: Final = Actor(Kind.RUN, name="timetable")


def _put_in_force(now: datetime) -> None:
    while catalogue.put_next_in_force(_BY_ITSELF, now=now):
        pass


def _forget(_now: datetime) -> None:
    ledger.forget_answers()
    people.forget_old(machine_now=machine_now())
    forget_rates(machine_now=machine_now())
    drafts.forget_old(machine_now=machine_now())


TIMETABLE: Final = (
    Daily("end the days of halls", time(0, 1), reception.end_days),
    Daily("put versions in force", time(0, 5), _put_in_force),
    Daily("seal the day", time(0, 15), ledger.seal_due_days),
    Daily("forget what has expired", time(3, 30), _forget),
    Daily("tell what got stuck", time(8, 0), messages.tell_troubled, on_trouble=True),
)
