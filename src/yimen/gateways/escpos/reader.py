"""What a printer makes of the bytes it is sent: slips of lines, codes and cuts. The simulator's better half."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .language import DLE, ENCODING, EOT, ESC, FS, GS

_SKIPPED: Final = {ESC + b"t": 1, ESC + b"d": 1, ESC + b"2": 0, FS + b"&": 0, FS + b".": 0}
"""Commands that show nothing here, by how many bytes follow them."""


@dataclass
class Sheet:
    """One slip as it comes out, in plain JSON: `{"text", "size": [w, h], "bold", "align"}`, `{"qr"}`."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    cut: bool = False


class Unreadable(Exception):
    """Bytes that no printer of this kind understands."""


@dataclass
class Reader:
    """Takes bytes as they come, in any pieces. `answer` is given what a status question is answered with.

    Where the printer is `halted` only the real-time questions are answered, and the rest waits.
    """

    done: Callable[[Sheet], None]
    fed: Callable[[], None]  # a line of paper is used
    halted: Callable[[], bool]
    ask: Callable[[int], bytes]
    confirm: Callable[[], bytes]
    answer: Callable[[bytes], None]
    sheet: Sheet = field(default_factory=Sheet)
    _kept: bytes = b""
    _text: bytearray = field(default_factory=bytearray)
    _size: tuple[int, int] = (1, 1)
    _bold: bool = False
    _centred: bool = False
    _chinese: bool = False
    _qr: bytes = b""

    def feed(self, data: bytes) -> None:
        """Read on; without data, what waited."""
        self._kept += self._real_time(data)
        for command in self._commands():
            self._obey(command)

    def _real_time(self, data: bytes) -> bytes:
        """DLE EOT n is answered at once, wherever it stands in the stream."""
        while (at := data.find(DLE + EOT)) >= 0 and len(data) >= at + 3:
            self.answer(self.ask(data[at + 2]))
            data = data[:at] + data[at + 3 :]
        return data

    def _commands(self) -> Iterator[bytes]:
        while self._kept and not self.halted():
            length = _length(self._kept)
            if length is None or len(self._kept) < length:
                return
            command, self._kept = self._kept[:length], self._kept[length:]
            yield command

    def _obey(self, command: bytes) -> None:
        match command[:2]:
            case b"\x1b@":
                self._size, self._bold, self._centred, self._chinese = (1, 1), False, False, False
            case b"\x1ba":
                self._centred = command[2] in b"\x011"
            case b"\x1bE":
                self._bold = bool(command[2] & 1)
            case b"\x1d!":
                self._size = ((command[2] >> 4) + 1, (command[2] & 7) + 1)
            case b"\x1c&":
                self._chinese = True
            case b"\x1d(":
                self._draw(command[5:])
            case b"\x1dV":
                self._cut()
            case b"\x1dr":
                self.answer(self.confirm())
            case _:
                self._type(command)

    def _type(self, command: bytes) -> None:
        if command[:2] in _SKIPPED:
            return
        if command != b"\n":
            self._text += command
            return
        text = bytes(self._text).decode(ENCODING if self._chinese else "cp437", "replace")
        self._text.clear()
        align = "centre" if self._centred else "left"
        self.sheet.lines.append({"text": text, "size": list(self._size), "bold": self._bold, "align": align})
        self.fed()

    def _draw(self, told: bytes) -> None:
        match told[:2]:
            case b"1P":
                self._qr = told[3:]
            case b"1Q":
                self.sheet.lines.append({"qr": self._qr.decode()})
            case b"1A" | b"1C" | b"1E":
                pass
            case _:
                raise Unreadable(told.hex())

    def _cut(self) -> None:
        self.sheet.cut = True
        self.done(self.sheet)
        self.sheet = Sheet()


def _length(data: bytes) -> int | None:
    """Bytes of the command the data begin with; None while that cannot be told."""
    if data[:1] not in {ESC, FS, GS}:
        return 1
    head = data[:2]
    if len(head) < 2:
        return None
    if head in _SKIPPED:
        return 2 + _SKIPPED[head]
    if head == b"\x1b@":
        return 2
    if head in {b"\x1ba", b"\x1bE", b"\x1d!", b"\x1dr"}:
        return 3
    if head == b"\x1dV":
        return None if len(data) < 3 else 4 if data[2] in b"AB" else 3
    if head == b"\x1d(":
        return None if len(data) < 5 else 5 + int.from_bytes(data[3:5], "little")
    raise Unreadable(data[:4].hex())
