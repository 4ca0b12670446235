"""A printer on the hall's own network: raw bytes to its port 9100, and its answers back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from . import NotPrinted, Paper, Slip, Status, Trouble
from .language import (
    ASK_ERROR,
    ASK_OFFLINE,
    ASK_PAPER,
    ASK_PRINTER,
    CONFIRM,
    encode,
    is_status,
    read_confirmation,
    read_status,
)

PORT: Final = 9100
_ASKED: Final = (ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER)


class PrinterOverTcp:
    """One connection a slip. `patience` in seconds bounds every wait for an answer, `printing` that for the paper."""

    def __init__(self, host: str, port: int = PORT, *, patience: float = 2, printing: float = 8) -> None:
        self._host = host
        self._port = port
        self._patience = patience
        self._printing = printing

    def print(self, slip: Slip) -> Paper:
        """Ask first, print, and wait until the printer says that all of it is out. Raises NotPrinted."""
        with self._connected() as printer:
            status = self._asked(printer)
            if status.trouble:
                raise NotPrinted(status.trouble, status.paper)
            printer.sendall(encode(slip) + CONFIRM)
            left = self._confirmed(printer)
            if left is not None:
                return left
            status = self._asked(printer)  # it stopped half-way: why?
            raise NotPrinted(status.trouble or Trouble.NO_ANSWER, status.paper)

    def status(self) -> Status:
        try:
            with self._connected() as printer:
                return self._asked(printer)
        except NotPrinted as failure:
            return Status(failure.paper, failure.trouble)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        if not self._host:
            raise NotPrinted(Trouble.UNREACHABLE)
        try:
            with socket.create_connection((self._host, self._port), timeout=self._patience) as printer:
                yield printer
        except OSError as failure:  # refused, no route, cut off half-way
            raise NotPrinted(Trouble.UNREACHABLE) from failure

    def _asked(self, printer: socket.socket) -> Status:
        answers = []
        for question in _ASKED:
            printer.sendall(question)
            answers.append(self._answer(printer, until=time.monotonic() + self._patience))
        return read_status(*answers)

    def _answer(self, printer: socket.socket, *, until: float) -> int:
        while (byte := _byte(printer, until)) is not None:
            if is_status(byte):
                return byte
        raise NotPrinted(Trouble.NO_ANSWER)

    def _confirmed(self, printer: socket.socket) -> Paper | None:
        until = time.monotonic() + self._printing
        while (byte := _byte(printer, until)) is not None:
            if (left := read_confirmation(byte)) is not None:
                return left
        return None


def _byte(printer: socket.socket, until: float) -> int | None:
    """The next byte; None if none comes in time, or the printer hung up."""
    left = until - time.monotonic()
    if left <= 0:
        return None
    printer.settimeout(left)
    try:
        got = printer.recv(1)
    except TimeoutError:
        return None
    return got[0] if got else None
