"""Which field a column of a list is, by what halls, platforms and exports call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yimen.base.sheets import Line
from yimen.rules.guides import GUIDE_FIELDS
from yimen.rules.refused import Refused
from yimen.rules.typed import plain

# our word ← the headings that mean it; the first one is what our own template writes
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("事项编码", "实施编码", "实施清单编码", "事项代码", "编码", "item_code", "code", "implementation_code"),
    "name": ("事项名称", "名称", "办理项名称", "业务办理项名称", "办理事项", "name", "item_name"),
    "name_en": ("英文名称", "name_en"),
    "main_item": ("主项名称", "主项", "main_item"),
    "department": (
        "部门", "实施部门", "实施主体", "实施机构", "责任部门", "主管部门", "服务部门", "部门名称",
        "department", "authority", "dept_name",
    ),
    "department_code": ("部门代码", "部门编码", "统一社会信用代码", "dept_code", "authority_code", "department_code"),
    "area_code": ("区划代码", "行政区划", "area_code", "region_code"),
    "kind": ("事项类型", "类型", "task_type", "item_type", "kind"),
    "subject": ("服务对象", "service_object", "subject", "audience"),
    "track": ("办件类型", "case_type", "track"),
    "convertible": ("可转即办", "convertible"),
    "statutory_limit": ("法定时限", "法定办结时限", "法定办理期限", "statutory_limit"),
    "promised_limit": ("承诺时限", "承诺办结时限", "promised_limit"),
    "extension": ("可延长", "extension"),
    "online": ("网办深度", "网上办理深度", "online"),
    "charged": ("是否收费", "charged"),
    "intake_checks": ("受理审查道数", "intake_checks"),
    "accepts_promise": ("容缺受理", "accepts_promise"),
    "retention": ("保管期限", "retention"),
    "power_code": ("权力清单编号", "权力编码", "power_list", "power_code"),
    "power_basis": ("权力清单依据", "power_basis"),
    "power_from": ("权力清单生效日期", "power_from"),
    "synonyms": ("常用说法", "别名", "synonyms"),
    "categories": ("主题", "主题分类", "categories", "theme"),
    "summary": ("简介", "summary"),
    "summary_en": ("英文简介", "summary_en"),
}  # fmt: skip
_NOT_IN_GUIDE: Final = frozenset({"name", "department", "audience", "statutory_limit", "promised_limit"})
GUIDE_HEADINGS: Final[Mapping[str, str]] = {
    **{each.zh: each.key for each in GUIDE_FIELDS if each.key not in _NOT_IN_GUIDE},
    **{each.key: each.key for each in GUIDE_FIELDS if each.key not in _NOT_IN_GUIDE},
    "受理条件": "conditions", "设定依据": "legal_basis", "审批依据": "legal_basis", "申请材料": "materials",
    "办理流程": "process", "办理地点": "location", "办理时间": "office_hours", "咨询方式": "advice_phone",
    "监督投诉方式": "complaint_phone", "办理结果名称": "result", "常见问题": "faq",
}  # fmt: skip
_BY_HEADING: Final = {heading.lower(): word for word, names in HEADINGS.items() for heading in names}
_LOOKED_AT: Final = 20  # titles and notes that may stand above the headings


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its cells by our words, with the headings the file has for them."""

    line: int
    cells: Mapping[str, Any]
    headings: Mapping[str, str]

    def heading(self, word: str) -> str:
        return self.headings.get(word) or HEADINGS.get(word, (word,))[0]


def word_of(heading: str) -> str | None:
    """Our word for a heading: `guide.conditions` for a field of the guide; None if it means nothing to us."""
    bare = plain(heading).strip("*:：").replace(" ", "").lower()
    if bare in _BY_HEADING:
        return _BY_HEADING[bare]
    key = GUIDE_HEADINGS.get(bare)
    return f"guide.{key}" if key else None


def rows_of(lines: Sequence[Line], needed: Sequence[str]) -> tuple[list[Row], list[str], int]:
    """The rows below the headings, the headings that mean nothing to us, and the line of the headings.

    Titles may stand above them. Refused `file_columns_missing` where a needed column is nowhere.
    """
    at, words = max(
        ((n, [word_of(cell) for cell in line.cells]) for n, line in enumerate(lines[:_LOOKED_AT])),
        key=lambda found: (len(set(found[1]) - {None}), -found[0]),
    )
    missing = [HEADINGS[word][0] for word in needed if word not in words]
    if missing:
        raise Refused("file_columns_missing", missing="、".join(missing), line=lines[at].number)
    headings: dict[str, str] = {}
    for word, cell in zip(words, lines[at].cells, strict=True):
        if word is not None:
            headings.setdefault(word, cell)
    unknown = [cell for word, cell in zip(words, lines[at].cells, strict=True) if word is None and cell]
    return list(_rows(lines[at + 1 :], words, headings)), unknown, lines[at].number


def _rows(lines: Sequence[Line], words: list[str | None], headings: Mapping[str, str]) -> Iterator[Row]:
    for line in lines:
        cells: dict[str, Any] = {}
        for word, cell in zip(words, line.cells, strict=False):
            if word is not None and cell:
                cells.setdefault(word, cell)
        yield Row(line.number, cells, headings)
