"""The hall every desk's tests sit in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from counter import Counter, open_counter
from section import Section


@pytest.fixture
def counter(now: datetime, db: None) -> Counter:
    """The small hall at nine on Monday."""
    return open_counter(now)


@pytest.fixture
def section(counter: Counter, settings: Any, tmp_path: Path) -> Section:
    """The department behind the counter; its files lie in a folder of the test's own."""
    settings.YIMEN_FILES = tmp_path
    return Section(counter)
