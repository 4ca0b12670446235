"""The house that is measured: `yimen up` on a folder of its own, an open hall without a case, and meters on who uses the processor."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

YIMEN = Path(sys.executable).parent / "yimen"
OPENED = "2026-03-02T09:00"


class House:
    """Everything that runs. Leave it with `close`."""

    def __init__(self) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="yimen-bench-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        os.environ |= {
            "YIMEN_DATA": str(self.data),
            "PORT": str(self.port),
            "YIMEN_PROXY": "1",
            "YIMEN_LOG": "ERROR",
        }
        os.environ.pop("DATABASE_URL", None)
        self._build()
        log = (self.data / "up.log").open("ab")
        self.up = subprocess.Popen([YIMEN, "up"], stdout=log, stderr=log)
        self._await()
        self._join()
        self.worker(running=False)

    def _build(self) -> None:
        """Tables, people, windows and items, in a process that then goes; no case, and no demo on top."""
        subprocess.run([sys.executable, Path(__file__).parent / "empty_hall.py"], check=True)

    def _await(self) -> None:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5).close()
            except OSError:
                if self.up.poll() is not None:
                    raise SystemExit((self.data / "up.log").read_text()) from None
                time.sleep(0.1)
            else:
                return

    def _join(self) -> None:
        """Let this process use the same database, as any other `yimen` command does."""
        import django

        from yimen.wiring import postgres

        self.cluster = postgres.start(self.data / "postgres")
        os.environ["DATABASE_URL"] = self.url = self.cluster.url()
        os.environ["PGAPPNAME"] = "yimen bench"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.wiring.settings")
        django.setup()

    @property
    def now(self) -> datetime:
        from yimen.base import clock

        return clock.hall_now()

    def worker(self, *, running: bool) -> None:
        """The background worker rests while something else is measured."""
        for pid in self._called("yimen worker"):
            os.kill(pid, signal.SIGCONT if running else signal.SIGSTOP)

    def look(self) -> None:
        """Find the web's processes and the backends that serve them; again after either may have changed."""
        from django.db import connection

        self._web = self._called("yimen web")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'yimen web'")
            self._backends = {pid for (pid,) in cursor.fetchall()}

    def meters(self) -> tuple[float, float]:
        """Processor time so far, in ms: of the web's processes, and of the PostgreSQL backends that serve them."""
        return spent(self._web), spent(self._backends)

    def of_the_demo(self) -> str:
        """What its moved time costs each act, asked in this process: a hall in production has none of it."""
        from django.db import connection

        from yimen.base import clock

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        asked = 400
        own = spent([os.getpid()]), spent([backend])
        for _ in range(asked):
            with clock.standing():
                clock.hall_now()
        web, pg = (each / asked for each in (spent([os.getpid()]) - own[0], spent([backend]) - own[1]))
        return f"Of every act, a demo's moved time has three statements and {web:.2f} + {pg:.2f} CPU ms; production has none of them."

    def _called(self, name: str) -> set[int]:
        """Those that descend from `yimen up` and go by that name."""
        children: dict[int, list[int]] = {}
        names: dict[int, str] = {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                head, _, told = entry.read_text().rpartition(")")
            except OSError:  # gone meanwhile
                continue
            pid = int(entry.parent.name)
            names[pid] = head.partition("(")[2]
            children.setdefault(int(told.split()[1]), []).append(pid)
        found, edge = set(), [self.up.pid]
        while edge:
            edge = [child for each in edge for child in children.get(each, ())]
            found |= {each for each in edge if names[each] == name}
        return found

    def close(self) -> None:
        from yimen.wiring.bring_up import disconnect

        disconnect()
        self.worker(running=True)
        self.up.send_signal(signal.SIGINT)
        self.up.wait(60)
        shutil.rmtree(self.data)


def spent(pids: Iterable[int]) -> float:
    """Processor time of these processes so far, in ms."""
    threads = (each for pid in pids for each in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e6
