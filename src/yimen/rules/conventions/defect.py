"""What a convention is: a check of one value against what is known, which finds nothing or one defect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Against:
    """What a value is held against."""

    today: date
    choices: tuple[str, ...] = ()  # from the item's rules in force: equipment, products, standards
    record: str | None = None  # what the licence says of it; None where no licence was read


@dataclass(frozen=True, slots=True)
class Defect:
    """A value not written as it must be. Its sentence stands under `rule` in `base/findings.py`."""

    rule: str
    form: str  # how to write it: the suggestion, else a pattern to fill in
    suggestion: str | None = None  # the applicant's value rewritten so that it passes, where that can be told
    facts: Mapping[str, Any] = field(default_factory=dict)


Convention = Callable[[str, Against], Defect | None]
