"""`yimen explain NUMBER`: why this date, day by day, for each clock of a case."""

from __future__ import annotations

import argparse

from yimen.base import clock
from yimen.modules.licensing import queries as licensing
from yimen.rules.explained import Explanation, Mark
from yimen.rules.workdays import DayKind

MARKS = {
    Mark.START: "起算日不计 · start, not counted",
    Mark.COUNTED: "计 · counted",
    Mark.REST: "不计 · rest day",
    Mark.PAUSED: "不计 · paused",
    Mark.ROLLED: "顺延 · rolled on",
}


def run(options: argparse.Namespace) -> int:
    for name, sheet in licensing.sheets(options.number, now=clock.hall_now()).items():
        _print(name, sheet)
    return 0


def _print(name: str, sheet: Explanation) -> None:
    more = f" + {sheet.more}" if sheet.more else ""
    print(f"■ {name} · {sheet.rule} · {sheet.limit.n}{more} {sheet.limit.unit}")
    due = sheet.due_on.isoformat() if sheet.due_on else "暂停计时 · at rest"
    print(f"  {sheet.started_at.astimezone(clock.ZONE):%Y-%m-%d} → {due}")
    for day in sheet.days:
        why = day.reason.name or "、".join(day.pauses) or ""
        why += " 调休上班 · make-up day" if day.reason.kind is DayKind.MAKE_UP else ""
        notice = f"（{day.reason.notice}）" if day.reason.notice else ""
        provisional = " · 暂定 provisional" if day.reason.provisional else ""
        end = " ◀ 到期 · due" if day.due else ""
        print(f"  {day.on:%Y-%m-%d %a}  {day.n:>3}  {MARKS[day.mark]}  {why}{notice}{provisional}{end}")
    print()
