"""The ledger, so that anybody can check it."""

from __future__ import annotations

import datetime as dt

from .words import Answer, Moment


class SealedDay(Answer):
    """A sealed day: the Merkle root over the hashes of its lines, the root of the day before its first leaf."""

    date: dt.date
    count: int
    root: str  # hexadecimal; its first byte names the algorithm


class Line(Answer):
    """What happened. `hash` is one byte for the algorithm, then H(hash of the line before ‖ body); hexadecimal."""

    n: int
    at: Moment
    act: str
    body: str  # the very text that is hashed
    hash: str


class Lines(Answer):
    """A case's chain. `start` stands for the hash before the first line."""

    start: str
    results: list[Line]
    next: str | None = None
