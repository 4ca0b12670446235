"""What sort of matter an item is: the types of the national code table and the words halls use (R-029)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Matter(NamedTuple):
    """A type of matter: our word for it, its code in GB/T 39046 table A.1, its names."""

    word: str
    code: str
    zh: str
    en: str


# fmt: off
_ROWS: Final = (
    Matter("permit",         "01", "行政许可",     "Administrative licence"),
    Matter("penalty",        "02", "行政处罚",     "Penalty"),
    Matter("coercion",       "03", "行政强制",     "Coercive measure"),
    Matter("levy",           "04", "行政征收",     "Levy"),
    Matter("benefit",        "05", "行政给付",     "Benefit"),
    Matter("inspection",     "06", "行政检查",     "Inspection"),
    Matter("confirmation",   "07", "行政确认",     "Confirmation"),
    Matter("reward",         "08", "行政奖励",     "Reward"),
    Matter("ruling",         "09", "行政裁决",     "Ruling"),
    Matter("other_power",    "10", "其他行政权力", "Other power"),
    Matter("public_service", "20", "公共服务",     "Public service"),
    # the halls' own words, with the code they are exchanged under
    Matter("approval",       "10", "行政审批",     "Approval"),
    Matter("review",         "10", "审核",         "Review"),
    Matter("ratification",   "10", "核准",         "Ratification"),
    Matter("filing",         "10", "备案",         "Filing for the record"),
    Matter("procedure",      "10", "程序性办理",   "Formality"),
    Matter("certificate",    "10", "办证",         "Certificate"),
    Matter("charge",         "04", "收费",         "Charge"),
    Matter("forwarding",     "10", "转报",         "Forwarding to the superior"),
    Matter("service",        "20", "服务类业务",   "Service"),
    Matter("consultation",   "20", "咨询",         "Consultation"),
)
_ALSO: Final = {
    "行政权力": "other_power", "其他权力": "other_power", "其他": "other_power",
    "上报": "forwarding", "转报/上报": "forwarding",
}
# fmt: on

LICENCE: Final = "permit"  # the one type the licensing law is about

MATTERS: Final[Mapping[str, Matter]] = MappingProxyType({each.word: each for each in _ROWS})
_BY_CODE: Final = {each.code: each.word for each in reversed(_ROWS)}
_BY_NAME: Final = (
    {each.zh: each.word for each in _ROWS} | {each.en.lower(): each.word for each in _ROWS} | _ALSO
)


def matter_of(text: str) -> str | None:
    """Our word for a type as lists write it: word, code (`1` and `01` alike) or name; None if it is none."""
    if text.isdecimal():
        return _BY_CODE.get(text.zfill(2))
    return text if text in MATTERS else _BY_NAME.get(text) or _BY_NAME.get(text.lower())
