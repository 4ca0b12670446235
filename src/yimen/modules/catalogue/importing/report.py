"""What an import did and what a clerk must do about the rest, as a value and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from .sentences import PROBLEMS

_REFUSING: Final = frozenset(list(PROBLEMS)[: list(PROBLEMS).index("kind_unknown")])
_NOTING: Final = frozenset(list(PROBLEMS)[list(PROBLEMS).index("code_padded") :])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a clerk should look at: where it stands, what it says, what is wrong and what to do."""

    line: int
    column: str  # the heading as the file has it, else our own
    value: str
    reason: str
    zh: str
    en: str

    @property
    def refuses(self) -> bool:
        """Whether the whole row stayed out."""
        return self.reason in _REFUSING

    @property
    def only_notes(self) -> bool:
        """Whether nothing was left out."""
        return self.reason in _NOTING

    def text(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


def problem(line: int, column: str, value: Any, reason: str, **facts: Any) -> Problem:
    shown = str(value)[:80]
    said = PROBLEMS[reason]
    told = {"value": shown, **facts}
    return Problem(line, column, shown, reason, said.zh.format_map(told), said.en.format_map(told))


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did. Every row read was created, updated, unchanged or refused."""

    rows_read: int
    created: int
    updated: int
    unchanged: int
    problems: tuple[Problem, ...]
    dry_run: bool = False
    departments_created: tuple[str, ...] = ()

    @property
    def refused(self) -> int:
        return self.rows_read - self.created - self.updated - self.unchanged

    @property
    def clean(self) -> bool:
        return not self.problems


# --- in words --------------------------------------------------------------------------------------------


def print_report(report: Report, language: str = "zh-hans") -> str:
    """The report as a clerk reads it: the sum first, then what stayed out, what was left out, what to look at.

    The same trouble in many rows is said once, with all its lines.
    """
    english = language.startswith("en")
    return "\n".join([*_sum(report, english=english), *_parts(report, english=english)])


def _sum(report: Report, *, english: bool) -> Iterator[str]:
    if english:
        if report.dry_run:
            yield "Trial run: nothing was written."
        yield (
            f"{report.rows_read} rows read: {report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {report.refused} not taken in."
        )
        if report.departments_created:
            yield f"Departments created: {', '.join(report.departments_created)}."
    else:
        if report.dry_run:
            yield "试运行：没有写入任何内容。"
        yield (
            f"共读取 {report.rows_read} 行：新建 {report.created}，更新 {report.updated}，"
            f"没有变化 {report.unchanged}，未导入 {report.refused}。"
        )
        if report.departments_created:
            yield f"新建部门 {len(report.departments_created)} 个：{'、'.join(report.departments_created)}。"


def _parts(report: Report, *, english: bool) -> Iterator[str]:
    refusing = [each for each in report.problems if each.refuses]
    leaving = [each for each in report.problems if not each.refuses and not each.only_notes]
    noting = [each for each in report.problems if each.only_notes]
    for zh, en, found in (
        ("以下各行没有导入：", "These rows were not taken in:", refusing),
        ("以下内容没有采用，其余已导入：", "This was left out; the rest of the row went in:", leaving),
        ("请核对：", "Worth a look:", noting),
    ):
        if found:
            yield ""
            yield en if english else zh
            yield from _grouped(found, english=english)


def _grouped(found: Iterable[Problem], *, english: bool) -> Iterator[str]:
    language = "en" if english else "zh"
    groups: dict[tuple[str, str], list[int]] = {}
    for each in found:
        groups.setdefault((each.column, each.text(language)), []).append(each.line)
    for (column, text), lines in groups.items():
        where = _ranges(sorted(set(lines)), ", " if english else "、")
        if english:
            rows = f" ({len(lines)} rows)" if len(lines) > 1 else ""
            yield f"  line {where}, {column}{rows}: {text}"
        else:
            rows = f"（共 {len(lines)} 行）" if len(lines) > 1 else ""
            yield f"  第 {where} 行“{column}”{rows}：{text}"


def _ranges(lines: list[int], between: str) -> str:
    """2, 3, 4, 9 as 2–4, 9; past a dozen pieces the rest is counted by the rows said beside it."""
    spans = []
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        spans.append(str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}")
    return between.join(spans[:12]) + (" …" if len(spans) > 12 else "")
