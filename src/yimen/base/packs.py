"""The shipped rule pack, holiday law and parameters, read once."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from yimen.rules.holidays import HolidayLaw
from yimen.rules.parameters import Parameters, RulePack

_PACKS: Final = files("yimen.rules") / "packs"


@cache
def national_rules() -> RulePack:
    """The law's limits and closed lists (law §23)."""
    return RulePack.from_json(_read("cn_national_2026_1.json"))


@cache
def holiday_laws() -> tuple[HolidayLaw, ...]:
    """Every version of the holiday law that a loaded year was made under (CAL-02)."""
    return tuple(map(HolidayLaw.from_json, _read("holidays.json")["laws"]))


@cache
def shipped_parameters() -> Parameters:
    """What holds where no hall and no item has set a value of its own (requirements §5.1)."""
    return Parameters.from_json(_read("parameters.json"))


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_PACKS / name).read_text("utf-8"))
    return content
