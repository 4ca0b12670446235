"""A hall brought up by the command itself, `yimen up`, on a folder and a port of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

YIMEN = Path(sys.executable).parent / "yimen"
FIRST_START = 180.0  # seconds on a busy machine: the demo hall is built
AGAIN = 30.0


class Hall:
    """A data folder of its own, and `yimen up` on it."""

    def __init__(self) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="yimen-up-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environ = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "YIMEN_DATA": str(self.data),
            "PORT": str(self.port),
        }
        self.up: subprocess.Popen[bytes] | None = None

    def start(self, *, patience: float) -> None:
        """Until it says itself that it is ready: one that was just killed may still answer."""
        signal.signal(
            signal.SIGHUP, signal.SIG_DFL
        )  # also where the suite itself was told to outlive its terminal
        with (self.data / "up.log").open("wb") as log:
            self.up = subprocess.Popen([YIMEN, "up"], env=self.environ, stdout=log, stderr=log)
        deadline = time.monotonic() + patience
        while "Yimen is ready" not in self.log():
            assert self.up.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def get(self, path: str) -> str | None:
        """The page, or None while nobody answers or it is not ready."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.read().decode()
        except (OSError, urllib.error.HTTPError):
            return None

    def wait_for(self, path: str, patience: float) -> None:
        deadline = time.monotonic() + patience
        while self.get(path) is None:
            assert self.up is not None
            assert self.up.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def end(self, sign: signal.Signals) -> int:
        assert self.up is not None
        self.up.send_signal(sign)
        return self.up.wait(30)

    def ask(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Another `yimen` command beside it."""
        return subprocess.run(
            [YIMEN, *words],
            env={**self.environ, **environ}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def living(self) -> set[int]:
        """Every process that was started with this data folder in its environment; zombies have none."""
        mark = f"YIMEN_DATA={self.data}".encode()
        found = set()
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in entry.read_bytes().split(b"\0"):
                    found.add(int(entry.parent.name))
            except OSError:
                continue
        return found

    def postmaster(self) -> int | None:
        """Its process id; None while there is none."""
        try:
            return int((self.data / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, IndexError):
            return None

    def web(self) -> int:
        """The server's own process: the child of `up` that has children."""
        assert self.up is not None
        families: dict[int, list[int]] = {}
        for pid in self.living():
            families.setdefault(parent_of(pid), []).append(pid)
        (web,) = [pid for pid in families[self.up.pid] if pid in families and pid != self.postmaster()]
        return web

    def log(self) -> str:
        return (self.data / "up.log").read_text()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def wait_until_gone(hall: Hall, patience: float) -> set[int]:
    deadline = time.monotonic() + patience
    while hall.living() and time.monotonic() < deadline:
        time.sleep(0.05)
    return hall.living()


@contextmanager
def hall_of_its_own() -> Iterator[Hall]:
    """Not yet up; nothing of it is left afterwards."""
    hall = Hall()
    try:
        yield hall
    finally:
        if hall.up is not None and hall.up.poll() is None:
            hall.up.kill()
            hall.up.wait()
        wait_until_gone(hall, AGAIN)
        shutil.rmtree(hall.data)
