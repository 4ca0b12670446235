"""The simulator's memory: one JSON line for each message and each report, so that it survives its own restart."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any


class Outbox:
    """Messages by key and reports in order. Every line is on the disk before it is answered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self.messages: dict[str, dict[str, Any]] = {}
        self.reports: list[dict[str, Any]] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            for line in _whole_lines(path):
                self._remember(json.loads(line))

    def take(self, key: str, phone: str, text: str, *, now: datetime) -> tuple[dict[str, Any], bool]:
        """The message under this key, and whether it is new. Another body under it gives the first one."""
        with self._lock:
            known = self.messages.get(key)
            if known is not None:
                return known, False
            message = {
                "key": key,
                "receipt": f"SIM{len(self.messages) + 1:08}",
                "phone": phone,
                "text": text,
                "at": now.isoformat(),
            }
            self._write({"message": message})
            return message, True

    def report(self, message: dict[str, Any], state: str, reason: str, *, now: datetime) -> None:
        report = {"key": message["key"], "receipt": message["receipt"], "state": state, "at": now.isoformat()}
        with self._lock:
            self._write({"report": {**report, "reason": reason}})

    def _write(self, line: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._remember(line)

    def _remember(self, line: dict[str, Any]) -> None:
        if "message" in line:
            self.messages[line["message"]["key"]] = line["message"]
        else:
            self.reports.append(line["report"])


def _whole_lines(path: Path) -> list[str]:
    """All lines but one that a kill cut short, which was never answered; it is cut off for good."""
    text = path.read_text("utf-8", errors="replace")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, "utf-8")
    return whole.splitlines()
