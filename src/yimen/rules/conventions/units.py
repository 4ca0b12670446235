"""Units of measure, R-086: amounts in 万元, years in 年, people in 人, pages in 页, equipment in 台, 个 or 把."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from yimen.rules.conventions.defect import Against, Convention, Defect
from yimen.rules.typed import plain

_QUANTITY: Final = re.compile(
    r"(?P<yuan>人民币|¥)?(?P<number>[0-9][0-9,]{0,20}(?:\.[0-9]{1,10})?)(?P<unit>[^0-9.,].{0,9})?"
)
_PLACES: Final = 6  # a rewritten amount says no more than this many decimals


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit a class of fields is written in, and what others are worth in it."""

    unit: str
    worth: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # other unit → a fraction of `unit`


MEASURES: Final[Mapping[str, Measure]] = {
    "amount_wan": Measure(
        "万元",
        {
            "元": (1, 10_000), "圆": (1, 10_000), "块": (1, 10_000), "百元": (1, 100), "千元": (1, 10),
            "万": (1, 1), "百万元": (100, 1), "千万元": (1_000, 1), "亿": (10_000, 1), "亿元": (10_000, 1),
        },
    ),
    "years": Measure("年", {"周年": (1, 1), "月": (1, 12), "个月": (1, 12)}),
    "people": Measure("人", {"名": (1, 1), "位": (1, 1), "个": (1, 1), "个人": (1, 1), "口": (1, 1)}),
    "pages": Measure("页", {"面": (1, 1), "P": (1, 1), "p": (1, 1)}),
}  # fmt: skip
EQUIPMENT_UNITS: Final = ("台", "个", "把")
_LIKE_EQUIPMENT: Final = {"部": "台", "架": "台", "辆": "台", "只": "个", "件": "个"}


def in_unit(measure: Measure) -> Convention:
    """A number alone, since the field shows its unit, or one in that unit; 500000 元 is offered as 50 万元."""

    def check(value: str, _against: Against) -> Defect | None:
        found = _QUANTITY.fullmatch(plain(value).replace(" ", ""))
        if not found:
            return Defect("unit_wrong", f"50{measure.unit}", None, {"unit": measure.unit})
        unit = found["unit"] or ("元" if found["yuan"] else measure.unit)
        unit = unit.removesuffix("人民币").removesuffix("整")
        if unit == measure.unit:
            return None
        suggestion = _converted(found["number"], unit, measure)
        return Defect("unit_wrong", suggestion or f"50{measure.unit}", suggestion, {"unit": measure.unit})

    return check


def equipment_unit(value: str, _against: Against) -> Defect | None:
    """One of the three units, with or without a number before it."""
    found = re.fullmatch(r"([0-9]{0,9})(.*)", plain(value).replace(" ", ""))
    number, unit = (found[1], found[2]) if found else ("", "")
    if unit in EQUIPMENT_UNITS:
        return None
    known = _LIKE_EQUIPMENT.get(unit)
    suggestion = number + known if known else None
    either = "、".join(EQUIPMENT_UNITS)
    return Defect("equipment_unit_wrong", suggestion or either, suggestion, {"units": either})


def _converted(number: str, unit: str, measure: Measure) -> str | None:
    """The same quantity in the measure's unit; None if that unit is unknown or the number goes on for ever."""
    if unit not in measure.worth:
        return None
    over, under = measure.worth[unit]
    scaled = Decimal(number.replace(",", "")) * over
    result = scaled / under
    if result * under != scaled or result != round(result, _PLACES):
        return None
    text = f"{result:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + measure.unit
