"""How a figure is taken: in rounds, product and floor in turn, so that whatever else the machine does meets both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Meters = Callable[[], tuple[float, float]]


@dataclass
class Cost:
    """What one of something costs: processor time of both sides, and how long it takes, in ms."""

    client: list[float] = field(default_factory=list)
    postgres: list[float] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def take(self, meters: Meters, work: Callable[[], Sequence[float]]) -> None:
        """One round: `work` answers with the time each piece took."""
        before = meters()
        told = work()
        after = meters()
        self.client.append((after[0] - before[0]) / len(told))
        self.postgres.append((after[1] - before[1]) / len(told))
        self.ms += told

    @property
    def cpu(self) -> float:
        return self.web + self.pg

    @property
    def web(self) -> float:
        return statistics.median(self.client)

    @property
    def pg(self) -> float:
        return statistics.median(self.postgres)

    @property
    def p50(self) -> float:
        return statistics.median(self.ms)

    @property
    def p99(self) -> float:
        return sorted(self.ms)[int(len(self.ms) * 0.99)]


def timed(pieces: Sequence[Callable[[], object]]) -> list[float]:
    """Do them one after the other; how long each took, in ms."""
    told = []
    for piece in pieces:
        began = time.perf_counter()
        piece()
        told.append(1000 * (time.perf_counter() - began))
    return told


@dataclass(frozen=True)
class Figure:
    """A row of the table."""

    name: str
    cases: int
    product: Cost
    statements: float
    floor: Cost
    floor_statements: float

    @property
    def ratio(self) -> float:
        return self.product.cpu / self.floor.cpu
