"""Names say what a thing is: none that would fit anything."""

from __future__ import annotations

import ast
import re

import pytest

from source import ROOT, nodes, python, shown

DRAWERS = {
    "utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "processor", "handler", "handlers",
    "service", "services", "data", "info", "obj",
}  # fmt: skip
"""A file, folder, function, class or argument called so could hold anything. (`data` only as a file's name.)"""
FRAMEWORK = {
    "process_view", "process_request", "process_response", "process_exception", "process_template_response",
    "handle_raw_input", "handle", "do_GET", "do_POST",
}  # fmt: skip
"""Names that Django and http.server call us by."""
VERBS = re.compile(r"^_*(do|process|handle)_")
WORDS = re.compile(r"[A-Z]?[a-z]+")


def files() -> list[str]:
    return [shown(path) for path in python() if {*path.relative_to(ROOT).with_suffix("").parts} & DRAWERS]


def empty(name: str) -> bool:
    """It tells nothing: a drawer, or a verb that fits all."""
    return bool(VERBS.match(name)) or name in DRAWERS - {"data"}


def defined() -> list[str]:
    found = []
    for path in python():
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.arg):
            name = node.arg if isinstance(node, ast.arg) else node.name
            last = WORDS.findall(name)[-1:] if isinstance(node, ast.ClassDef) else []
            if (empty(name) and name not in FRAMEWORK) or (last and last[0].lower() in DRAWERS - {"data"}):
                found.append(f"{shown(path, node.lineno)} {name}")
    return found


def test_no_file_is_a_drawer() -> None:
    assert files() == []


def test_no_function_class_or_argument_has_an_empty_name() -> None:
    assert defined() == []


@pytest.mark.parametrize("name", ["do_it", "_handle_case", "process_all", "info", "obj"])
def test_an_empty_name_is_seen(name: str) -> None:
    assert empty(name)


@pytest.mark.parametrize("name", ["accept", "domain", "processed", "handler_of_fees", "data"])
def test_a_full_name_is_let_be(name: str) -> None:
    assert not empty(name)
