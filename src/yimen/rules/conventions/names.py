"""Names as the item's rules write them: equipment, standards, products, scope. R-089 to R-091, R-085."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from yimen.rules.conventions.defect import Against, Defect
from yimen.rules.typed import plain

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_STANDARD: Final = (
    r"[A-Z]{1,6}[0-9]{0,4}(?:/[A-Z0-9]{1,12})? ?[0-9]{1,8}(?:\.[0-9]{1,4}){0,3}(?:[-:][0-9]{2,4})?"
)
_NUMBER_LAST: Final = re.compile(rf"{_STANDARD}$", re.IGNORECASE)
_NUMBER_FIRST: Final = re.compile(_STANDARD, re.IGNORECASE)
_SCOPE_ENDS: Final = re.compile(r"[、，,；;。:\n]|\([^()]*\)")
_TRADES: Final = re.compile(r"(?:的?(?:生产|制造|加工|分装|研发|销售|批发|零售|经营|服务|和|及|与))+$")


def equipment_name(value: str, against: Against) -> Defect | None:
    """A listed name, or the actual one with a listed one in brackets: 液剂自动包装机（液体机械灌装设备）. R-089.

    An item without a list has no names to differ from.
    """
    known = {_bare(each): each for each in against.choices}
    text = _bare(value)
    pairs = _bracketed(text)
    if not known or text in known or any(inner in known for _, inner in pairs):
        return None
    actual, inner = pairs[0] if pairs else ("", text.strip("()"))
    suggestion: str | None
    if actual in known:  # the right two, the wrong way round
        suggestion = f"{inner}（{known[actual]}）"
    elif inner in known:  # brackets with nothing before them
        suggestion = known[inner]
    else:
        near = _nearest(inner, known)
        suggestion = near and f"{actual or inner}（{near}）"
    return Defect("equipment_name_unlisted", suggestion or f"实际名称（{against.choices[0]}）", suggestion)


def standard(value: str, against: Against) -> Defect | None:
    """The Chinese name, then the number: 咪鲜胺原药GB22623-2008. R-090.

    Where one half is missing, the standards the item knows may supply it.
    """
    right = _in_order(value)
    if right == plain(value):
        return None
    name, number = _halves(plain(value))
    half = _bare(number or name).upper()
    if right is None and half:
        right = next(
            (each for each in map(_in_order, against.choices) if each and half in _bare(each).upper()), None
        )
    pattern = f"{name if _CHINESE.search(name) else '××××'}{number or 'GB××××-××××'}"
    return Defect("standard_form", right or pattern, right)


def listed(value: str, against: Against) -> Defect | None:
    """A name from the rules in force: a product's category, name and unit are picked, never typed. R-091."""
    if value in against.choices:
        return None
    known = {_bare(each): each for each in against.choices}
    suggestion = known.get(_bare(value)) or _nearest(_bare(value), known)
    return Defect("not_listed", suggestion or "、".join(against.choices[:3]), suggestion)


def business_scope(value: str, against: Against) -> Defect | None:
    """What is applied for lies within the scope on the licence: the second boundary. R-085.

    An entry covers what it names, its trade left aside, and what is named after it: 农药生产 covers 农药原药.
    """
    if against.record is None:
        return None
    wanted = _bare(value)
    entries = (_TRADES.sub("", _bare(each)) for each in _SCOPE_ENDS.split(plain(against.record)))
    if any(len(entry) > 1 and (entry in wanted or wanted in entry) for entry in entries):
        return None
    return Defect("scope_not_covered", against.record, None, {"boundary": "business_scope"})


def _bracketed(text: str) -> list[tuple[str, str]]:
    """Each way to read a text as a name and one in brackets at its end; a name may hold brackets itself."""
    if not text.endswith(")"):
        return []
    return [(text[: at.start()], text[at.end() : -1]) for at in re.finditer(r"(?<!^)\(", text)]


def _in_order(standard: str) -> str | None:
    """The standard with its name first; None if a half is missing."""
    name, number = _halves(plain(standard))
    if not number or not _CHINESE.search(name):
        return None
    apart = " " if re.search(r"[0-9A-Za-z]$", name) else ""
    return f"{name}{apart}{number}"


def _halves(text: str) -> tuple[str, str]:
    """Name and number of a standard, whichever comes first; the number in upper case."""
    last = _NUMBER_LAST.search(text)
    if last and _CHINESE.search(text[: last.start()]):
        return text[: last.start()], last[0].upper()
    first = _NUMBER_FIRST.match(text)
    return (text[first.end() :].strip(), first[0].upper()) if first else (text, "")


def _nearest(text: str, known: Mapping[str, str]) -> str | None:
    found = get_close_matches(text, known, n=1)
    return known[found[0]] if found else None


def _bare(text: str) -> str:
    return plain(text).replace(" ", "")
