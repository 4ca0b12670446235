"""What the database promises: migrations stand alone, locks are narrow, nothing is ordered or saved behind our backs."""

from __future__ import annotations

import ast

from source import nodes, python, shown

MIGRATIONS = [path for path in python() if path.parent.name == "migrations" and path.name != "__init__.py"]


def test_migrations_import_nothing_of_the_product() -> None:
    """A migration must still run when the code it was written beside is long gone."""
    found = []
    for path in MIGRATIONS:
        for node in nodes(path, ast.ImportFrom, ast.Import):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            found += [shown(path, node.lineno) for name in names if name.split(".")[0] == "yimen"]
    assert found == []


def test_migrations_have_speaking_names() -> None:
    assert [shown(path) for path in MIGRATIONS if "_auto_" in path.name or path.stem.count("_") < 1] == []


def test_every_lock_on_rows_says_how_narrow_it_is() -> None:
    calls = [
        (path, call)
        for path in python()
        for call in nodes(path, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "select_for_update"
    ]
    assert [shown(p, c.lineno) for p, c in calls if "no_key" not in {key.arg for key in c.keywords}] == []


def test_models_have_no_hidden_order_and_no_save_of_their_own() -> None:
    found = []
    for path in python():
        if "models" not in {path.stem, path.parent.name}:
            continue
        for node in nodes(path, ast.Assign, ast.FunctionDef):
            names = (
                [node.name]
                if isinstance(node, ast.FunctionDef)
                else [getattr(t, "id", "") for t in node.targets]
            )
            found += [shown(path, node.lineno) for name in names if name in {"ordering", "save"}]
    assert found == []
