"""What the catalogue shows others: frozen values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yimen.rules.findings import Finding
from yimen.rules.flows import Flow
from yimen.rules.guides import Group
from yimen.rules.limits import Limit
from yimen.rules.materials import Requirement
from yimen.rules.preconditions import Precondition


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One line of a list of items (contract: GET /items)."""

    id: int
    code: str
    name: str
    name_en: str
    department: str
    department_en: str
    department_id: int
    kind: str
    subject: str
    track: str
    statutory_limit: Limit
    promised_limit: Limit
    online: str | None
    charged: bool
    summary: str
    summary_en: str
    convertible: bool = False  # may become instant


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a case must know of the version it was accepted under. A version is frozen, and so is this.

    It is the engine's `Item` (`rules/engine.py`), with what licensing asks besides.
    """

    version_id: int
    item_id: int
    item_code: str
    n: int
    name: str
    name_en: str
    department: int  # the unit whose item it is
    kind: str
    subject: str
    track: str
    convertible: bool
    statutory: Limit
    promised: Limit
    extension: int | None  # by how many of its unit the limit may grow, once
    online: str | None
    charged: bool
    fee: Mapping[str, Any]
    intake_checks: int
    accepts_promise: bool
    retention: str
    result_paper: str  # a kind of rules/papers.py
    result_name: str  # what the applicant gets: 食品经营许可证
    legal_basis: tuple[str, ...]  # in the words of a notice: 《…》第三十五条
    remedies: tuple[Mapping[str, str], ...]  # way, body, limit
    materials: tuple[Requirement, ...]
    preconditions: tuple[Precondition, ...]
    form: Mapping[str, Any] | None
    flow: Flow


@dataclass(frozen=True, slots=True)
class MaterialCard:
    """One row of the public list of materials (R-036)."""

    no: int
    code: str
    name: str
    material_class: str
    original: bool
    copies: int
    stamped: bool
    blocks: bool
    tolerates_promise: bool
    source: str
    conditional: bool  # needed only in some cases
    issuer: str
    sample: str
    blank: str
    note: str


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One field of a guide: its key and heading, and what it says, as JSON has it; None where it says nothing."""

    key: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class GuideSection:
    group: Group
    entries: tuple[GuideEntry, ...]


@dataclass(frozen=True)
class GuideCard:
    """The whole guide in one language, its sections in the one order of all guides (R-034)."""

    code: str
    keys: str  # its code for a keypad
    version_id: int
    n: int
    effective_from: date
    language: str
    name: str
    summary: str
    department: str
    department_id: int
    kind: str
    kind_text: str
    subject: str
    track: str
    convertible: bool
    online: str | None
    charged: bool
    statutory_limit: Limit
    promised_limit: Limit
    accepts_promise: bool
    intake_checks: int
    power_entry: str  # its number on the power list; empty where none is needed
    document: Mapping[str, Any]  # every field, by key, in the language asked for
    sections: tuple[GuideSection, ...]
    materials: tuple[MaterialCard, ...]
    form: Mapping[str, Any] | None
    flow: Flow
    synonyms: tuple[str, ...]
    categories: tuple[str, ...]

    @cached_property
    def faq(self) -> tuple[Mapping[str, str], ...]:
        return tuple(self.document.get("faq") or ())


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version of an item's history."""

    n: int
    state: str
    name: str
    effective_from: date | None
    published_at: datetime | None
    published_by: str


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft on the office's desk and all that keeps it from being published."""

    code: str
    n: int
    name: str
    department: str
    track: str
    comes_later: bool  # joint or escalated: kept until its handling is here
    problems: tuple[Finding, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The guide fields it does not fill, by key."""
        return tuple(each.field or "" for each in self.problems if each.rule == "guide_lacks")


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An item in the office's list, published or not."""

    code: str
    name: str
    department: str
    kind: str
    in_force: int | None  # number of the version in force
    effective_from: date | None
    draft: int | None  # number of the version waiting to be published
    retired_on: date | None


@dataclass(frozen=True, slots=True)
class OfficeItem:
    """An item as the office edits it: everything it says, its history, what its draft lacks."""

    code: str
    scheme: str
    department: str
    department_id: int
    retired_on: date | None
    in_force: Mapping[str, Any] | None  # in the words of an item's JSON
    draft: Mapping[str, Any] | None
    latest: Mapping[str, Any]  # what the next version begins from: the draft, else the last one published
    problems: tuple[Finding, ...]
    versions: tuple[VersionCard, ...]
    synonyms: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """So many published items of one kind in one department (R-029)."""

    department_id: int
    department: str
    kind: str
    items: int


@dataclass(frozen=True, slots=True)
class Missing:
    """An item a report misses something of, and what: not online so far (R-043), not on the power list (R-032)."""

    code: str
    name: str
    department: str
    level: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class OnlineReport:
    """How many items get so far online, and which do not (R-043)."""

    level: str
    online: int
    items: int
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A category, or an audience, with how many items it holds (R-045)."""

    name: str
    name_en: str
    items: int
