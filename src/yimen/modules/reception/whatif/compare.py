"""A day under other conditions, beside the day itself and beside how well the day itself can be played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from yimen.rules.reception.order import Rule

from .changes import Change
from .days import RealDay
from .figures import Figures, Wait, Waits, figures, quantile
from .play import play
from .stage import Stage, stage

RUNS: Final = 20
_AT_MOST: Final = 20_000  # visits played for the interval: a large day is repeated less often
_AT_LEAST: Final = 5
_TENTH: Final = 0.1


@dataclass(frozen=True, slots=True)
class Between:
    """Where a figure lies in four of five repetitions with other service times of the same day."""

    low: timedelta
    high: timedelta


@dataclass(frozen=True, slots=True)
class Compared:
    """What was, what would have been, and how far the simulation is off where the answer is known."""

    was: Figures
    would_be: Figures
    p50: Between
    p95: Between
    error_p50: timedelta  # the day played as it was, minus what really happened
    error_p95: timedelta
    turned_away: int
    windows: int  # open at once, at most
    runs: int
    seed: int


def compare(day: RealDay, change: Change, rule: Rule, *, seed: int, runs: int | None = None) -> Compared:
    """Play a day as it was and as it would have been. The same seed gives the same figures.

    Refused: `whatif_no_queue`.
    """
    was = figures(Wait(each.queue, each.ready_at, each.waited) for each in day.visits)
    again = figures(play(stage(day, Change(), day.rule, _chance(seed)), _chance(seed)))
    other = stage(day, change, rule, _chance(seed))
    would_be = figures(play(other, _chance(seed)))
    times = runs or max(_AT_LEAST, min(RUNS, _AT_MOST // len(day.visits)))
    repeated = [_repeated(day, change, rule, f"{seed} {n}") for n in range(times)]
    return Compared(
        was=was,
        would_be=would_be,
        p50=_between([each.p50 for each in repeated]),
        p95=_between([each.p95 for each in repeated]),
        error_p50=again.all.p50 - was.all.p50,
        error_p95=again.all.p95 - was.all.p95,
        turned_away=other.turned_away,
        windows=_at_once(other),
        runs=times,
        seed=seed,
    )


def _repeated(day: RealDay, change: Change, rule: Rule, seed: str) -> Waits:
    return figures(play(stage(day, change, rule, _chance(seed)), _chance(seed), resample=True)).all


def _at_once(played: Stage) -> int:
    spans = [span for each in played.stations for span, _ in each.calls]
    return max((sum(opens <= moment < closes for opens, closes in spans) for moment, _ in spans), default=0)


def _chance(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311  # it draws samples, not secrets


def _between(told: list[timedelta]) -> Between:
    told = sorted(told)
    return Between(quantile(told, _TENTH), quantile(told, 1 - _TENTH))
