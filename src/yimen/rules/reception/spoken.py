"""The words by which a screen calls somebody: digits one by one, as one calls across a hall."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = str.maketrans("0123456789", "零一二三四五六七八九")


def spelled(number: str) -> str:
    """`A007` → `A零零七`: no voice makes seven of it."""
    return number.translate(_DIGITS)


def call(number: str, window: str) -> str:
    """What is said for a call, the first and every other one."""
    return f"请{spelled(number)}号，到{spelled(window)}号窗口。"
