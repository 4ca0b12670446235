"""Reads what people write into a cell: limits in words, yes and no, lists, materials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from yimen.rules.limits import Limit, Unit
from yimen.rules.typed import plain

from ..kinds import Online, Retention, Subject, Track

SUBJECTS: Final[Mapping[str, Subject]] = {
    "个人": Subject.PERSON, "自然人": Subject.PERSON, "公民": Subject.PERSON, "1": Subject.PERSON, "person": Subject.PERSON,
    "法人": Subject.ORGANISATION, "企业": Subject.ORGANISATION, "企业法人": Subject.ORGANISATION, "单位": Subject.ORGANISATION,
    "事业法人": Subject.ORGANISATION, "社会组织法人": Subject.ORGANISATION, "行政机关": Subject.ORGANISATION,
    "其他组织": Subject.ORGANISATION, "2": Subject.ORGANISATION, "organisation": Subject.ORGANISATION,
    "个人和法人": Subject.BOTH, "both": Subject.BOTH,
}  # fmt: skip
TRACKS: Final[Mapping[str, Track]] = {
    "即办件": Track.INSTANT, "即办": Track.INSTANT, "instant": Track.INSTANT,
    "承诺件": Track.COMMITTED, "承诺": Track.COMMITTED, "committed": Track.COMMITTED,
    "联办件": Track.JOINT, "联办": Track.JOINT, "joint": Track.JOINT,
    "上报件": Track.ESCALATED, "上报": Track.ESCALATED, "转报": Track.ESCALATED, "escalated": Track.ESCALATED,
}  # fmt: skip
LEVELS: Final[Mapping[str, Online]] = {
    "指南": Online.GUIDE, "仅指南": Online.GUIDE, "预约": Online.BOOKING, "网上预约": Online.BOOKING,
    "预登记": Online.PRE_REGISTRATION, "网上预登记": Online.PRE_REGISTRATION,
    "预审": Online.PRE_REVIEW, "网上预审": Online.PRE_REVIEW,
    "全程网办": Online.FULL, "全程": Online.FULL, **{each.value: each for each in Online},
}  # fmt: skip
RETENTIONS: Final[Mapping[str, Retention]] = {
    "10": Retention.TEN, "10年": Retention.TEN, "30": Retention.THIRTY, "30年": Retention.THIRTY,
    "永久": Retention.PERMANENT, "permanent": Retention.PERMANENT,
}  # fmt: skip
_YES: Final = frozenset({"是", "有", "收费", "可以", "支持", "1", "y", "yes", "true", "√", "✓"})
_NO: Final = frozenset({"否", "无", "不收费", "免费", "不可以", "不支持", "0", "n", "no", "false", "×", "✗"})
_SAME_DAY: Final = frozenset({"即办", "当场", "当场办结", "立即", "即时", "当日", "immediate", "0"})
_UNITS: Final[Mapping[str, Unit]] = {
    "工作日": Unit.WORKING_DAY, "个工作日": Unit.WORKING_DAY, "working_day": Unit.WORKING_DAY, "workingdays": Unit.WORKING_DAY,
    "日": Unit.DAY, "天": Unit.DAY, "自然日": Unit.DAY, "个自然日": Unit.DAY, "day": Unit.DAY,
    "月": Unit.MONTH, "个月": Unit.MONTH, "month": Unit.MONTH,
    "小时": Unit.HOUR, "个小时": Unit.HOUR, "工作小时": Unit.HOUR, "hour": Unit.HOUR,
    "分钟": Unit.MINUTE, "minute": Unit.MINUTE, "clock_hour": Unit.CLOCK_HOUR,
}  # fmt: skip
_DIGITS: Final = {sign: str(n) for n, sign in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_NUMBER: Final = re.compile(r"(?P<n>[0-9]+|[〇零一二两三四五六七八九十]+)(?P<unit>\D*)")
_SPLIT: Final = re.compile(r"[\n;；]+")


def limit(value: Any) -> Limit | None:
    """A limit from words or from the contract's object; None if it cannot be read. A number alone counts working days."""
    match value:
        case {"unit": "immediate"}:
            return Limit(0)
        case {"n": int(n), "unit": str(unit)} if n >= 0 and unit in set(Unit):
            return Limit(n, Unit(unit))
        case int() if not isinstance(value, bool) and value >= 0:
            return Limit(value)
        case str():
            return _limit(plain(value).replace(" ", "").lower())
    return None


def _limit(text: str) -> Limit | None:
    if text in _SAME_DAY:
        return Limit(0)
    found = _NUMBER.fullmatch(text.removesuffix("内").removesuffix("以"))
    if not found:
        return None
    n, unit = _count(found["n"]), _UNITS.get(found["unit"] or "工作日")
    return Limit(n, unit) if unit else None


def _count(text: str) -> int:
    """Digits, or Chinese numbers below one hundred: 二十五."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(_DIGITS[sign] for sign in text))
    return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))


def flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = plain(str(value)).lower()
    return True if text in _YES else False if text in _NO else None


def subject(text: str) -> Subject | None:
    """For whom: one word, or several of both sorts. 自然人,企业法人 is both."""
    parts = [part for part in re.split(r"[,，、;；/和及或 ]+", plain(text)) if part and part != "其他组织"]
    found = {_subject(part) for part in parts or [plain(text)]}
    if None in found or not found:
        return SUBJECTS.get(text)
    return found.pop() if len(found) == 1 else Subject.BOTH


def _subject(part: str) -> Subject | None:
    known = SUBJECTS.get(part)
    if known is None and part.endswith(("人员", "居民", "老人")):
        return Subject.PERSON
    if known is None and part.endswith(("组织", "法人", "企业", "单位")):
        return Subject.ORGANISATION
    return known


def pieces(value: Any) -> list[str]:
    """A list from a list, or from one cell: by lines and semicolons, without the numbers people write before each."""
    if isinstance(value, list):
        return [str(each).strip() for each in value if str(each).strip()]
    parts = (
        re.sub(r"^\s*[(（]?[0-9一二三四五六七八九十]{1,2}[)）.、．]\s*", "", part)
        for part in _SPLIT.split(str(value))
    )
    return [part.strip() for part in parts if part.strip()]


def names(value: Any) -> list[str]:
    """Short names in one cell, by any of the usual signs."""
    if isinstance(value, list):
        return pieces(value)
    return [part.strip() for part in re.split(r"[\n,，、;；|]+", str(value)) if part.strip()]


def material(no: int, value: Any) -> dict[str, Any] | None:
    """A row of the list of materials from what guides say of it, and no more than they say (R-036).

    A text is a name, or `name|class|copies|note`.
    """
    if isinstance(value, str):
        name, *rest = (part.strip() for part in value.split("|"))
        value = {"name": name, **dict(zip(("class", "copies", "note"), rest, strict=False))}
    if not isinstance(value, Mapping) or not str(value.get("name", "")).strip():
        return None
    shape = str(value.get("form", ""))
    row: dict[str, Any] = {
        "no": value.get("no") if isinstance(value.get("no"), int) else no,
        "code": str(value.get("code") or f"m{no:02}"),
        "name": str(value["name"]).strip(),
    }
    if known := _CLASSES.get(str(value.get("class", "")).strip().lower()):
        row["class"] = known
    if "original" in value or "原件" in shape:
        row["original"] = bool(value.get("original", True))
    copies = str(value.get("copies", ""))
    if copies.isdecimal():
        row["copies"] = int(copies)
    blocks = value.get("blocks", value.get("required"))
    if isinstance(blocks, bool):
        row["blocks"] = blocks
    for word in _MATERIAL_WORDS:
        if value.get(word) not in (None, ""):
            row[word] = value[word]
    return row


_CLASSES: Final = {
    "主件": "main", "main": "main", "非主体材料": "non_main", "非主体": "non_main", "non_main": "non_main",
    "附件": "attachment", "attachment": "attachment",
}  # fmt: skip
_MATERIAL_WORDS: Final = (
    "name_en", "stamped", "tolerates_promise", "needed_if", "source", "valid_days_left", "issuer", "sample", "blank",
    "basis", "note", "note_en",
)  # fmt: skip
