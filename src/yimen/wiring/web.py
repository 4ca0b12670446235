"""The web server of `yimen up`: granian, WSGI, a few processes of a few threads."""

from __future__ import annotations

import os
import signal
from threading import Thread

from django.core.handlers.wsgi import WSGIHandler
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from yimen.wiring import environment
from yimen.wiring.processes import tied_by


def serve(host: str, port: int) -> None:
    """Answer until told to stop. What is loaded here all workers share; a dead one is replaced at once."""
    from yimen.modules.catalogue.queries import prepare_search  # noqa: PLC0415  # Django is awake
    from yimen.wiring.wsgi import application  # noqa: PLC0415  # loads Django

    tie = tied_by(signal.SIGKILL)

    def load(_target: str) -> WSGIHandler:
        """Runs inside a worker: it must not go on serving a port whose server is gone."""
        tie()
        Thread(
            target=prepare_search, daemon=True
        ).start()  # nobody waits for the dictionary, not even the first
        return application

    MPServer(
        "yimen.wiring.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.number("YIMEN_WORKERS", max(2, min(os.cpu_count() or 1, 8))),
        blocking_threads=environment.number("YIMEN_THREADS", 4),
        backlog=1024,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=5,
        websockets=False,
    ).serve(target_loader=load)
