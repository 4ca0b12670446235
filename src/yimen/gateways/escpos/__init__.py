"""Slips of paper: a ticket printer prints one and says it did, or says why not. The bytes are in README.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

SIMULATED = "simulator"  # the address of the demo's own printer


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `size` 1 to 8 times as wide and as high."""

    text: str
    size: int = 1
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, drawn by the printer itself; `dot` is the side of its squares, in dots."""

    text: str
    dot: int = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


Slip = tuple[Line | Code | Rule, ...]


class Paper(StrEnum):
    """What the printer's sensors see."""

    ENOUGH = "enough"
    NEAR_END = "near_end"
    OUT = "out"
    UNKNOWN = "unknown"


class Trouble(StrEnum):
    """Why nothing comes out."""

    UNREACHABLE = "unreachable"  # switched off, or its cable is out
    NO_ANSWER = "no_answer"  # it takes the bytes and says nothing
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"  # the knife is stuck
    OFFLINE = "offline"  # somebody switched it to standby, or an error it does not name


@dataclass(frozen=True, slots=True)
class Status:
    """How a printer stands; ready where it names no trouble."""

    paper: Paper
    trouble: Trouble | None = None

    @property
    def ready(self) -> bool:
        return self.trouble is None


class NotPrinted(Exception):
    """The slip did not come out, or nobody can say that it did."""

    def __init__(self, trouble: Trouble, paper: Paper = Paper.UNKNOWN) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.paper = paper


class TicketPrinter(Protocol):
    """Whatever prints slips."""

    def print(self, slip: Slip) -> Paper:
        """Return once the slip is cut off; what paper is left. Raises NotPrinted."""

    def status(self) -> Status:
        """Ask, and print nothing. A printer that cannot be reached is a status, too."""


def at(address: str) -> TicketPrinter:
    """The printer at `host:port` (9100 where no port is said); `simulator` is the demo's own."""
    from yimen.gateways.escpos.over_tcp import PORT, PrinterOverTcp  # noqa: PLC0415  it imports this page's words

    where = settings.YIMEN_PRINTER if address == SIMULATED else address
    parts = urlsplit(f"//{where}")
    return PrinterOverTcp(parts.hostname or "", parts.port or PORT)
