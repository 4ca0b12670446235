"""The demo's hall, open and still without a case, at its first moment; and programs that call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from caller import Caller, file, signed_in
from ground import WASTE, Ground, ground, laid_ground, own_ground
from yimen.base import clock
from yimen.modules.catalogue.queries import facts as kept_versions

__all__ = ["ground", "laid_ground", "own_ground"]


@pytest.fixture
def hall(ground: Ground, settings: LazySettings, tmp_path: Path) -> Iterator[Ground]:
    """Time stands where the ground says, files lie in a folder of their own."""
    settings.YIMEN_FILES = tmp_path
    clock.set_hall_time(ground.now)
    yield ground
    kept_versions._current_at.cache_clear()  # what a test published is rolled back with it


@pytest.fixture
def anybody(hall: Ground) -> Caller:
    """Not signed in."""
    return Caller()


@pytest.fixture
def clerk(hall: Ground) -> Caller:
    """At the general counter of the city's centre."""
    return signed_in("clerk")


@pytest.fixture
def clerk2(hall: Ground) -> Caller:
    """Of another hall, who must see nothing."""
    return signed_in("clerk2")


@pytest.fixture
def filed(anybody: Caller) -> dict[str, Any]:
    """An application that lacks nothing: its answer."""
    return file(anybody, WASTE)
