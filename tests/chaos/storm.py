"""A hall under load in which processes are killed: those who use it, and who kills what."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
YIMEN: Final = Path(sys.executable).parent / "yimen"
ITEM: Final = "11990100MB0000035A3000117002002"
_SCHEMA: Final = json.loads(
    (ROOT / "src/yimen/modules/catalogue/demo/items/banner_display.json").read_text()
)["form"]
FORM: Final = {
    name: told["examples"][0] for name, told in _SCHEMA["properties"].items() if told.get("examples")
}
PATIENCE: Final = 90.0  # seconds on a busy machine: PostgreSQL recovers, the web comes back


class House:
    """`yimen up` on a folder of its own: an open hall without a case."""

    def __init__(self) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="yimen-chaos-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environ = {**kept, "YIMEN_DATA": str(self.data), "PORT": str(self.port), "YIMEN_LOG": "CRITICAL"}
        subprocess.run([sys.executable, ROOT / "bench" / "empty_hall.py"], env=self.environ, check=True)
        with (self.data / "up.log").open("ab") as log:
            self.up = subprocess.Popen([YIMEN, "up"], env=self.environ, stdout=log, stderr=log)
        self.wait()

    def log(self) -> str:
        return (self.data / "up.log").read_text()

    def wait(self) -> None:
        """Until the hall answers and its database does."""
        deadline = time.monotonic() + PATIENCE
        while not self._ready():
            assert self.up.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.1)

    def _ready(self) -> bool:
        caller = Caller(self.port)
        try:
            return caller.ask("GET", "/readyz").status == 200
        except OSError:
            return False
        finally:
            caller.close()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [YIMEN, *words], env=self.environ, capture_output=True, text=True, timeout=300, check=False
        )

    def token(self) -> str:
        """A clerk's."""
        caller = Caller(self.port)
        answer = caller.ask("POST", "/api/v1/tokens", {"username": "clerk", "password": "yimen-demo"})
        caller.close()
        return str(answer.body["token"])

    def called(self, name: str) -> list[int]:
        """The processes below `yimen up` that go by that name."""
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
        found, edge = [], [self.up.pid]
        while edge:
            edge = [child for each in edge for child in children.get(each, ())]
            found += [each for each in edge if names[each] == name]
        return sorted(found)

    def close(self) -> None:
        if self.up.poll() is None:
            self.up.send_signal(signal.SIGINT)
            self.up.wait(60)
        shutil.rmtree(self.data, ignore_errors=True)


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


class Caller:
    """One connection, opened anew where it broke."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Raises OSError where there is no answer: nobody knows then whether it was done."""
        try:
            content = json.dumps(body).encode() if body is not None else None
            self._connection.request(method, path, content, {"Content-Type": "application/json", **headers})
            response = self._connection.getresponse()
            text = response.read()
        except (http.client.HTTPException, OSError) as failure:
            self._connection.close()
            raise ConnectionError from failure
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(response.status, json.loads(text) if is_json else text)

    def close(self) -> None:
        self._connection.close()


@dataclass
class Person:
    """Somebody who files and takes in, one case after the other, and asks again with the same key until there is an answer."""

    port: int
    nth: int
    token: str
    stop: threading.Event
    filed: dict[str, str] = field(default_factory=dict)  # key → number as answered
    accepted: list[str] = field(default_factory=list)
    asked_again: int = 0
    wrong: list[str] = field(default_factory=list)

    def work(self) -> None:
        self._caller = Caller(self.port)
        try:
            self._work()
        finally:
            self._caller.close()

    def _work(self) -> None:
        while not self.stop.is_set():
            key = str(uuid.uuid4())
            answer = self._sure("POST", "/api/v1/applications", self._filing(), 201, key=key)
            number = self.filed[key] = answer.body["number"]
            self._sure("POST", f"/api/v1/cases/{number}/acts/accept", {}, 200, key=f"accept-{key}")
            self.accepted.append(number)
            again = self._sure("POST", "/api/v1/applications", self._filing(), 201, key=key)
            if again.body["number"] != number:
                self.wrong.append(f"{key}: {number}, then {again.body['number']}")

    def _sure(self, method: str, path: str, body: Any, status: int, *, key: str) -> Answer:
        """Ask until it is answered for good: what was not answered is asked again under the same key."""
        deadline = time.monotonic() + PATIENCE
        while True:
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
            try:
                answer = self._caller.ask(method, path, body, **headers)
            except OSError:
                answer = None
            if answer is not None and answer.status == status:
                return answer
            if answer is not None and answer.status < 500 and answer.body.get("reason") != "busy":
                self.wrong.append(f"{method} {path}: {answer}")
                raise AssertionError(self.wrong[-1])
            assert time.monotonic() < deadline, f"{method} {path} is never answered"
            self.asked_again += 1
            time.sleep(0.05)

    def _filing(self) -> dict[str, Any]:
        materials = [
            {"code": code, "copies": 1, "original": True} for code in ("application", "design", "consent")
        ]
        return {
            "item": ITEM, "channel": "window", "form": FORM, "materials": materials,
            "applicant": {
                "kind": "person", "name": "王小明", "id_number": "990100198804121176",
                "phone": f"1380000{self.nth:04}",
            },
        }  # fmt: skip


class Storm:
    """Kills one part after the other, at random moments."""

    PARTS: Final = ("web", "worker", "postgres")

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self._luck = random.Random(seed)
        self._nth = 0
        self.killed: list[str] = []

    def strike(self) -> None:
        """Wait for a random moment, kill -9 a process of the next part, and wait until the hall is well again."""
        time.sleep(self._luck.uniform(0.3, 2.5))
        part = self.PARTS[self._nth % len(self.PARTS)]
        self._nth += 1
        name = "postgres" if part == "postgres" else f"yimen {part}"
        running = self.house.called(name)
        assert running, f"no {part} is running\n{self.house.log()}"
        pid = self._luck.choice(running)
        os.kill(pid, signal.SIGKILL)
        self.killed.append(f"{part} {pid}")
        time.sleep(0.2)
        self.house.wait()
        deadline = time.monotonic() + PATIENCE
        while not self.house.called(name):
            assert time.monotonic() < deadline, f"{part} does not come back\n{self.house.log()}"
            time.sleep(0.1)
