"""The bytes of ESC/POS that a slip needs: what to send, and how to read what a printer answers."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import east_asian_width

from . import Code, Line, Paper, Rule, Slip, Status, Trouble

ESC, FS, GS, DLE, EOT = b"\x1b", b"\x1c", b"\x1d", b"\x10", b"\x04"
INITIALISE: Final = ESC + b"@"
LATIN: Final = ESC + b"t\x00"  # code page 437 for what is no Chinese
CHINESE: Final = FS + b"&"  # two-byte characters, GB18030
COLUMNS: Final = 48  # of 80 mm paper at size 1; a Chinese character takes two
FEED_AND_CUT: Final = GS + b"VB\x03"
CONFIRM: Final = GS + b"r\x01"  # answered only when all that was sent before it is on paper
ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER = (DLE + EOT + bytes((n,)) for n in (1, 2, 3, 4))
ENCODING: Final = "gb18030"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_QR: Final = GS + b"(k"
_QR_MODEL_2: Final = _QR + b"\x04\x001A2\x00"
_QR_LEVEL_M: Final = _QR + b"\x03\x001E1"
_QR_PRINT: Final = _QR + b"\x03\x001Q0"


def encode(slip: Slip, columns: int = COLUMNS) -> bytes:
    """The whole slip: initialised, set, fed and cut. A control character of a text is never sent."""
    head = INITIALISE + LATIN + CHINESE
    return head + b"".join(_part(each, columns) for each in slip) + FEED_AND_CUT


def _part(part: Line | Code | Rule, columns: int) -> bytes:
    match part:
        case Code():
            return _aligned(centred=True) + _qr(part) + _aligned(centred=False)
        case Rule():
            return b"-" * columns + b"\n"
        case Line():
            text = "\n".join(folded(_CONTROL.sub(" ", part.text), columns // part.size))
            return (
                _aligned(part.centred) + _size(part.size) + _bold(part.bold) + _text(text) + b"\n" + _plain()
            )


def _text(text: str) -> bytes:
    """What a printer's font lacks becomes a question mark rather than four bytes of noise."""
    return text.encode("gbk", "replace")


def _qr(code: Code) -> bytes:
    content = code.text.encode()
    dot = _QR + b"\x03\x001C" + bytes((code.dot,))
    store = _QR + (len(content) + 3).to_bytes(2, "little") + b"1P0" + content
    return _QR_MODEL_2 + dot + _QR_LEVEL_M + store + _QR_PRINT


def _aligned(centred: bool) -> bytes:
    return ESC + b"a" + bytes((int(centred),))


def _size(size: int) -> bytes:
    return GS + b"!" + bytes(((size - 1) << 4 | (size - 1),))


def _bold(bold: bool) -> bytes:
    return ESC + b"E" + bytes((int(bold),))


def _plain() -> bytes:
    return _size(1) + _bold(False) + _aligned(centred=False)


def width(text: str) -> int:
    """Columns of a text at size 1."""
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def folded(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns; between words where there are any."""
    lines, line = [], ""
    for word in re.findall(r"[!-~]+ ?|.", text):
        if line and width(line + word.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        for sign in word:
            if width(line + sign) > columns:
                lines.append(line)
                line = ""
            line += sign
    return [*lines, line.rstrip()]


def read_status(printer: int, offline: int, error: int, paper: int) -> Status:
    """The four real-time answers, read together: what is most in the way is named."""
    seen = Paper.OUT if paper & 0x60 or offline & 0x20 else Paper.NEAR_END if paper & 0x0C else Paper.ENOUGH
    if offline & 0x04:
        return Status(seen, Trouble.COVER_OPEN)
    if seen is Paper.OUT:
        return Status(seen, Trouble.PAPER_OUT)
    if error & 0x08:
        return Status(seen, Trouble.CUTTER)
    if printer & 0x08 or offline & 0x40 or error & 0x60:
        return Status(seen, Trouble.OFFLINE)
    return Status(seen)


def is_status(byte: int) -> bool:
    """Whether a byte is an answer to DLE EOT: bits 1 and 4 set, bits 0 and 7 clear."""
    return byte & 0x93 == 0x12


def read_confirmation(byte: int) -> Paper | None:
    """What is left once the slip is out; None for any other byte, as an answer that came late."""
    if byte & 0x90:
        return None
    return Paper.OUT if byte & 0x0C else Paper.NEAR_END if byte & 0x03 else Paper.ENOUGH
