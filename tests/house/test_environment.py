"""What an operator may set is listed whole, and a wrong value stops the start with a sentence."""

from __future__ import annotations

import ast

import pytest

from source import SOURCE, nodes, python
from yimen.wiring import environment

READERS = {"text", "flag", "number"}
ENGINEERS = {"DJANGO_SETTINGS_MODULE", "YIMEN_TEST_DATABASE"}


def read_in_code() -> set[str]:
    """Every variable that the wiring reads, by a typed reader or from `os.environ` itself."""
    found = set()
    for path in python(SOURCE / "wiring"):
        for node in nodes(path, ast.Call, ast.Subscript):
            if isinstance(node, ast.Call):
                function, key = node.func, node.args[0] if node.args else None
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                reads = name in READERS or "environ" in ast.unparse(function)
            else:
                read = isinstance(node.ctx, ast.Load)
                key, reads = node.slice, read and ast.unparse(node.value) == "os.environ"
            if reads and isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isupper():
                found.add(key.value)
    return found - ENGINEERS


def test_the_list_of_variables_is_what_the_code_reads() -> None:
    assert read_in_code() == {each.name for each in environment.VARIABLES}


def test_a_flag_and_a_number_are_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "yes")
    assert environment.flag("X", default=False)
    monkeypatch.setenv("X", "")
    assert environment.number("X", 7) == 7
    assert environment.text("X", "as if unset") == "as if unset"
    monkeypatch.setenv("X", "many")
    with pytest.raises(environment.BadEnvironment, match="whole number"):
        environment.number("X", 7)
    with pytest.raises(environment.BadEnvironment, match="1 or 0"):
        environment.flag("X", default=False)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("postgresql://li:p%40ss@db.example:6432/hall", ("hall", "li", "p@ss", "db.example", "6432")),
        ("postgres:///hall?host=/run/pg", ("hall", "", "", "/run/pg", "")),
        ("postgresql://yimen:x@:5432/yimen?host=%2Fvar%2Fpg", ("yimen", "yimen", "x", "/var/pg", "5432")),
    ],
)
def test_an_address_of_a_database_is_taken_apart(url: str, wanted: tuple[str, ...]) -> None:
    found = environment.database(url)
    assert tuple(found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted


def test_its_other_options_are_kept() -> None:
    assert environment.database("postgresql:///x?sslmode=require")["OPTIONS"] == {"sslmode": "require"}


def test_no_other_database_is_taken() -> None:
    with pytest.raises(environment.BadEnvironment, match="PostgreSQL"):
        environment.database("mysql://localhost/x")
