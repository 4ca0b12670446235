"""What the holiday law gives each year, and where a year as entered differs from it (CAL-02).

The law only proves a year: which days rest is its notice's to say (CAL-03). A weekday off is a day given and a
weekend worked is a day taken back; what remains is the law's days, however the notice moves them (art. 6). The
nation may give more once, as in 2015 and 2020, so that a difference is told and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from yimen.rules.effect import Effect
from yimen.rules.findings import Finding, Severity
from yimen.rules.rulepack import CONFIDENCE
from yimen.rules.workdays import CalendarDay, CalendarYear


@dataclass(frozen=True, slots=True)
class Holiday:
    """One festival: how many days everybody has off, and which they are where the moon does not say."""

    name: str
    days: int
    dates: tuple[tuple[int, int], ...] = ()  # month and day

    def named_by(self, day: CalendarDay) -> bool:
        """Whether a notice's word for the day is this one: 清明 for 清明节, or 国庆节、中秋节 for both."""
        return self.name.removesuffix("节") in day.name


@dataclass(frozen=True, slots=True)
class HolidayLaw:
    """The days off for all citizens in one version of the law."""

    holidays: tuple[Holiday, ...]
    effect: Effect
    basis: str
    source: str
    confidence: str

    def __post_init__(self) -> None:
        assert self.confidence in CONFIDENCE, self.source

    @property
    def days(self) -> int:
        return sum(each.days for each in self.holidays)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        holidays = tuple(
            Holiday(each["name"], each["days"], tuple(_month_and_day(text) for text in each.get("dates", ())))
            for each in row["holidays"]
        )
        effect = Effect.from_json(row["effective_from"], row.get("effective_to"))
        return cls(holidays, effect, row["basis"], row["source"], row["confidence"])


def law_of(year: int, laws: Iterable[HolidayLaw]) -> HolidayLaw | None:
    """The law of a whole year: each version began with one. None before the first that is known."""
    new_year = date(year, 1, 1)
    return next((law for law in laws if law.effect.holds(new_year)), None)


def given(days: Iterable[CalendarDay]) -> int:
    """How many days off a notice gives beyond the weekends, less those worked in exchange."""
    off = sum(not each.works and not _rests(each.date) for each in days)
    back = sum(each.works and _rests(each.date) for each in days)
    return off - back


def differences(year: CalendarYear, law: HolidayLaw) -> tuple[Finding, ...]:
    """Where the year is not as the law has it: a festival nobody named, a fixed day worked, days too many or few."""
    return tuple(_differences(year, law))


def _differences(year: CalendarYear, law: HolidayLaw) -> Iterator[Finding]:
    listed = {each.date: each for each in year.days}
    for holiday in law.holidays:
        if not any(holiday.named_by(each) and not each.works for each in year.days):
            yield _told("holiday_unnamed", name=holiday.name)
            continue
        for month, day in holiday.dates:
            on = date(year.year, month, day)
            if listed[on].works if on in listed else not _rests(on):
                yield _told("holiday_worked", name=holiday.name, on=on.isoformat())
    if (found := given(year.days)) != law.days:
        yield _told("holiday_days_differ", year=year.year, given=found, days=law.days, basis=law.basis)


def _rests(day: date) -> bool:
    """Whether it is a weekly day of rest (CAL-01)."""
    return day.weekday() >= 5


def _month_and_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _told(rule: str, **facts: Any) -> Finding:
    return Finding(rule=rule, severity=Severity.HINT, field="days", facts=facts)
