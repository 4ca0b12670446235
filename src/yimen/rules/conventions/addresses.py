"""Addresses: the registered one as on the licence, the one of production part by part. R-088."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Final

from yimen.rules.conventions.defect import Against, Defect
from yimen.rules.typed import plain

_PATTERN: Final = "××市××区（县）××乡（镇）××路（街道）××号"
_PARTS: Final = {  # name → what ends it; something must stand before
    "市": re.compile(r"市|自治州|盟"),
    "区（县）": re.compile(r"区|县|市|旗"),
    "乡（镇）": re.compile(r"乡|镇|街道"),
    "路（街道）": re.compile(r"路|街道|街|大道|巷|弄"),
    "号": re.compile(r"(?<=[0-9一二三四五六七八九十百零])号"),
}


def registered_address(value: str, against: Against) -> Defect | None:
    """Word for word the licence's address, whatever the width and spaces; without a licence nothing is held."""
    record = against.record
    if record is None or _bare(value) == _bare(record):
        return None
    return Defect("registered_address_differs", record, record)


def production_address(value: str, _against: Against) -> Defect | None:
    """City, district or county, township or town, road or street, number: names each part that lacks."""
    missing = _missing(_bare(value))
    return (
        Defect("address_part_missing", _PATTERN, None, {"missing": "、".join(missing)}) if missing else None
    )


def _missing(address: str) -> tuple[str, ...]:
    """What is left when as many parts as possible, the earlier ones first, are found in their order."""
    for count in range(len(_PARTS), 0, -1):
        for names in combinations(_PARTS, count):
            if _in_order(names, address):
                return tuple(name for name in _PARTS if name not in names)
    return tuple(_PARTS)


def _in_order(names: tuple[str, ...], address: str) -> bool:
    """Whether the parts follow one another; for each the first place after the last one is as good as any."""
    reached = 0
    for name in names:
        found = _PARTS[name].search(address, reached + 1)
        if not found:
            return False
        reached = found.end()
    return True


def _bare(text: str) -> str:
    return plain(text).replace(" ", "")
