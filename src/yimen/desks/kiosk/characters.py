"""Chinese for the on-screen keyboard: the characters of a syllable, the commonest first."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from pypinyin import Style, pinyin

MOST: Final = 40
_LEVEL_1: Final = range(0xB0, 0xD8)  # GB 2312: the commoner characters, then the rarer ones
_LEVEL_2: Final = range(0xD8, 0xF8)


def characters(letters: str) -> tuple[str, ...]:
    """Those that sound so; while a syllable is unfinished, those that begin so. Only a to z is understood."""
    asked = letters.lower()
    if not asked.isascii() or not asked.isalpha():
        return ()
    table = _by_sound()
    found = list(table.get(asked, ()))
    for sound in sorted(table):
        if len(found) >= MOST:
            break
        if sound.startswith(asked) and sound != asked:
            found += table[sound]
    return tuple(dict.fromkeys(found))[:MOST]


@cache
def _by_sound() -> Mapping[str, tuple[str, ...]]:
    """All of GB 2312 by sound; within one, as common as the dictionary of the search says."""
    found: dict[str, list[str]] = defaultdict(list)
    for sign in _signs():
        for sound in pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")[0]:
            found[sound.replace("ü", "v")].append(sign)
    often = _frequencies()
    return {
        sound: tuple(sorted(signs, key=lambda sign: -often.get(sign, 0))) for sound, signs in found.items()
    }


def _signs() -> Iterator[str]:
    for first in (*_LEVEL_1, *_LEVEL_2):
        for second in range(0xA1, 0xFF):
            try:
                yield bytes((first, second)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def _frequencies() -> Mapping[str, int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an old package, about itself
        import jieba  # noqa: PLC0415  slow, and only this needs it

    with jieba.get_dict_file() as lines:
        rows = (line.decode().split(" ") for line in lines)
        return {word: int(count) for word, count, *_ in rows if len(word) == 1}
