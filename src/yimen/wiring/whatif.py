"""`yimen whatif HALL DAY`: a day of a hall as it was, beside the same day under other conditions."""

from __future__ import annotations

import argparse
import json
import unicodedata
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from yimen.modules.people import queries as people
from yimen.modules.reception.queries import days
from yimen.modules.reception.queries.days import Between, Change, Compared, Figures, RealDay, Waits, change
from yimen.rules.refused import Refused


def run(options: argparse.Namespace) -> int:
    hall = people.unit_id(options.hall)
    if hall is None:
        raise Refused("no_such_hall")
    asked = change(
        windows=options.windows,
        hours=options.hours,
        booked=options.booked,
        order=options.order,
        pauses=not options.no_pauses,
    )
    real, compared = days.whatif(hall, _day(options.day), asked, seed=options.seed)
    if options.json:
        print(json.dumps(_json(options.hall, real, asked, compared), ensure_ascii=False, indent=1))
    else:
        _print(real, compared)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("whatif_day", text=text) from None


def _print(real: RealDay, compared: Compared) -> None:
    was, would = compared.was.all, compared.would_be.all
    at_once = f"同时最多 {compared.windows} 个窗口 · windows at once"
    print(f"■ {real.begins:%Y-%m-%d}  {was.people} 人 · people，{at_once}")
    _line("", "当天 · was", "假设 · would be", "五次中四次 · 4 of 5")
    _waited("等候中位数 · median", was.p50, would.p50, compared.p50)
    _waited("九成人不超过 · 90 % within", was.p90, would.p90)
    _waited("95% 不超过 · 95 % within", was.p95, would.p95, compared.p95)
    for n, minutes in enumerate(days.WITHIN):
        _line(f"{minutes} 分钟以内 · within {minutes} min", f"{was.within[n]:.0%}", f"{would.within[n]:.0%}")
    _line("没有叫到 · never called", str(was.unserved), str(would.unserved))
    if compared.turned_away:
        _line("到时已停止取号 · came too late", "", str(compared.turned_away))
    for each in real.lines:
        if each.id in compared.was.queues and each.id in compared.would_be.queues:
            before, after = compared.was.queues[each.id], compared.would_be.queues[each.id]
            _waited(f"{each.code} {each.name} · 95 %", before.p95, after.p95)
    error = f"p50 {_signed(compared.error_p50)} · p95 {_signed(compared.error_p95)}"
    print(f"回放误差 · off by, played as it was: {error}（seed {compared.seed}，{compared.runs} runs）")


def _waited(words: str, was: timedelta, would: timedelta, between: Between | None = None) -> None:
    apart = f"{_clock(between.low)} – {_clock(between.high)}" if between else ""
    _line(words, _clock(was), _clock(would), apart)


def _line(words: str, was: str, would: str, apart: str = "") -> None:
    print(f"  {words}{_gap(words, 32)}{_gap(was, 14)}{was}{_gap(would, 18)}{would}   {apart}".rstrip())


def _gap(text: str, width: int) -> str:
    """What is wanting to a column; a Chinese character is two wide."""
    return " " * (width - sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text))


def _clock(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _signed(span: timedelta) -> str:
    return ("-" if span < timedelta() else "+") + _clock(abs(span))


def _json(hall: str, real: RealDay, asked: Change, compared: Compared) -> dict[str, Any]:
    names = {each.id: each.code for each in real.lines}
    return {
        "hall": hall,
        "day": real.begins.date().isoformat(),
        "change": json.loads(json.dumps(asdict(asked), default=str)),
        "was": _figures(compared.was, names),
        "would_be": _figures(compared.would_be, names),
        "between": {"p50_s": _span(compared.p50), "p95_s": _span(compared.p95)},
        "back_test": {
            "p50_s": compared.error_p50.total_seconds(),
            "p95_s": compared.error_p95.total_seconds(),
        },
        "turned_away": compared.turned_away,
        "windows": compared.windows,
        "runs": compared.runs,
        "seed": compared.seed,
    }


def _figures(told: Figures, names: dict[int, str]) -> dict[str, Any]:
    return {
        "all": _waits(told.all),
        "queues": {names.get(queue, str(queue)): _waits(each) for queue, each in told.queues.items()},
        "hours": {f"{hour:02}": _waits(each) for hour, each in told.hours.items()},
    }


def _waits(told: Waits) -> dict[str, Any]:
    return {
        "people": told.people,
        "unserved": told.unserved,
        **{f"{name}_s": getattr(told, name).total_seconds() for name in ("p50", "p90", "p95", "mean")},
        **{
            f"within_{minutes}": round(share, 4)
            for minutes, share in zip(days.WITHIN, told.within, strict=True)
        },
    }


def _span(told: Between) -> list[float]:
    return [told.low.total_seconds(), told.high.total_seconds()]
