"""A caller in a process of its own: keeps one connection open, asks what it is told to, and says how long each answer took."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple


class Asked(NamedTuple):
    """A request to make."""

    method: str
    path: str
    headers: dict[str, str] = {}
    body: Any = None


class Answered(NamedTuple):
    """What came back, and how many milliseconds that took."""

    status: int
    ms: float
    body: Any


class Client:
    """The handle on that process. What it costs is its own: no figure counts it."""

    def __init__(self, port: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *asked: Asked) -> list[Answered]:
        """Make all of these requests, one after the other."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return [Answered(*each) for each in json.loads(self._process.stdout.readline())]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def main(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for line in sys.stdin:
        answers = []
        for method, path, headers, body in json.loads(line):
            content = json.dumps(body).encode() if body is not None else None
            for again in (True, False):
                began = time.perf_counter()
                try:
                    connection.request(method, path, content, {"Content-Type": "application/json", **headers})
                    response = connection.getresponse()
                except http.client.RemoteDisconnected:  # kept open long enough: a new one
                    if not again:
                        raise
                    connection.close()
                else:
                    break
            text = response.read()
            ms = 1000 * (time.perf_counter() - began)
            said = json.loads(text) if "json" in response.headers.get("Content-Type", "") else len(text)
            answers.append((response.status, ms, said))
        print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
