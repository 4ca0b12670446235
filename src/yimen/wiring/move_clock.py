"""`yimen clock`: shows hall time, or in a demo moves it on by +3d or +2h, or to 2026-03-02T09:00."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from yimen.base import clock
from yimen.wiring.walk import Stuck, walk

STEP: Final = re.compile(r"\+(\d{1,4})([dh])")
UNITS: Final = {"d": timedelta(days=1), "h": timedelta(hours=1)}


class NotAMoment(ValueError):
    """What was asked for cannot be where time goes; the sentence says why."""


def run(options: argparse.Namespace) -> int:
    now = clock.hall_now()
    if options.to is None:
        print(_shown(now))
        return 0
    if not settings.YIMEN_DEMO:
        print("生产环境的时间不能拨动 · in production time is the real one", file=sys.stderr)
        return 1
    try:
        to = target(options.to, now=now)
        stops = walk(to)
    except (NotAMoment, Stuck) as why:
        print(why, file=sys.stderr)
        return 1
    print(f"{_shown(now)} → {_shown(to)} (到期 {stops} 次 · stops on the way: {stops})")
    return 0


def target(text: str, *, now: datetime) -> datetime:
    """The moment that `text` names, seen from `now`; time only goes forward. Raises NotAMoment."""
    if step := STEP.fullmatch(text):
        return now + int(step[1]) * UNITS[step[2]]
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise NotAMoment(f"{text!r}: +3d, +2h or 2026-03-02T09:00 · 请按这三种格式之一填写") from None
    at = at if at.tzinfo else at.replace(tzinfo=clock.ZONE)
    if at < now:
        raise NotAMoment(f"{_shown(now)}: time does not go back · 时间不能倒回")
    return at


def _shown(at: datetime) -> str:
    return f"{at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
