"""The items of a hall as a workbook to fill in, correct and import again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yimen.rules.actors import Actor
from yimen.rules.limits import Limit, Unit
from yimen.rules.matters import MATTERS

from .. import access
from ..contents import Contents
from ..importing.headings import HEADINGS
from ..models import Item, ItemVersion

_COLUMNS: Final = {  # our word → how wide its column is
    "code": 36, "name": 40, "name_en": 30, "department": 22, "kind": 14, "subject": 12, "track": 10, "convertible": 10,
    "statutory_limit": 12, "promised_limit": 12, "extension": 8, "online": 12, "charged": 10, "intake_checks": 12,
    "accepts_promise": 10, "retention": 10, "power_code": 22, "power_basis": 30, "power_from": 14, "synonyms": 36,
    "categories": 20, "summary": 50,
}  # fmt: skip
_NEEDED: Final = frozenset({"code", "name", "department"})
_CHOICES: Final = {
    "subject": {"person": "个人", "organisation": "法人", "both": "个人和法人"},
    "track": {"instant": "即办件", "committed": "承诺件", "joint": "联办件", "escalated": "上报件"},
    "online": {"guide": "指南", "booking": "预约", "pre_registration": "预登记", "pre_review": "预审", "full": "全程网办"},
    "retention": {"10": "10", "30": "30", "permanent": "永久"},
    "kind": {word: matter.zh for word, matter in MATTERS.items()},
}  # fmt: skip
_YES_NO: Final = ("convertible", "charged", "accepts_promise")
_UNITS: Final = {
    Unit.WORKING_DAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.HOUR: "小时", Unit.MINUTE: "分钟",
    Unit.CLOCK_HOUR: "clock_hour",
}  # fmt: skip
_NOTES: Final = (
    ("事项编码", "必填。31位国家实施编码；没有的填写本地编码。请保持“文本”格式，否则长编码会丢失位数。"),
    ("事项名称", "必填。不超过200字。"),
    ("部门", "必填。使用组织机构中的名称。"),
    ("法定时限、承诺时限", "写成“20个工作日”“60日”“2小时”；当场办结的写“即办”。承诺时限不得长于法定时限。"),
    ("可延长", "批准延长时最多增加的天数，单位与法定时限相同；不能延长的留空。"),
    ("权力清单编号、依据、生效日期", "行政权力事项发布前必填；公共服务不填。日期写成 2025-01-01。"),
    ("常用说法", "群众口头怎么说就怎么写，用顿号分开，如：开餐馆、开饭店。"),
    ("重复导入", "同一编码再次导入时只更新有变化的内容；留空的栏目不改动。"),
)


def workbook(actor: Actor, *, template: bool = False) -> bytes:
    """All items by their latest version as .xlsx, or only the headings to start from. Three statements at most.

    Importing it unchanged changes nothing.
    """
    access.demand(actor)
    book = Workbook()
    sheet = book.create_sheet("事项", 0)
    _headings(sheet)
    if not template:
        for line, cells in enumerate(_rows(actor), start=2):
            for n, word in enumerate(_COLUMNS, start=1):
                _text(sheet, line, n, cells.get(word))
    _offer_choices(sheet)
    notes = book["Sheet"]
    notes.title = "填写说明"
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 28, 90
    for row in _NOTES:
        notes.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(actor: Actor) -> Iterator[dict[str, Any]]:
    latest = ItemVersion.objects.order_by("item", "-n").distinct("item")
    said = {row.item_id: Contents.of(row) for row in latest}
    items = Item.objects.filter(department__division__code__startswith=actor.division).select_related(
        "department"
    )
    for item in items.prefetch_related("synonyms", "categories").order_by("id"):
        yield {
            "code": item.code,
            "department": item.department.name,
            "synonyms": "、".join(sorted(each.phrase for each in item.synonyms.all())),
            "categories": "、".join(sorted(each.name for each in item.categories.all())),
            **_said(said[item.pk]),
        }


def _said(said: Contents) -> dict[str, Any]:
    plain = {word: getattr(said, word) for word in ("name", "name_en", "extension", "intake_checks")}
    chosen = {word: choices.get(getattr(said, word) or "") for word, choices in _CHOICES.items()}
    flags = {word: {True: "是", False: "否", None: None}[getattr(said, word)] for word in _YES_NO}
    power = said.power_entry or {}
    return {
        **plain,
        **chosen,
        **flags,
        "statutory_limit": _limit(said.statutory_limit),
        "promised_limit": _limit(said.promised_limit),
        "power_code": power.get("code"),
        "power_basis": power.get("basis"),
        "power_from": power.get("effective_from"),
        "summary": said.guide.get("summary"),
    }


def _limit(limit: Limit | None) -> str | None:
    if limit is None:
        return None
    return f"{limit.n}{_UNITS[limit.unit]}" if limit.n else "即办"


def _headings(sheet: Worksheet) -> None:
    sheet.freeze_panes = "C2"
    for n, (word, width) in enumerate(_COLUMNS.items(), start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
        cell = sheet.cell(1, n, HEADINGS[word][0] + ("*" if word in _NEEDED else ""))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF7")


def _text(sheet: Worksheet, line: int, n: int, value: Any) -> None:
    """Every cell is text: a spreadsheet may not turn a code into a number, nor a name into a formula."""
    cell = sheet.cell(line, n)
    if value not in (None, ""):
        cell.value = str(value)
        cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _offer_choices(sheet: Worksheet) -> None:
    words = list(_COLUMNS)
    offered = {word: list(choices.values()) for word, choices in _CHOICES.items() if word != "kind"}
    offered |= {word: ["是", "否"] for word in _YES_NO}
    for word, choices in offered.items():
        check = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
        letter = get_column_letter(words.index(word) + 1)
        check.add(f"{letter}2:{letter}20000")
        sheet.add_data_validation(check)
