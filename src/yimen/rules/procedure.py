"""A procedure is tables: moves, clocks and tasks, in an edition that is frozen once released."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from yimen.rules.deadlines import Warn
from yimen.rules.limits import Limit
from yimen.rules.refused import Refused

if TYPE_CHECKING:
    from yimen.rules.dossier import Dossier, Row
    from yimen.rules.engine import Draft, World

ANY: Final = "*"
"""Any state in which the case is not archived."""


class Move(NamedTuple):
    """One row of a life: from a state, by an act, to a state, and all that this implies."""

    source: str | tuple[str, ...] | None
    act: str
    target: str | None  # None: the state stays
    rule: Callable[[Draft], None]
    clocks: str  # "+name" starts, "-name" stops, "-*" stops all
    tasks: str  # "+kind" opens, "-kind" closes, "-*" closes all, "-this" the one acted on, "+flow" and "+next" the item's path
    paper: str | None
    mark: str | None  # the column that remembers when: received, accepted, decided, completed, closed
    basis: str
    not_by: str | None = None  # forbidden to whoever did that act before; not in instant cases (C-24)


class ClockRow(NamedTuple):
    """A limit that a move may start."""

    name: str
    limit: Callable[
        [World], tuple[Limit, str] | None
    ]  # the limit and the rule it came from; None: this case has none
    held_by: frozenset[str]  # lawful reasons for which it rests
    warn: Callable[[World], Warn | None]
    zero: str | None  # the act that follows when it runs out
    governs: bool  # whether the case's own due day and light may come from it
    basis: str
    task: str | None = None  # the kind of task it belongs to


class TaskRow(NamedTuple):
    """A task that a move may open."""

    kind: str
    unit: str | None  # home, department, or None where it waits for somebody outside
    post: str | None


@dataclass(frozen=True)
class Edition:
    """A procedure in one edition: `licensing.1`."""

    name: str
    moves: tuple[Move, ...]
    clocks: tuple[ClockRow, ...]
    tasks: tuple[TaskRow, ...]
    details: Mapping[str, type[Row]]
    ended: frozenset[str]  # states in which nothing runs any more
    sealed: frozenset[str]  # states in which only what law demands may still be added
    absent: Mapping[str, Callable[[Dossier, World], bool]] = field(
        default_factory=dict
    )  # acts a case may be without
    recorded: frozenset[str] = frozenset()  # refusals of which the attempt itself goes on record (CLK-05)
    rest_paper: str | None = None  # by which an applicant is told of a step for which clocks rest (LIC-17)

    @cached_property
    def _next(self) -> dict[tuple[str | None, str], Move]:
        table: dict[tuple[str | None, str], Move] = {}
        for move in self.moves:
            sources = move.source if isinstance(move.source, tuple) else (move.source,)
            for source in sources:
                assert (source, move.act) not in table, (source, move.act)
                table[source, move.act] = move
        return table

    @cached_property
    def states(self) -> frozenset[str]:
        sources = {source for source, _ in self._next if source not in {None, ANY}}
        return frozenset({str(each) for each in sources} | {str(m.target) for m in self.moves if m.target})

    def move(self, state: str | None, act: str) -> Move:
        """The one move `act` makes from `state`, or a refusal."""
        found = self._next.get((state, act))
        if found is None and state is not None and state not in self.sealed:
            found = self._next.get((ANY, act))
        if found is None:
            raise Refused("act_not_open", state=state, act=act)
        return found

    def offers(self, act: str, dossier: Dossier, world: World) -> bool:
        """Whether the act is there at all for this case and its item, or would only ever be refused (R-123)."""
        absent = self.absent.get(act)
        return absent is None or not absent(dossier, world)

    def open_acts(self, state: str) -> tuple[str, ...]:
        """What the table allows next, whoever asks."""
        return self._open.get(state, ())

    @cached_property
    def _open(self) -> dict[str, tuple[str, ...]]:
        def acts(source: str) -> list[str]:
            return [act for from_, act in self._next if from_ == source]

        return {
            state: tuple(dict.fromkeys(acts(state) + ([] if state in self.sealed else acts(ANY))))
            for state in self.states
        }

    @cached_property
    def acts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.act for m in self.moves))

    def clock(self, name: str) -> ClockRow:
        return next(each for each in self.clocks if each.name == name)

    def task(self, kind: str) -> TaskRow:
        return next(each for each in self.tasks if each.kind == kind)


def before(key: str) -> Callable[[World], Warn | None]:
    """Yellow so long before the end, by a parameter."""

    def warn(world: World) -> Warn:
        limit = world.parameter(key).limit
        return Warn(limit.n, limit.unit)

    return warn


def after(key: str) -> Callable[[World], Warn | None]:
    """Yellow so long after the start, by a parameter: however the end may roll on (CLK-02)."""

    def warn(world: World) -> Warn:
        limit = world.parameter(key).limit
        return Warn(limit.n, limit.unit, after=True)

    return warn


def parameter(key: str) -> Callable[[World], tuple[Limit, str] | None]:
    """A limit that a hall or item may set for itself (requirements §5.1)."""

    def limit(world: World) -> tuple[Limit, str]:
        row = world.parameter(key)
        return row.limit, row.requirement

    return limit


def law(rule: str) -> Callable[[World], tuple[Limit, str] | None]:
    """A limit of the rule pack in force on the day the clock starts."""
    return lambda world: world.law(rule)
