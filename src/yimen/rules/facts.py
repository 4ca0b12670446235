"""What each act of licensing may be told: its facts and their shapes, read at the door before any rule sees them.

A rule may then trust that words are words and a day is a day. Whether a fact is there, and right, is the rule's to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from yimen.rules.limits import Limit, Unit
from yimen.rules.refused import Refused

MOST_WORDS: Final = 4000  # characters of one text
MOST_CODE: Final = 60
MOST_ROWS: Final = 100  # entries of one list
MOST_TIME: Final = 3660  # of any unit: what takes longer is no special procedure
_ID: Final = 2**63 - 1
_LAYOUT: Final = frozenset("\n\t")


class Shape(NamedTuple):
    """A kind of fact: its name as a refusal speaks it, and how a value becomes one, or None if it is none."""

    name: str
    read: Callable[[Any], Any]


def _words(value: Any) -> str | None:
    """Text that paper, screen and database can hold: no control characters, no halves of characters."""
    if not isinstance(value, str):
        return None
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > MOST_WORDS:
        return None
    if any(unicodedata.category(each) in {"Cc", "Cs"} and each not in _LAYOUT for each in text):
        return None
    return text


def _code(value: Any) -> str | None:
    """A word of ours; which ones there are the rule knows."""
    named = isinstance(value, str) and len(value) <= MOST_CODE and value.isascii() and value.isprintable()
    return str(value) if named else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _ID else None


def _day(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _limit(value: Any) -> dict[str, Any] | None:
    match value:
        case {"n": int(n), "unit": str(unit), **rest} if not rest and unit in set(Unit):
            return Limit(n, Unit(unit)).to_json() if _number(n) is not None and n <= MOST_TIME else None
    return None


def _each(value: Any, read: Callable[[Any], Any]) -> list[Any] | None:
    if not isinstance(value, list | tuple) or len(value) > MOST_ROWS:
        return None
    rows = [read(each) for each in value]
    return None if any(each is None for each in rows) else rows


def _names(value: Any) -> list[str] | None:
    found = _each(value, _words)
    return [each for each in found if each] if found is not None else None


def _row(value: Any, shapes: Mapping[str, Shape], needed: Iterable[str]) -> dict[str, Any] | None:
    """One entry of a list, by its own table; None where something in it has another shape."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        return None
    given = {name: each for name, each in value.items() if each is not None}
    if not given.keys() <= shapes.keys():
        return None
    row = {name: shapes[name].read(each) for name, each in given.items()}
    if any(each is None for each in row.values()) or not all(row.get(name) for name in needed):
        return None
    return row


TEXT: Final = Shape("words", _words)
CODE: Final = Shape("code", _code)
NUMBER: Final = Shape("number", _number)
DAY: Final = Shape("day", _day)
FLAG: Final = Shape("flag", _flag)
LIMIT: Final = Shape("limit", _limit)
NAMES: Final = Shape("names", _names)
_DEMAND: Final = {"material": TEXT, "field": TEXT, "text": TEXT, "remedy": TEXT}
DEMANDS: Final = Shape("demands", lambda value: _each(value, lambda row: _row(row, _DEMAND, ("text",))))
_FILE: Final = {"digest": TEXT, "name": TEXT, "type": TEXT, "size": NUMBER}
FILES: Final = Shape("files", lambda value: _each(value, lambda row: _row(row, _FILE, ("digest", "name"))))

OTHER: Final = "*"
"""Whatever else is told, as words: an item's path may ask more of a step's record (R-110)."""

# fmt: off
FACTS: Final[Mapping[str, Mapping[str, Shape]]] = {
    "check":           {"result": CODE, "text": TEXT},
    "ask_supplement":  {"ground": CODE, "extra": DEMANDS},
    "allow_demand":    {"reason": TEXT},
    "accept":          {"text": TEXT},
    "return":          {"ground": CODE, "legal": CODE, "competent": TEXT, "text": TEXT},
    "decline":         {"why": CODE, "competent": TEXT, "competent_contact": TEXT, "text": TEXT},
    "take_task":       {},
    "finish_task":     {"result": CODE, "text": TEXT, "on": DAY, "place": TEXT, "participants": NAMES, "files": FILES,
                        OTHER: TEXT},
    "hand_over_task":  {"to": NUMBER, "text": TEXT},
    "suspend":         {"reason": CODE, "needed": LIMIT, "text": TEXT},
    "resume":          {"text": TEXT},
    "extend":          {"text": TEXT, "approved_by": TEXT, "approval_no": TEXT},
    "send_back":       {"step": NUMBER, "text": TEXT},
    "convert":         {"text": TEXT},
    "grant":           {"text": TEXT, "valid_until": DAY},
    "refuse":          {"text": TEXT, "basis": TEXT},
    "complete":        {"receipt_no": TEXT},
    "deliver":         {"way": CODE, "to": CODE, "identity_checked": FLAG, "receiver": TEXT, "proxy_letter": TEXT,
                        "relation": TEXT, "carrier": TEXT, "tracking_no": TEXT},
    "take_back":       {"text": TEXT},
    "archive":         {"shelf": TEXT},
    "withdraw":        {"ground": CODE, "extra": DEMANDS, "text": TEXT},
    "note":            {"text": TEXT, "called": TEXT},
    "correct_contact": {"phone": TEXT, "name": TEXT, "id_type": CODE, "id_number": TEXT, "told_by": CODE},
    "serve":           {"paper_no": TEXT, "how": CODE, "receiver": TEXT},
}
# fmt: on
"""Every act that is told its facts as they are. Filing and supplying bring papers, and have doors of their own."""


def read(act: str, given: Any) -> dict[str, Any]:
    """The facts of `act` as its rule may read them; what was left empty is not among them.

    Refused: `not_permitted` for what is no such act, `fact_unknown`, `fact_shape`.
    """
    shapes = FACTS.get(act)
    if shapes is None:
        raise Refused("not_permitted", act=act)
    if not isinstance(given, Mapping):
        raise Refused("fact_shape", fact=act, wanted="facts")
    facts: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or value in ("", [], {}, ()):
            continue
        shape = NUMBER if name == "task" else shapes.get(name, shapes.get(OTHER))
        if shape is None or _code(name) is None:
            raise Refused("fact_unknown", fact=_code(name) or "…", act=act)
        said = shape.read(value)
        if said is None:
            raise Refused("fact_shape", fact=name, wanted=shape.name)
        if said not in ("", []):
            facts[name] = said
    return facts
