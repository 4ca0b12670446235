"""The hall every desk's tests sit in: built once for a module, and for each test as if nobody had touched it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from conftest import MONDAY
from counter import Counter, open_counter
from ground import ground, laid_ground, own_ground
from office import office, own_office
from section import Section

__all__ = ["ground", "laid_ground", "office", "own_ground", "own_office"]


@pytest.fixture(scope="module")
def build() -> Callable[[], Counter]:
    """How the module's hall is built; a module may say otherwise."""
    return lambda: open_counter(MONDAY)


@pytest.fixture(scope="module")
def standing(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, build: Callable[[], Counter]
) -> Iterator[Counter]:
    """The hall in a transaction of the whole module; each test has a savepoint in it."""
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase says it
    with django_db_blocker.unblock(), whole:
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def counter(standing: Counter, db: None) -> Counter:
    """The module's hall, as it was built."""
    return standing.again()


@pytest.fixture
def section(counter: Counter, settings: Any, tmp_path: Path) -> Section:
    """The department behind the counter; its files lie in a folder of the test's own."""
    settings.YIMEN_FILES = tmp_path
    return Section(counter)
