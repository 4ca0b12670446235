"""The product's own source, read as text and as trees, for the tests of its shape."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "yimen"


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def python(under: Path = SOURCE) -> list[Path]:
    return sorted(under.rglob("*.py"))


def shown(path: Path, line: int = 0) -> str:
    """A place as an editor opens it."""
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def tracked() -> list[Path]:
    """Every file of the repository, also one that is about to be added; without a repository every file of ours."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode == 0:
        return [path for name in said.stdout.splitlines() if (path := ROOT / name).is_file()]
    ours = ("src", "tests", "tools", "bench", "docs", "requirements", ".ci")
    return [path for top in ours for path in (ROOT / top).rglob("*") if path.is_file()]


def texts(paths: list[Path]) -> Iterator[tuple[Path, int, str]]:
    """All lines of those that are text."""
    for path in paths:
        try:
            content = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(content.splitlines(), 1):
            yield path, number, line
