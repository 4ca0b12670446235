"""Lists by keyset: a page, and the cursor that stands for where the next one begins.

A cursor carries the last row's sort key, signed, so that nobody invents one; it names no page number and stays true
while rows come and go (architecture §5).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Generic, TypeVar

from django.core import signing

from yimen.rules.refused import Refused

T = TypeVar("T")
Key = str | int | date | datetime

_SIGNER: Final = signing.Signer(salt="yimen.cursor")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some results and the cursor of what follows, or None at the end. The contract's list."""

    results: tuple[T, ...]
    next: str | None = None


def page_of(rows: Sequence[T], size: int, key: Callable[[T], tuple[Key, ...]]) -> Page[T]:
    """A page of at most `size` from rows fetched one too many: the one too many says that more follows."""
    shown = tuple(rows[:size])
    return Page(shown, cursor(*key(shown[-1])) if len(rows) > size else None)


def cursor(*key: Key) -> str:
    """The opaque word for the place after `key`."""
    return _SIGNER.sign_object([each.isoformat() if isinstance(each, date) else each for each in key])


def after(word: str | None, *kinds: type[Key]) -> tuple[Key, ...] | None:
    """The sort key a cursor stands for, each part of its kind; None without a cursor. Refuses anything invented."""
    if not word:
        return None
    try:
        parts = _SIGNER.unsign_object(word)
        if len(parts) != len(kinds):
            raise Refused("bad_cursor")
        return tuple(_read(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (signing.BadSignature, TypeError, ValueError):
        raise Refused("bad_cursor") from None


def _read(part: object, kind: type[Key]) -> Key:
    if kind in {date, datetime} and isinstance(part, str):
        return datetime.fromisoformat(part) if kind is datetime else date.fromisoformat(part)
    if type(part) is not kind:
        raise TypeError(kind)
    return part
