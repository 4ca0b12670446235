"""Personal data as those see it who have no need of it. PII-05, R-285.

A mask never shows more than the rule keeps; where a value does not look as expected, it shows less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from yimen.rules.identifiers import DocumentKind

_COMPOUND_SURNAMES: Final = re.compile(
    r"欧阳|上官|司马|司徒|司空|司寇|诸葛|夏侯|皇甫|尉迟|公孙|公羊|公冶|轩辕|令狐|钟离|"
    r"宇文|长孙|慕容|鲜于|闾丘|东方|东郭|南宫|南门|西门|北堂|呼延|赫连|澹台|百里|端木|"
    r"拓跋|独孤|申屠|太叔|仲孙|宗政|濮阳|淳于|单于|万俟|闻人|梁丘|左丘|谷梁|乐正|亓官|"
    r"巫马|壤驷|漆雕|颛孙|微生|羊舌|第五|段干|纳兰|完颜|耶律|叶赫|即墨|达奚"
)
_STAR: Final = "*"

# What names a place down to its township or community; a house number never belongs to it.
_PLACE: Final = r"[^0-9０-９号]"
_TOWNSHIP: Final = re.compile(rf"{_PLACE}*?(?:{_PLACE}街道|{_PLACE}(?<![省市区县州])[镇乡](?![市县区]))")
_COMMUNITY: Final = re.compile(rf"{_PLACE}*?{_PLACE}(?:社区|村)")
_COUNTY: Final = re.compile(rf"{_PLACE}*{_PLACE}[区县旗市]")


def name(text: str) -> str:
    """The surname stays: 王小明 → 王**, 欧阳明 → 欧阳*."""
    surname = 2 if len(text) > 2 and _COMPOUND_SURNAMES.match(text) else 1
    return _ends(text, surname, 0) if len(text) > 1 else _STAR * len(text)


def identity_number(text: str, head: int = 3) -> str:
    """The first three (or six) and last four of a resident number; a quarter at each end of a shorter one."""
    if len(text) >= 15:
        return _ends(text, head, 4)
    return _ends(text, len(text) // 4, len(text) // 4)


def phone(text: str) -> str:
    """The first three and the last four of a mobile number; the last quarter of any other."""
    return _ends(text, 3, 4) if re.fullmatch(r"1[0-9]{10}", text) else _ends(text, 0, len(text) // 4)


def address(text: str) -> str:
    """Down to the township, else the community, else the county: 登封市嵩阳街道****."""
    found = _TOWNSHIP.match(text) or _COMMUNITY.match(text) or _COUNTY.match(text)
    return (found[0] if found else "") + 4 * _STAR


def bank_card(text: str) -> str:
    """The last four, behind a mask of one length for all: `**** **** **** 1234`."""
    digits = re.sub(r"\D", "", text)
    return "**** **** **** " + (digits[-4:] if len(digits) >= 12 else 4 * _STAR)


def plate(text: str) -> str:
    """The first two and the last two of a vehicle's plate: 豫A***12."""
    return _ends(text, 2, 2)


def company(text: str) -> str:
    """Unmasked: the register of companies is public."""
    return text


MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "name": name,
    "identity_number": identity_number,
    "phone": phone,
    "address": address,
    "bank_card": bank_card,
    "plate": plate,
    "company": company,
}


def document(kind: DocumentKind, number: str) -> str:
    """A document of identity: an organisation's credit code is public, a person's number is not."""
    return company(number) if kind is DocumentKind.CREDIT_CODE else identity_number(number)


def _ends(text: str, head: int, tail: int) -> str:
    """The first `head` and last `tail` characters; all masked where that would hide nothing."""
    hidden = len(text) - head - tail
    if hidden <= 0:
        return _STAR * len(text)
    return text[:head] + _STAR * hidden + text[len(text) - tail :]
