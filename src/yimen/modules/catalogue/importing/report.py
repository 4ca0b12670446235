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

    @property
    def kept_out(self) -> tuple[Problem, ...]:
        """For these a whole row stayed out."""
        return tuple(each for each in self.problems if each.refuses)

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """For these one value was left out; the rest of its row went in."""
        return tuple(each for each in self.problems if not each.refuses and not each.only_notes)

    @property
    def noted(self) -> tuple[Problem, ...]:
        """These are only worth a look."""
        return tuple(each for each in self.problems if each.only_notes)


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


@dataclass(frozen=True, slots=True)
class Trouble:
    """The same trouble in many rows, said once: 2, 3, 4, 9 as 2–4, 9; past a dozen pieces the count says the rest."""

    column: str
    text: str
    lines: str
    rows: int


def grouped(problems: Iterable[Problem], language: str = "zh-hans") -> tuple[Trouble, ...]:
    """Problems as a clerk works through them, in the order in which each first turns up."""
    groups: dict[tuple[str, str], list[int]] = {}
    for each in problems:
        groups.setdefault((each.column, each.text(language)), []).append(each.line)
    between = ", " if language.startswith("en") else "、"
    return tuple(
        Trouble(column, text, _ranges(sorted(set(lines)), between), len(lines))
        for (column, text), lines in groups.items()
    )


def _parts(report: Report, *, english: bool) -> Iterator[str]:
    for zh, en, found in (
        ("以下各行没有导入：", "These rows were not taken in:", report.kept_out),
        (
            "以下内容没有采用，其余已导入：",
            "This was left out; the rest of the row went in:",
            report.left_out,
        ),
        ("请核对：", "Worth a look:", report.noted),
    ):
        if found:
            yield ""
            yield en if english else zh
            yield from _lines(found, english=english)


def _lines(found: Iterable[Problem], *, english: bool) -> Iterator[str]:
    for each in grouped(found, "en" if english else "zh"):
        if english:
            rows = f" ({each.rows} rows)" if each.rows > 1 else ""
            yield f"  line {each.lines}, {each.column}{rows}: {each.text}"
        else:
            rows = f"（共 {each.rows} 行）" if each.rows > 1 else ""
            yield f"  第 {each.lines} 行“{each.column}”{rows}：{each.text}"


def _ranges(lines: list[int], between: str) -> str:
    spans = []
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        spans.append(str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}")
    return between.join(spans[:12]) + (" …" if len(spans) > 12 else "")
