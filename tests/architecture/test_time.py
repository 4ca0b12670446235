"""Nothing asks the time but `base/clock.py`: hall time and machine time are told apart by name."""

from __future__ import annotations

import ast
import re

import pytest

from source import SOURCE, nodes, python, shown

CLOCK = SOURCE / "base" / "clock.py"
IN_SQL = re.compile(
    r"\b(now\s*\(\s*\)|(current_(date|time|timestamp)|localtime(stamp)?|(clock|statement|transaction)_timestamp)\b)",
    re.IGNORECASE,
)
ASKING = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("timezone", "now"),
    ("time", "time"), ("time", "localtime"), ("time", "gmtime"), ("time", "strftime"), ("time", "time_ns"),
}  # fmt: skip
DATABASE_FUNCTIONS = {"Now", "TransactionNow", "auto_now", "auto_now_add"}


def in_sql() -> list[str]:
    found = [
        shown(path, number)
        for path in sorted(SOURCE.rglob("*.sql"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if IN_SQL.search(line.partition("--")[0])
    ]
    for path in python():
        for node in nodes(path, ast.Constant):
            if isinstance(node.value, str) and "\n" not in node.value[:3] and looks_like_sql(node.value):
                found += [shown(path, node.lineno)] if IN_SQL.search(node.value) else []
    return found


def looks_like_sql(text: str) -> bool:
    return bool(re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH|VALUES|RETURN)\b", text))


def asking() -> list[str]:
    return [
        shown(path, node.lineno)
        for path in python()
        if path != CLOCK
        for node in nodes(path, ast.Attribute, ast.Call)
        if (asks_python(node) if isinstance(node, ast.Attribute) else asks_django(node))
    ]


def asks_python(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and (node.value.id, node.attr) in ASKING


def asks_django(call: ast.Call) -> bool:
    """By a function of the database, a field that dates itself, or `localtime()` of no moment in particular."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in {"localtime", "localdate"}:
        return not call.args
    return name in DATABASE_FUNCTIONS or bool({key.arg for key in call.keywords} & DATABASE_FUNCTIONS)


def test_no_sql_of_the_product_or_its_migrations_asks_the_time() -> None:
    assert in_sql() == []


def test_no_code_asks_the_time_but_the_clock() -> None:
    assert asking() == []


@pytest.mark.parametrize(
    "text", ["SELECT now()", "UPDATE x SET at = CURRENT_TIMESTAMP", "SELECT clock_timestamp()"]
)
def test_a_question_for_the_time_is_seen(text: str) -> None:
    assert looks_like_sql(text)
    assert IN_SQL.search(text)


@pytest.mark.parametrize("text", ["SELECT known()", "the hall is open now", "SELECT now_at FROM x"])
def test_what_only_sounds_like_it_is_let_be(text: str) -> None:
    assert not (looks_like_sql(text) and IN_SQL.search(text))
