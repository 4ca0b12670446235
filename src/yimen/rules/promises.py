"""What may be promised: no more than the statute allows, nor than the hall's policy does (R-041, CLK-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from yimen.rules.limits import Limit, Unit
from yimen.rules.refused import Refused

# So many of the first never end later than as many of the second, wherever rest days and closing times fall.
_FINER: Final[Mapping[Unit, frozenset[Unit]]] = {
    Unit.MINUTE: frozenset({Unit.HOUR, Unit.WORKING_DAY, Unit.MONTH}),
    Unit.HOUR: frozenset({Unit.WORKING_DAY, Unit.MONTH}),
    Unit.CLOCK_HOUR: frozenset({Unit.DAY, Unit.WORKING_DAY, Unit.MONTH}),
    Unit.DAY: frozenset({Unit.WORKING_DAY, Unit.MONTH}),
    Unit.WORKING_DAY: frozenset({Unit.MONTH}),
    Unit.MONTH: frozenset(),
}


def no_longer(one: Limit, other: Limit) -> bool | None:
    """Whether `one` surely ends no later than `other`; None where that depends on the calendar."""
    if one.n == 0:
        return True  # the same day
    if one.unit is other.unit:
        return one.n <= other.n
    if other.n == 0:
        return False
    if other.unit in _FINER[one.unit] and one.n <= other.n:
        return True
    return False if one.unit in _FINER[other.unit] and one.n > other.n else None


@dataclass(frozen=True, slots=True)
class Policy:
    """What a hall asks of its promises beyond the law."""

    reduction: Fraction = Fraction(0)  # at least this share below the statutory limit
    lower_bound: bool = False  # of a range, its lower end is promised

    def most(self, statutory: Limit) -> Limit:
        """The longest promise: rounded down, a day at least."""
        if statutory.n == 0:
            return statutory
        return Limit(max(1, int(statutory.n * (1 - self.reduction))), statutory.unit)

    def promise(self, shortest: Limit, longest: Limit) -> Limit:
        """What is promised where completion takes from `shortest` to `longest`."""
        return shortest if self.lower_bound else longest


def require_promise(statutory: Limit, promised: Limit, policy: Policy) -> None:
    """Refused: `promised_over_statutory`, `promised_over_policy`, `limits_not_comparable`."""
    facts = {"statutory": statutory.to_json(), "promised": promised.to_json()}
    match no_longer(promised, statutory):
        case None:
            raise Refused("limits_not_comparable", **facts)
        case False:
            raise Refused("promised_over_statutory", **facts)
    most = policy.most(statutory)
    if no_longer(promised, most) is not True:
        raise Refused("promised_over_policy", **facts, most=most.to_json())
