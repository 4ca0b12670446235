"""The ledger's chain: each line carries the hash of the one before it in its book; one root seals each day.

A stored hash is its algorithm's byte followed by the digest, so that both algorithms may live in one ledger.
The tree of a day is that of RFC 6962: leaf and node are hashed apart, and many libraries can check a path.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from yimen.rules.refused import Refused
from yimen.rules.sm3 import sm3

SHA256: Final = 1
SM3: Final = 2
SALT_BYTES: Final = 16

_DIGESTS: Final[Mapping[int, Callable[[bytes], bytes]]] = {
    SHA256: lambda message: hashlib.sha256(message).digest(),
    SM3: sm3,
}
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def line_hash(previous: bytes, body: bytes, alg: int = SHA256) -> bytes:
    """The hash of a line, `alg ‖ H(previous ‖ body)`; `body` is the stored text, byte for byte."""
    return _stamped(alg, previous + body)


def first_link(book: str) -> bytes:
    """What stands for the previous hash before a book's first line: the book's number."""
    return book.encode()


def veil_digest(salt: bytes, private: bytes, alg: int = SHA256) -> bytes:
    """What a line shows of its private half, `alg ‖ H(salt ‖ private)`: once the salt is erased, nothing."""
    assert len(salt) == SALT_BYTES, "where the salt ends must be plain"
    return _stamped(alg, salt + private)


def follows(previous: bytes, body: bytes, stored: bytes) -> bool:
    """Whether `stored` is the hash of `body` after `previous`, by the algorithm it names."""
    alg = _algorithm(stored)
    return alg is not None and line_hash(previous, body, alg) == stored


def first_broken(book: str, lines: Iterable[tuple[bytes, bytes]]) -> int | None:
    """The n of a book's first line that does not fit, given each `(body, hash)` in order; None if all do."""
    previous = first_link(book)
    for n, (body, stored) in enumerate(lines, start=1):
        if not follows(previous, body, stored):
            return n
        previous = stored
    return None


class DayTree:
    """A day's lines under one root: leaf 0 is yesterday's root, leaf k the day's k-th line by (book, n)."""

    def __init__(self, yesterday: bytes, lines: Sequence[bytes], alg: int = SHA256) -> None:
        """`yesterday` is empty before the first day of all; `lines` are line hashes in order."""
        self.alg = alg
        self.count = len(lines)
        level = [_leaf(each, alg) for each in (yesterday, *lines)]
        self._levels = [level]
        while len(level) > 1:
            pairs = [_node(left, right, alg) for left, right in zip(level[::2], level[1::2], strict=False)]
            level = pairs + level[2 * len(pairs) :]  # a last one without a neighbour rises as it is
            self._levels.append(level)

    @property
    def root(self) -> bytes:
        return bytes([self.alg]) + self._levels[-1][0]

    def path(self, place: int) -> tuple[bytes, ...]:
        """The neighbours that lead from the day's line `place`, counted from 1, up to the root."""
        assert 1 <= place <= self.count
        neighbours = ((level, (place >> height) ^ 1) for height, level in enumerate(self._levels))
        return tuple(level[beside] for level, beside in neighbours if beside < len(level))


def day_root(yesterday: bytes, lines: Sequence[bytes], alg: int = SHA256) -> bytes:
    return DayTree(yesterday, lines, alg).root


def verify_path(line: bytes, place: int, count: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `line` is the `place`-th of the `count` lines sealed under `root`."""
    alg = _algorithm(root)
    if alg is None or not 1 <= place <= count:
        return False
    node, index, width, rest = _leaf(line, alg), place, count + 1, list(path)
    while width > 1:
        if index ^ 1 < width:
            if not rest:
                return False
            beside = rest.pop(0)
            node = _node(beside, node, alg) if index % 2 else _node(node, beside, alg)
        index, width = index // 2, (width + 1) // 2
    return not rest and bytes([alg]) + node == root


@dataclass(frozen=True, slots=True)
class DayRoot:
    """What is published of a day: how many lines it had and the root that seals them."""

    day: date
    count: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Sealing:
    """Where a line lies under the root of its day."""

    under: DayRoot
    place: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a line was written: its text and hash at once, its path to the root from the next day.

    Whose line it is and which one stands in its own text, so that the hash and the path prove that too, of any line.
    """

    book: str
    n: int
    previous: bytes
    body: bytes
    hash: bytes
    sealing: Sealing | None = None

    def flaw(self, published: DayRoot | None = None) -> str | None:
        """The first thing that does not hold: number, link, hash, path or root; None if all does.

        Without `published` the root is taken at the receipt's word.
        """
        line = _read(self.body)
        if line.get("n") != self.n:
            return "number"
        if line.get("book") != self.book or (self.n == 1 and self.previous != first_link(self.book)):
            return "link"
        if not follows(self.previous, self.body, self.hash):
            return "hash"
        if self.sealing is None:
            return None
        under = self.sealing.under
        if not verify_path(self.hash, self.sealing.place, under.count, self.sealing.path, under.root):
            return "path"
        if published is not None and published != under:
            return "root"
        return None

    def to_json(self) -> dict[str, Any]:
        """Bytes in hexadecimal; the body as the text it is."""
        sealing = self.sealing
        return {
            "book": self.book,
            "n": self.n,
            "previous": self.previous.hex(),
            "body": self.body.decode(),
            "hash": self.hash.hex(),
            "sealing": sealing
            and {
                "day": sealing.under.day.isoformat(),
                "count": sealing.under.count,
                "root": sealing.under.root.hex(),
                "place": sealing.place,
                "path": [each.hex() for each in sealing.path],
            },
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Refused: receipt_malformed."""
        try:
            sealing = value["sealing"]
            return cls(
                book=_text(value["book"]),
                n=_count(value["n"]),
                previous=bytes.fromhex(value["previous"]),
                body=_text(value["body"]).encode(),
                hash=bytes.fromhex(value["hash"]),
                sealing=sealing
                and Sealing(
                    DayRoot(
                        date.fromisoformat(sealing["day"]),
                        _count(sealing["count"]),
                        bytes.fromhex(sealing["root"]),
                    ),
                    _count(sealing["place"]),
                    tuple(bytes.fromhex(each) for each in sealing["path"]),
                ),
            )
        except (KeyError, TypeError, ValueError) as broken:
            raise Refused("receipt_malformed") from broken


def _stamped(alg: int, message: bytes) -> bytes:
    return bytes([alg]) + _DIGESTS[alg](message)


def _algorithm(stored: bytes) -> int | None:
    """The algorithm of a stored hash; None if it names none that is known."""
    return stored[0] if stored and stored[0] in _DIGESTS else None


def _leaf(line: bytes, alg: int) -> bytes:
    return _DIGESTS[alg](_LEAF + line)


def _node(left: bytes, right: bytes, alg: int) -> bytes:
    return _DIGESTS[alg](_NODE + left + right)


def _read(body: bytes) -> Mapping[str, Any]:
    """What a line says of itself; nothing if the text is no line."""
    try:
        line = json.loads(body)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise TypeError(value)
    return value
