"""`yimen up` for real: it answers, mends itself, stops whole, and comes back after a kill."""

from __future__ import annotations

import json
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
from pathlib import Path
from typing import Any

import pytest

from yimen.wiring import environment, postgres
from yimen.wiring.processes import running_with

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


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    if hall.up is not None and hall.up.poll() is None:
        hall.up.kill()
        hall.up.wait()
    wait_until_gone(hall, AGAIN)
    shutil.rmtree(hall.data)


def test_one_command_brings_up_a_hall_that_answers(hall: Hall) -> None:
    hall.start(patience=FIRST_START)
    assert hall.get("/readyz") == "ok\n"
    metrics: Any = hall.get("/metrics")
    assert 'yimen_rows{table="base_halltime"}' in metrics


@pytest.mark.rule("R-157")
def test_the_demos_texts_go_to_an_outbox_beside_it(hall: Hall) -> None:
    gateway = (hall.data / "sms" / "address").read_text()
    assert f"{gateway}/outbox" in hall.log()
    with urllib.request.urlopen(f"{gateway}/outbox.json", timeout=10) as answer:
        assert "messages" in json.load(answer)


def test_a_second_up_on_the_same_data_is_told_where_the_first_one_is(hall: Hall) -> None:
    said = hall.ask("up", PORT=str(hall.port + 1))
    assert said.returncode == 1
    assert f"already up at http://127.0.0.1:{hall.port}/" in said.stderr


def test_a_port_that_is_taken_is_said_in_a_sentence(hall: Hall) -> None:
    with tempfile.TemporaryDirectory() as other:
        said = hall.ask("up", YIMEN_DATA=other)
    assert said.returncode == 1
    assert f"PORT={hall.port + 1} make run" in said.stderr


def test_a_killed_web_server_is_back_by_itself(hall: Hall) -> None:
    before = hall.web()
    os.kill(before, signal.SIGKILL)
    time.sleep(0.3)
    hall.wait_for("/healthz", AGAIN)
    assert hall.web() != before


def test_a_killed_database_is_back_by_itself(hall: Hall) -> None:
    before = hall.postmaster()
    assert before is not None
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + AGAIN
    while hall.postmaster() in {before, None} and time.monotonic() < deadline:
        time.sleep(0.05)
    hall.wait_for("/readyz", AGAIN)
    assert hall.postmaster() != before


def test_other_commands_join_the_running_hall(hall: Hall) -> None:
    said = hall.ask("django", "showmigrations", "base")
    assert "[X] 0001_hall_time" in said.stdout, said.stderr
    assert hall.get("/readyz") == "ok\n"


def test_time_walks_on_beside_the_running_worker(hall: Hall) -> None:
    """Neither of them waits for the other for good, whatever the demo left to be done."""
    said = hall.ask("clock", "+2h")
    assert said.returncode == 0, said.stderr + hall.log()


def test_a_killed_hall_leaves_no_process_and_starts_again_by_itself(hall: Hall) -> None:
    hall.end(signal.SIGKILL)
    hall.start(patience=AGAIN)
    assert hall.get("/readyz") == "ok\n"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_it_leaves_no_process(hall: Hall, sign: signal.Signals) -> None:
    if hall.up is None or hall.up.poll() is not None:
        hall.start(patience=AGAIN)
    assert hall.end(sign) == 0, hall.log()
    assert hall.living() == set()


def test_a_kill_alone_leaves_no_process(hall: Hall) -> None:
    hall.start(patience=AGAIN)
    hall.end(signal.SIGKILL)
    assert wait_until_gone(hall, AGAIN) == set()
    assert running_with(postgres._mark(hall.data / "postgres")) == set()


def test_a_real_server_is_used_where_one_is_given(hall: Hall, server_url: str) -> None:
    program = "from django.db import connection as c; print(c.settings_dict['HOST'])"
    data = hall.data / "elsewhere"
    said = hall.ask("django", "shell", "-v0", "-c", program, DATABASE_URL=server_url, YIMEN_DATA=str(data))
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip() == environment.database(server_url)["HOST"]
    assert not (data / "postgres").exists()


def test_production_asks_for_a_real_server_and_a_secret(hall: Hall) -> None:
    said = hall.ask("up", YIMEN_PRODUCTION="1", YIMEN_DATA=str(hall.data / "production"))
    assert said.returncode == 1
    assert "DATABASE_URL is needed in production" in said.stderr
