"""A limit: so many of one unit. The contract's `{n, unit}`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Unit(StrEnum):
    """What a limit is counted in. `hour` and `minute` count office time, `clock_hour` counts on the wall."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    HOUR = "hour"
    CLOCK_HOUR = "clock_hour"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class Limit:
    """`n` of `unit`; `n` is 0 for the same day (a guide's `immediate`)."""

    n: int
    unit: Unit = Unit.WORKING_DAY

    def __add__(self, more: int) -> Limit:
        return Limit(self.n + more, self.unit)

    @property
    def within_reach(self) -> bool:
        """Whether any calendar can count it from today: some 25 years; what is longer is a slip of the pen."""
        return 0 <= self.n < (300 if self.unit is Unit.MONTH else 10_000)

    def to_json(self) -> dict[str, Any]:
        return {"n": self.n, "unit": str(self.unit)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(int(value["n"]), Unit(value["unit"]))
