"""Single fields of an item: how each is shown and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimen.rules.limits import Unit


def text(value: Any) -> str | None:
    """Words, or a list of words with “、” between them."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return value if isinstance(value, str) else None


def words(written: str | None, stood: Any) -> Any:
    """The same read back: a list stays one."""
    if isinstance(stood, list) and written:
        return [each.strip() for each in written.split("、") if each.strip()]
    return written


def text_or_nothing(written: str | None, _stood: Any) -> str:
    return written or ""


def lines(value: Any) -> str | None:
    """A list, one a line."""
    return "\n".join(map(str, value)) if isinstance(value, list) else text(value)


def list_of_lines(written: str | None, _stood: Any) -> list[str] | None:
    return [line.strip() for line in (written or "").splitlines() if line.strip()] or None


def flag(written: bool | None, _stood: Any) -> bool:
    return bool(written)


def true_or_nothing(written: bool | None, _stood: Any) -> bool | None:
    return True if written else None


def digits(value: Any) -> str | None:
    return None if value is None else str(value)


def number(written: str | None, _stood: Any) -> int:
    return int(written or 1)


def limit(written: Mapping[str, Any] | None, _stood: Any) -> dict[str, Any] | None:
    """So many of a unit; working days where no unit was chosen."""
    n = (written or {}).get("n")
    return None if n is None else {"n": n, "unit": (written or {}).get("unit") or Unit.WORKING_DAY.value}


def entry(written: Mapping[str, Any] | None, stood: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """An entry of the power list; what else was known of it stays."""
    return {**(stood or {}), **written} if written else None


def name_of(value: Any) -> str | None:
    """What a result is called, whether more is known of it or not."""
    return text(value.get("name")) if isinstance(value, Mapping) else text(value)


def named(written: str | None, stood: Any) -> Any:
    if written is None:
        return None
    return {**stood, "name": written} if isinstance(stood, Mapping) else {"name": written}
