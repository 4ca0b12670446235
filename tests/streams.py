"""The live process beside a test's own database: started as `yimen up` starts it, killed and come back as the test wants."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.db import connection

_PROGRAM = """
import socket, sys
from yimen.wiring.bring_up import house
with house():
    from yimen.wiring.live.process import serve
    serve(socket.socket(fileno=int(sys.argv[1])))
"""
Event = tuple[str, dict[str, Any]]


class Live:
    """That process. Its socket is ours, so that whoever comes while it is away waits instead of being turned down."""

    def __init__(self, **environ: str) -> None:
        from yimen.wiring.live.process import _listening

        self.socket: socket.socket = _listening("127.0.0.1", 0)
        self.port: int = self.socket.getsockname()[1]
        told = connection.settings_dict
        self.environ = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{told['USER']}:{told['PASSWORD']}@/{told['NAME']}?host={told['HOST']}",
            **environ,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(self.socket.fileno())],
            env=self.environ,
            pass_fds=[self.socket.fileno()],
        )
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request("GET", "/live/")  # waits in the socket until it answers
        assert asked.getresponse().status == HTTPStatus.NOT_FOUND
        asked.close()

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> float:
        """As `up` stops it; how long that took, in seconds."""
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(20)
        return time.monotonic() - began

    def close(self) -> None:
        assert self.process is not None
        if self.process.poll() is None:
            self.kill()
        self.socket.close()

    def listen(self, hall: str, face: str = "calls", language: str = "zh-hans") -> Ear:
        return Ear(self.port, f"/live/hall/{hall}/{face}?language={language}")


class Ear:
    """A listener: no browser, one connection."""

    def __init__(self, port: int, address: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        self._connection.request("GET", address)
        self.answer = self._connection.getresponse()

    def next(self) -> Event:
        """The next telling, beats left out."""
        while True:
            name = self.answer.readline().decode().strip().removeprefix("event: ")
            told = self.answer.readline().decode().strip().removeprefix("data: ")
            self.answer.readline()
            if not name:
                raise EOFError
            if name != "beat":
                return name, json.loads(told)

    def close(self) -> None:
        self.answer.close()
        self._connection.close()


@contextmanager
def live(**environ: str) -> Iterator[Live]:
    beside = Live(**environ)
    try:
        yield beside
    finally:
        beside.close()
