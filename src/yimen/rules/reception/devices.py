"""What stands in a hall and says that it works: kiosks, printers, screens, terminals (R-218)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    KIOSK = "kiosk"  # 自助机
    PRINTER = "printer"  # 号票打印机
    SCREEN = "screen"  # 屏幕
    TERMINAL = "terminal"  # 公用电脑


class Function(StrEnum):
    """What a device is there for."""

    TICKET = "ticket"
    GUIDE = "guide"
    APPLY = "apply"
    PROGRESS = "progress"
    RATE = "rate"
    PRINT = "print"
    SHOW = "show"


class Standing(StrEnum):
    """How a device stands, by what it said last and when that was."""

    NEVER = "never"  # registered, and not yet heard of
    READY = "ready"
    TROUBLE = "trouble"  # it says that something is wrong
    SILENT = "silent"


def silent_from(last: datetime, minutes: int) -> datetime:
    """From when on a device that spoke at `last` counts as silent."""
    return last + timedelta(minutes=minutes)


def standing(last: datetime | None, trouble: str, minutes: int, now: datetime) -> Standing:
    if last is None:
        return Standing.NEVER
    if now > silent_from(last, minutes):
        return Standing.SILENT
    return Standing.TROUBLE if trouble else Standing.READY
