"""A case as a value: its rows, and the fold that rebuilds them from the ledger's lines.

Rows are plain frozen values with the columns of their tables (engine: §2). `Dossier.apply` is replay: the `new` and
`set` of a line's body, in order, give the rows of today or of any moment before (invariant 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Self, TypeVar

T = TypeVar("T", bound="Row")

FAR: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""The due moment of what has none for now, so that keyset pages meet no nulls."""


class Row:
    """What every row shares: a key inside its case and a form as JSON."""

    __slots__ = ()
    KEY: ClassVar[tuple[str, ...]] = ("n",)
    MOMENTS: ClassVar[frozenset[str]] = frozenset()
    _names: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def names(cls) -> tuple[str, ...]:
        if "_names" not in cls.__dict__:
            cls._names = tuple(each.name for each in fields(cls))  # type: ignore[arg-type]
        return cls._names

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        """The value of a row as PostgreSQL or a line's body gives it; columns of the table alone are left out."""
        moments = cls.MOMENTS
        return cls(
            **{
                name: _moment(row[name]) if name in moments else row[name]
                for name in cls.names()
                if name in row
            }
        )

    def to_json(self) -> dict[str, Any]:
        return {name: _plain(getattr(self, name)) for name in self.names()}

    def changed_from(self, before: Self) -> dict[str, Any]:
        """The columns that differ from `before`, as JSON; the row's key is not among them."""
        return {
            name: _plain(value)
            for name in self.names()
            if (value := getattr(self, name)) != getattr(before, name)
        }

    @property
    def key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.KEY)


@dataclass(frozen=True, slots=True)
class Case(Row):
    """The matter as a whole: where it stands and how it ended."""

    KEY: ClassVar[tuple[str, ...]] = ()
    MOMENTS: ClassVar[frozenset[str]] = frozenset(
        {"received_at", "accepted_at", "decided_at", "completed_at", "closed_at", "due_at"}
    )
    id: int
    number: str  # fourteen digits and more, with the check digit, without hyphens
    procedure: str  # an edition: licensing.1
    state: str
    home: int  # the unit that took it in
    division: str
    channel: str
    received_at: datetime
    track: str | None = None
    outcome: str | None = None
    disposition: str | None = None  # supplement or returned: what a check once said
    item_version: int | None = None
    department: int | None = None
    guarded: bool = False
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime = FAR
    light: str = "off"
    n: int = 0


@dataclass(frozen=True, slots=True)
class Task(Row):
    """Something asked of somebody: whose desk it lies on, who may act, why a clock rests."""

    MOMENTS: ClassVar[frozenset[str]] = frozenset({"opened_at", "closed_at", "due_at"})
    n: int
    kind: str
    opened_at: datetime
    stage: str | None = None
    unit: int | None = None
    post: str | None = None
    staff: int | None = None
    person: int | None = None
    holds: str | None = None  # the lawful reason for which clocks rest while it is open
    closed_at: datetime | None = None
    result: str | None = None
    due_at: datetime = FAR
    light: str = "off"
    guarded: bool = False
    data: Mapping[str, Any] | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Clock(Row):
    """A limit on a case or on one of its tasks."""

    MOMENTS: ClassVar[frozenset[str]] = frozenset({"started_at", "due_at", "turns_at", "stopped_at"})
    n: int
    name: str
    rule: str  # rule and pack it was computed with: LIC-08a@2026.1
    calendar: str
    limit_n: int
    limit_unit: str
    started_at: datetime
    task: int | None = None
    more: int = 0
    warn: Mapping[str, Any] | None = None
    due_at: datetime = FAR
    turns_at: datetime | None = None
    light: str = "off"
    zero: str | None = None  # the act that follows when it runs out
    rolls: bool = False  # a last day of rest moves to the next working day (CLK-02)
    stopped_at: datetime | None = None
    result: str | None = None

    @property
    def runs(self) -> bool:
        return self.stopped_at is None


@dataclass(frozen=True, slots=True)
class Party(Row):
    """Somebody the case is about; who they are stands in `people`."""

    MOMENTS: ClassVar[frozenset[str]] = frozenset({"until"})
    n: int
    role: str
    person: int | None = None
    until: datetime | None = None
    told_by: str | None = None


@dataclass(frozen=True, slots=True)
class Paper(Row):
    """A numbered word to people: what of it is public to the engine."""

    KEY: ClassVar[tuple[str, ...]] = ("series", "k")
    MOMENTS: ClassVar[frozenset[str]] = frozenset({"served_at", "sealed_at"})
    series: str
    k: int
    n: int  # the line that issued it
    kind: str
    template: str
    digest: str
    sealed_at: datetime | None = None
    served_at: datetime | None = None
    served_by: str | None = None
    void: bool = False


class Detail(Row):
    """A subject's own row beside the case; its private columns are sealed and not in here."""

    __slots__ = ()


ENGINE_ROWS: Final[Mapping[str, type[Row]]] = {"task": Task, "clock": Clock, "party": Party, "paper": Paper}


@dataclass(frozen=True, slots=True)
class Past:
    """One line as later rules need it: who did what, when."""

    n: int
    act: str
    actor: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything true of one case at line `case.n`."""

    case: Case | None = None
    head: bytes = b""
    rows: Mapping[str, Mapping[tuple[Any, ...], Any]] = field(default_factory=dict)
    past: tuple[Past, ...] = ()

    def of(self, table: str) -> tuple[Any, ...]:
        return tuple(self.rows.get(table, {}).values())

    @property
    def tasks(self) -> tuple[Task, ...]:
        return self.of("task")

    @property
    def clocks(self) -> tuple[Clock, ...]:
        return self.of("clock")

    @property
    def parties(self) -> tuple[Party, ...]:
        return self.of("party")

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.of("paper")

    def open_tasks(self, *kinds: str) -> tuple[Task, ...]:
        return tuple(each for each in self.tasks if each.open and (not kinds or each.kind in kinds))

    def clock(self, name: str) -> Clock | None:
        """The latest clock of that name."""
        return next((each for each in reversed(self.clocks) if each.name == name), None)

    def did(self, act: str) -> frozenset[int]:
        """Who did `act` on this case before."""
        return frozenset(each.actor for each in self.past if each.act == act and each.actor is not None)

    def apply(self, body: Mapping[str, Any], kinds: Mapping[str, type[Row]]) -> Dossier:
        """The dossier after one line. `kinds` are the row types by their word in a body."""
        new, changed = body.get("new", {}), body.get("set", {})
        case = Case.from_json(new["case"][0]) if "case" in new else self.case
        if case is None:
            msg = f"line {body['n']} changes a case that no line began"
            raise ValueError(msg)
        if "case" in changed:
            case = _changed(case, changed["case"])
        rows = dict(self.rows)
        for table, added in new.items():
            if table != "case":
                here = dict(rows.get(table, {}))
                for row in added:
                    value = kinds[table].from_json(row)
                    here[value.key] = value
                rows[table] = here
        for table, deltas in changed.items():
            if table != "case":
                here = dict(rows[table])
                for delta in deltas:
                    key = tuple(delta[name] for name in kinds[table].KEY)
                    here[key] = _changed(here[key], delta)
                rows[table] = here
        by = body["by"]
        past = Past(body["n"], body["act"], by.get("staff"), datetime.fromisoformat(body["at"]))
        return Dossier(replace(case, n=body["n"]), self.head, rows, (*self.past, past))


def replay(bodies: Iterable[Mapping[str, Any]], kinds: Mapping[str, type[Row]]) -> Dossier:
    """The rows that a case's lines say it has (invariant 1)."""
    dossier = Dossier()
    for body in bodies:
        dossier = dossier.apply(body, kinds)
    return dossier


def _changed(row: T, delta: Mapping[str, Any]) -> T:
    moments = row.MOMENTS
    return replace(
        row, **{name: _moment(value) if name in moments else value for name, value in delta.items()}
    )  # type: ignore[type-var]


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
