"""Chinese as people search it: words, pinyin, initials, and a key to sort by. The dictionary loads when first asked."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from pypinyin import Style, lazy_pinyin

from yimen.rules.typed import plain

if TYPE_CHECKING:
    from jieba import Tokenizer

_WORD: Final = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


def words(text: str) -> tuple[str, ...]:
    """The words of a text and the words inside them, each once, Latin ones in small letters."""
    found: dict[str, None] = {}
    for run in _WORD.findall(plain(text).lower()):
        parts = _segmenter().cut_for_search(run) if _CHINESE.match(run) else (run,)
        found.update(dict.fromkeys(parts))
    return tuple(found)


def letters(text: str) -> str:
    """How a phrase is typed in letters: its pinyin in one piece, and its initials. 开餐馆: kaicanguan kcg."""
    syllables = [
        syllable
        for run in _WORD.findall(plain(text).lower())
        for syllable in (lazy_pinyin(run, style=Style.NORMAL) if _CHINESE.match(run) else [run])
    ]
    return f"{''.join(syllables)} {''.join(each[:1] for each in syllables)}"


def sort_key(text: str) -> str:
    """A text's place in the order of the dictionary: pinyin with tones, the text itself among equals."""
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)).lower() + "\t" + text


def is_latin(text: str) -> bool:
    return not _CHINESE.search(text)


@cache
def _segmenter() -> Tokenizer:
    """The segmenter with its dictionary, kept beside the hall's data: about a second, once in a process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an old package, about itself
        import jieba  # noqa: PLC0415 - slow, and only the search needs it

    jieba.setLogLevel("WARNING")
    segmenter = jieba.Tokenizer()
    settings.DATA.mkdir(parents=True, exist_ok=True)
    segmenter.tmp_dir = str(settings.DATA)
    segmenter.initialize()
    return segmenter
