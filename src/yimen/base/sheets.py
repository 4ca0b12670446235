"""Reads what offices keep their lists in: CSV of any encoding, Excel old and new, ODS, JSON.

The content decides, not the file's name. What cannot be read safely is refused with a sentence that says what to
do; what can be read is given back as plain text with the line it stood on, so that a report can point at it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from yimen.base import unfold_workbook
from yimen.rules.refused import Refused

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_UNFOLDED: Final = 400 * 1024 * 1024  # what a workbook may say it becomes
MEMORY: Final = 1024 * 1024 * 1024  # what it may really take while it is read
SECONDS: Final = 30

_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream in which a locked workbook lies
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, where it stood in the file (from 1) and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a JSON list and the line it begins on."""

    number: int
    fields: Mapping[str, Any]


def is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}


def read_table(content: bytes) -> tuple[Line, ...]:
    """The rows of a table, empty ones left out. Refuses what is no table, locked, too large or a bomb."""
    _weigh(content)
    if content.startswith(b"PK\x03\x04"):
        _look_into_zip(content)
        rows = _unfold(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        if _LOCKED in content:
            raise Refused("file_locked")
        rows = _unfold(content)
    else:
        rows = _split(_decode(content))
    lines = []
    for number, cells in rows:
        clean = tuple(tidy(cell) for cell in cells)
        if any(clean):
            lines.append(Line(number, clean))
        if len(lines) > MOST_ROWS:
            raise Refused("file_rows_too_many", most=MOST_ROWS)
    if not lines:
        raise Refused("file_empty")
    return tuple(lines)


def read_json(content: bytes) -> tuple[Entry, ...]:
    """The objects of a JSON list, each with its line. Refuses what is not a list of objects."""
    _weigh(content)
    text = _decode(content)
    entries = []
    try:
        for at, value in _elements(text):
            number = text.count("\n", 0, at) + 1
            if not isinstance(value, dict):
                raise Refused("file_not_json", line=number)
            entries.append(Entry(number, value))
            if len(entries) > MOST_ROWS:
                raise Refused("file_rows_too_many", most=MOST_ROWS)
    except json.JSONDecodeError as error:
        raise Refused("file_not_json", line=error.lineno) from None
    except RecursionError:
        raise Refused("file_not_json", line=1) from None
    if not entries:
        raise Refused("file_empty")
    return tuple(entries)


def tidy(text: str) -> str:
    """Without what nobody typed on purpose: control and zero-width signs, blanks at the ends, full-width too."""
    return _CONTROL.sub("", text).strip()


def _weigh(content: bytes) -> None:
    if not content.strip():
        raise Refused("file_empty")
    if len(content) > MOST_BYTES:
        raise Refused("file_too_large", most=MOST_BYTES // 1024 // 1024)


def _decode(content: bytes) -> str:
    """Text in the encodings Chinese offices write: UTF-8 with or without mark, UTF-16 with, GBK and GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise Refused("file_not_a_table")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.lstrip()[:1] == "<" or text.startswith("%PDF"):  # a web page or PDF under a table's name
            raise Refused("file_not_a_table")
        return text
    raise Refused("file_encoding_unknown")


def _split(text: str) -> Iterator[tuple[int, list[str]]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;，", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in rows:
            yield number, cells
            number = rows.line_num + 1
    except csv.Error:
        raise Refused("file_not_a_table") from None


def _elements(text: str) -> Iterator[tuple[int, Any]]:
    """The elements of a JSON list with the place each begins; a single object counts as a list of one."""
    decoder, blank = json.JSONDecoder(), re.compile(r"\s*")

    def skip(at: int) -> int:
        found = blank.match(text, at)
        return found.end() if found else at

    at = skip(0)
    if text[at : at + 1] != "[":
        value, end = decoder.raw_decode(text, at)
        if skip(end) != len(text):
            raise json.JSONDecodeError("more than one value", text, end)
        yield at, value
        return
    at = skip(at + 1)
    while text[at : at + 1] != "]":
        value, end = decoder.raw_decode(text, at)
        yield at, value
        at = skip(end)
        if text[at : at + 1] == ",":
            at = skip(at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("a comma or ] is missing", text, at)


def _look_into_zip(content: bytes) -> None:
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("file_damaged") from None
    if not any(
        each.filename.startswith("xl/workbook.") or each.filename == "content.xml" for each in members
    ):
        raise Refused("file_not_a_table")
    if sum(each.file_size for each in members) > MOST_UNFOLDED:
        raise Refused("file_unfolds_too_far")


def _unfold(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet with anything on it, read by a child of bounded memory and time."""
    script = Path(unfold_workbook.__file__)
    try:
        child = subprocess.run(  # noqa: S603 - our own script, no shell, numbers for arguments
            [sys.executable, str(script), str(MOST_ROWS), str(MEMORY), str(SECONDS)],
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("file_unfolds_too_far") from None
    match child.returncode:
        case 0:
            pass
        case unfold_workbook.LOCKED:
            raise Refused("file_locked")
        case unfold_workbook.UNREADABLE:
            raise Refused("file_damaged")
        case _:  # killed by its own limits
            raise Refused("file_unfolds_too_far")
    for row in child.stdout.splitlines():
        number, cells = json.loads(row)
        yield number, cells
