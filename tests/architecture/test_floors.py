"""The fence: floors, the order of modules, and their four front doors."""

from __future__ import annotations

from typing import Any

import grimp
import pytest
from grimp import ImportGraph
from importlinter.application import use_cases
from importlinter.cli import EXIT_STATUS_ERROR, EXIT_STATUS_SUCCESS, lint_imports

FRONT_DOORS = {"commands", "queries", "events", "reactions"}
ENGINE = "cases.engine"  # the engine's own door, for subjects that plug procedures into it
MODULES = "yimen.modules."


@pytest.fixture
def graph() -> ImportGraph:
    return grimp.build_graph("yimen", cache_dir=None)


def back_doors(graph: ImportGraph) -> list[str]:
    """Imports that reach into a module from outside other than by a front door."""
    return sorted(
        f"{importer} -> {imported}"
        for imported in graph.modules
        if imported.startswith(MODULES) and not _is_open(imported)
        for importer in graph.find_modules_that_directly_import(imported)
        if _home(importer) != _home(imported)
    )


def _home(module: str) -> str:
    return module.removeprefix(MODULES).partition(".")[0] if module.startswith(MODULES) else ""


def _is_open(module: str) -> bool:
    inside = module.removeprefix(MODULES)
    rest = inside.partition(".")[2]
    return inside == ENGINE or rest.partition(".")[0] in FRONT_DOORS


def test_every_import_contract_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("yimen.rules.refused", "yimen.base.clock"),
        ("yimen.base.clock", "yimen.wiring.settings"),
        ("yimen.modules.ledger.models", "yimen.modules.people.queries"),
        ("yimen.rules.refused", "django"),
    ],
)
def test_the_contracts_see_an_import_that_goes_upstairs(
    monkeypatch: pytest.MonkeyPatch, importer: str, imported: str
) -> None:
    build = use_cases._build_graph

    def seeded(**options: Any) -> ImportGraph:
        graph = build(**options)
        graph.add_import(importer=importer, imported=imported)
        return graph

    monkeypatch.setattr(use_cases, "_build_graph", seeded)
    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_ERROR


def test_modules_are_entered_by_their_front_doors_alone(graph: ImportGraph) -> None:
    assert back_doors(graph) == []


def test_a_back_door_is_seen(graph: ImportGraph) -> None:
    graph.add_import(importer="yimen.wiring.settings", imported="yimen.modules.ledger.models")
    assert "yimen.wiring.settings -> yimen.modules.ledger.models" in back_doors(graph)
