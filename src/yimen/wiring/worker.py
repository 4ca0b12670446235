"""The worker: turns what falls due, then runs what follows, in hall time, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import time
from types import FrameType
from typing import Final

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from yimen.base.clock import hall_now, standing
from yimen.modules.cases import commands as cases
from yimen.modules.ledger import commands as ledger
from yimen.modules.messages import commands as messages

log = logging.getLogger("yimen.worker")
PAUSE: Final = 0.2  # seconds between two looks: two index probes
AFTER_TROUBLE: Final = 1.0


def main() -> None:
    """Run until SIGTERM. A second worker is harmless: it finds every case one line further."""
    stopping = False

    def stop(_sign: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ready = False
    while not stopping:
        try:
            if not ready:
                _begin()
                ready = True
            if not work():
                time.sleep(PAUSE)
        except OperationalError:  # the database is away for a moment: come back when it is
            log.warning("the database does not answer")
            connection.close()
            close_old_connections()
            time.sleep(AFTER_TROUBLE)


def _begin() -> None:
    """What must be there before the first round: the timetable's to-dos, and those of texts that wait for a gateway."""
    with standing(patient=True):
        now = hall_now()
        ledger.keep_timetable(now)
        if settings.YIMEN_SMS_URL:
            messages.send_waiting(now=now)


def work() -> bool:
    """One round: clocks before what follows from them; whether there was anything to do."""
    with standing(patient=True):
        now = hall_now()
        return bool(cases.turn_due(now=now)) | ledger.run_next(now)
