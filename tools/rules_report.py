"""Which rule is proven by which tests, from the marks on the tests themselves.

Prints a summary, and writes the whole as `docs/generated/rules.md` by way of `tools/docs.py`.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ID = re.compile(r"^(?P<family>[A-Z]+)-(?P<number>\d+)(?P<part>[a-z]?)$")
FAMILIES = {
    "R": "功能要求 · requirements",
    "S": "系统和服务清单 · systems and services",
}
LAW = "法规规则 · rules of law"


class Collector:
    """A pytest plug-in that only looks: the ids each test names."""

    def __init__(self) -> None:
        self.proofs: defaultdict[str, set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            name = item.nodeid.partition("[")[0]
            for mark in item.iter_markers("rule"):
                for rule in mark.args:
                    self.proofs[rule].add(name)


def collect() -> dict[str, list[str]]:
    """Every rule id that a test names, in order, with its tests. Raises ValueError on a word that is no id."""
    collector = Collector()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = pytest.main(
            ["--collect-only", "-q", "--rootdir", str(ROOT), str(ROOT / "tests")], plugins=[collector]
        )
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        raise ValueError(said.getvalue())
    wrong = [rule for rule in collector.proofs if not ID.match(rule)]
    if wrong:
        raise ValueError(f"not the id of a rule: {wrong}")
    return {rule: sorted(collector.proofs[rule]) for rule in sorted(collector.proofs, key=_order)}


def page(proofs: dict[str, list[str]]) -> str:
    """The report as a document."""
    lines = ["# 规则与测试 · rules and the tests that prove them", ""]
    for heading, rules in _sections(proofs):
        lines += [f"## {heading}", "", "| | |", "|---|---|"]
        lines += [f"| {rule} | {'<br>'.join(map(_sentence, proofs[rule]))} |" for rule in rules]
        lines.append("")
    return "\n".join(lines)


def _sections(proofs: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    families = {rule: FAMILIES.get(_family(rule), LAW) for rule in proofs}
    for heading in (*FAMILIES.values(), LAW):
        rules = [rule for rule in proofs if families[rule] == heading]
        if rules:
            yield heading, rules


def _sentence(test: str) -> str:
    """A test's promise as a sentence, with the file it is kept in."""
    place, _, name = test.partition("::")
    promise = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"{promise} · `{place.removeprefix('tests/')}`"


def _family(rule: str) -> str:
    found = ID.match(rule)
    assert found is not None
    return found["family"]


def _order(rule: str) -> tuple[bool, str, int, str]:
    found = ID.match(rule)
    if found is None:
        return True, rule, 0, ""
    return found["family"] not in FAMILIES, found["family"], int(found["number"]), found["part"]


if __name__ == "__main__":
    try:
        found = collect()
    except ValueError as why:
        raise SystemExit(str(why)) from None
    for heading, rules in _sections(found):
        print(f"{heading}: {len(rules)}")
        for rule in rules:
            print(
                f"  {rule:<9}{len(found[rule]):>3}  {found[rule][0].partition('::')[2].removeprefix('test_').replace('_', ' ')}"
            )
    target = ROOT / "docs" / "generated" / "rules.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(found))
    print(f"→ {target.relative_to(ROOT)}", file=sys.stderr)
