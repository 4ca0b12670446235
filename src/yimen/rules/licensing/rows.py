"""What an application is beside its case: its own rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from yimen.rules.dossier import Row


@dataclass(frozen=True, slots=True)
class Application(Row):
    """What an application is beside its case. Form, names and free text are its private half."""

    KEY: ClassVar[tuple[str, ...]] = ()
    MOMENTS: ClassVar[frozenset[str]] = frozenset()
    item: str
    findings: tuple[Mapping[str, Any], ...] = ()  # of the last check, without what people wrote
    told: Mapping[str, Any] | None = None  # the guarantee's memory: what was asked, what came since
    asked_times: int = 0
    override: int | None = None  # the director who gave leave in writing for one more demand
    by_agent: bool = False
    self_checked: bool = False
    ground: str | None = None  # of a return: main_missing, against_policy, survey_failed
    competent: str | None = None  # whose remit it is
    receipt_no: str | None = None  # of a fee paid outside (until fees are here)
    archive_no: str | None = None
    retention: str | None = None
    shelf: str | None = None
    earlier: str | None = None  # number of an earlier case of the same matter that was returned


@dataclass(frozen=True, slots=True)
class Material(Row):
    """One piece as it was handed in (R-092). A later round of the same code supersedes the earlier."""

    MOMENTS: ClassVar[frozenset[str]] = frozenset({"given_at"})
    n: int
    code: str
    no: int
    given_at: datetime
    round: int = 0
    original: bool | None = None
    copies: int = 0
    pages: int = 0
    stamped: bool = False
    exists: bool = False  # not here, but it exists (R-107, ground 1)
    promise: bool = False  # promised in writing
    valid_until: str | None = None
    digital: bool = False  # with a file; which one is private

    @property
    def here(self) -> bool:
        return self.digital or self.copies > 0 or self.original is True


@dataclass(frozen=True, slots=True)
class Opinion(Row):
    """What somebody whose say it was found, with their letter where they needed one."""

    MOMENTS: ClassVar[frozenset[str]] = frozenset({"at"})
    n: int
    kind: str  # check, second_check, review, survey …, decision
    result: str
    at: datetime
    task: int | None = None
    staff: int | None = None
    letter: str | None = None
