"""An appointment as an iCalendar file, for whoever keeps a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

_LINE: Final = 75  # octets of a line, its end not counted


@dataclass(frozen=True, slots=True)
class Event:
    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str = ""
    description: str = ""
    url: str = ""
    remind: timedelta | None = None  # so long before
    cancelled: bool = False


def calendar(event: Event, *, stamp: datetime) -> bytes:
    """The file: moments in UTC, lines folded, ends as the standard wants them."""
    return b"".join(folded + b"\r\n" for line in _lines(event, stamp) for folded in _fold(line.encode()))


def _lines(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Yimen//Reception//ZH"
    yield "METHOD:PUBLISH"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(stamp)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SUMMARY:{_text(event.summary)}"
    for name, value in (("LOCATION", event.place), ("DESCRIPTION", event.description)):
        if value:
            yield f"{name}:{_text(value)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    if event.remind is not None and not event.cancelled:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(event.summary)}"
        yield f"TRIGGER:-PT{int(event.remind.total_seconds() // 60)}M"
        yield "END:VALARM"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        value = value.replace(char, written)
    return value


def _fold(line: bytes) -> Iterator[bytes]:
    """Never inside a character: a continuation begins with a space, which counts."""
    room, lead = _LINE, b""
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        yield lead + line[:cut]
        line, lead, room = line[cut:], b" ", _LINE - 1
    yield lead + line
