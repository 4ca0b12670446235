"""A service guide as a document: its fields in their order, and which of them it lacks (R-033, R-034, R-036).

A guide is plain JSON with the keys of `GUIDE_FIELDS`. What it may hold beside text:
`legal_basis` [{law, articles[], doc_no}] · `materials` [rows of `materials.Requirement`], or `no_materials` true ·
`preconditions` [rows of `preconditions.Precondition`] · `flow` (see `flows`) · `statutory_limit`, `promised_limit`
{n, unit} · `fee` {charged: false}, or {charged: true, standards: [{name, standard, basis}]}.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from yimen.rules.flows import Flow
from yimen.rules.limits import Limit, Unit
from yimen.rules.materials import MaterialClass, Requirement
from yimen.rules.preconditions import Precondition

Guide = Mapping[str, Any]


class Group(StrEnum):
    """The sections of every guide, in the one order in which all are shown (R-034)."""

    WHAT = "what"
    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    CONDITIONS = "conditions"
    MATERIALS = "materials"
    PROCEDURE = "procedure"
    LIMITS = "limits"
    FEE = "fee"
    RESULT = "result"
    REMEDY = "remedy"
    PHONES = "phones"


class GuideField(NamedTuple):
    """One field: what it is called, where it stands, and which check sets demand it."""

    key: str
    zh: str
    en: str
    group: Group
    sets: frozenset[str]


UNION: Final = "union"
DENGFENG: Final = "dengfeng_six"
TOWNSHIP: Final = "township_six"
CHECK_SETS: Final = (UNION, DENGFENG, TOWNSHIP)

_OPTIONAL: Final[frozenset[str]] = frozenset()
_UNION: Final = frozenset({UNION})
_DENGFENG: Final = frozenset({UNION, DENGFENG})
_TOWNSHIP: Final = frozenset({UNION, TOWNSHIP})
_ALL: Final = frozenset(CHECK_SETS)

# The two sets that the halls call 六公开 differ; the union of all disclosures is the mandatory one (R-033, C-2).
# fmt: off
GUIDE_FIELDS: Final = (
    GuideField("name",               "办理事项",     "Matter",              Group.WHAT,       _TOWNSHIP),
    GuideField("content",            "审批内容",     "What is decided",     Group.WHAT,       _UNION),
    GuideField("legal_basis",        "办事依据",     "Legal basis",         Group.WHAT,       _DENGFENG),
    GuideField("functions",          "办事职能",     "Functions",           Group.WHAT,       _OPTIONAL),
    GuideField("tips",               "温馨提示",     "Tips",                Group.WHAT,       _OPTIONAL),
    GuideField("department",         "服务部门",     "Department",          Group.WHO,        _TOWNSHIP),
    GuideField("responsible_person", "办事责任人",   "Responsible person",  Group.WHO,        _UNION),
    GuideField("audience",           "服务对象",     "For whom",            Group.WHO,        _OPTIONAL),
    GuideField("location",           "办公地点",     "Place",               Group.WHERE,      _UNION),
    GuideField("window",             "办理窗口",     "Window",              Group.WHERE,      _UNION),
    GuideField("office_hours",       "办公时间",     "Office hours",        Group.WHEN,       _OPTIONAL),
    GuideField("conditions",         "办事条件",     "Conditions",          Group.CONDITIONS, _UNION),
    GuideField("quantity_limit",     "数量限制",     "Limited number",      Group.CONDITIONS, _OPTIONAL),
    GuideField("materials",          "申报材料目录", "Materials",           Group.MATERIALS,  _ALL),
    GuideField("forms",              "表格下载",     "Forms",               Group.MATERIALS,  _OPTIONAL),
    GuideField("sample_text",        "申请范文",     "Sample application",  Group.MATERIALS,  _OPTIONAL),
    GuideField("process",            "办理程序",     "Procedure",           Group.PROCEDURE,  _ALL),
    GuideField("flow_chart",         "流程图",       "Flow chart",          Group.PROCEDURE,  _UNION),
    GuideField("statutory_limit",    "法定办理期限", "Statutory limit",     Group.LIMITS,     _UNION),
    GuideField("promised_limit",     "承诺时限",     "Promised limit",      Group.LIMITS,     _ALL),
    GuideField("fee_standard",       "收费标准",     "Fee",                 Group.FEE,        _ALL),
    GuideField("fee_basis",          "收费依据",     "Basis of the fee",    Group.FEE,        _DENGFENG),
    GuideField("result",             "办理结果",     "Result",              Group.RESULT,     _OPTIONAL),
    GuideField("delivery",           "送达方式",     "Delivery",            Group.RESULT,     _OPTIONAL),
    GuideField("remedy",             "救济途径",     "Remedies",            Group.REMEDY,     _OPTIONAL),
    GuideField("advice_phone",       "咨询电话",     "Advice",              Group.PHONES,     _UNION),
    GuideField("complaint_phone",    "监督投诉电话", "Complaints",          Group.PHONES,     _OPTIONAL),
)
# fmt: on

DISPLAYED: Final = frozenset(
    (
        "name",
        "legal_basis",
        "conditions",
        "quantity_limit",
        "process",
        "statutory_limit",
        "materials",
        "sample_text",
    )
)
"""What article 30 of the licensing law has displayed of every licence, whatever set a hall checks by (LIC-02)."""

MATERIAL_WORDS: Final[Mapping[str, tuple[str, str]]] = {  # what each row of the list must say
    "no": ("顺序号", "order number"),
    "code": ("材料代码", "code"),
    "name": ("材料名称", "name"),
    "class": ("材料类别", "class"),
}


def sections() -> tuple[tuple[Group, tuple[GuideField, ...]], ...]:
    """The sections and fields of every guide, whatever the department: portal, kiosk, phone and print alike."""
    return tuple((group, tuple(each for each in GUIDE_FIELDS if each.group is group)) for group in Group)


# --- reading ---------------------------------------------------------------------------------------------


def limit(guide: Guide, key: str) -> Limit | None:
    """`statutory_limit` or `promised_limit`; None if the guide does not state it in so many of a unit."""
    match guide.get(key):
        case {"n": int(n), "unit": str(unit)} if n >= 0 and unit in set(Unit):
            return Limit(n, Unit(unit))
    return None


def requirements(guide: Guide, *, accept_with_promise: bool) -> tuple[Requirement, ...]:
    """The list of materials, for the check. Promises count only where the item accepts them (C-8)."""
    rows = tuple(Requirement.from_json(row) for row in guide.get("materials") or ())
    return rows if accept_with_promise else tuple(replace(row, tolerates_promise=False) for row in rows)


def preconditions(guide: Guide) -> tuple[Precondition, ...]:
    return tuple(Precondition.from_json(row) for row in guide.get("preconditions") or ())


def flow(guide: Guide) -> Flow:
    return Flow.from_json(guide["flow"]) if guide.get("flow") else Flow()


# --- what it lacks ---------------------------------------------------------------------------------------


def lacks(guide: Guide, check_set: str = UNION, *, licence: bool = False) -> tuple[str, ...]:
    """Each mandatory field the guide does not fill, by key, in the order of the guide; of a licence also the law's.

    The list of materials answers in detail whatever the set: `materials.main` (no main piece among them),
    `materials.3.class` (the third row names no class).
    """
    missing: list[str] = []
    for each in GUIDE_FIELDS:
        demanded = check_set in each.sets or (licence and each.key in DISPLAYED)
        if demanded and not _says(guide, each.key):
            missing.append(each.key)
        elif each.key == "materials":
            missing += _list_lacks(guide.get("materials") or ())
    return tuple(missing)


def label(key: str) -> tuple[str, str]:
    """What a lacking field is called, in Chinese and English."""
    name, *row = key.split(".")
    field = next(each for each in GUIDE_FIELDS if each.key == name)
    match row:
        case [number, word]:
            zh, en = MATERIAL_WORDS[word]
            return f"{field.zh}第 {number} 项的{zh}", f"{en} of material {number}"
        case ["main"]:
            return f"{field.zh}中的主件", "a main piece among the materials"
    return field.zh, field.en


def _says(guide: Guide, key: str) -> bool:
    match key:
        case "materials":
            return bool(guide.get("materials")) or guide.get("no_materials") is True
        case "flow_chart":  # drawn from the flow where no picture was given
            return bool(guide.get("flow_chart") or guide.get("flow"))
        case "statutory_limit" | "promised_limit":
            return limit(guide, key) is not None
        case "fee_standard" | "fee_basis":
            return _fee_says(guide.get("fee"), key.removeprefix("fee_"))
    return filled(guide.get(key))


def _fee_says(fee: Any, word: str) -> bool:
    """Free of charge must be said, too: silence is no answer (R-033)."""
    match fee:
        case {"charged": False}:
            return True
        case {"charged": True, "standards": [_, *_] as standards}:
            return all(isinstance(line, Mapping) and filled(line.get(word)) for line in standards)
    return False


def _list_lacks(rows: Collection[Mapping[str, Any]]) -> Iterator[str]:
    for n, row in enumerate(rows, start=1):
        for word in MATERIAL_WORDS:
            known = row.get(word) in tuple(MaterialClass) if word == "class" else filled(row.get(word))
            if not known:
                yield f"materials.{n}.{word}"
    if rows and not any(row.get("class") == MaterialClass.MAIN for row in rows):
        yield "materials.main"


def filled(value: Any) -> bool:
    """Whether something is said: blank text and empty lists say nothing."""
    return bool(value.strip()) if isinstance(value, str) else value is not None and value not in ([], {})
