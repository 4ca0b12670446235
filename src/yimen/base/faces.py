"""Five levels as people see them: a face and its words, wherever they are asked (R-191)."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yimen.rules.ratings import Level


class Face(NamedTuple):
    level: Level
    words: Promise
    icon: str
    tone: str


FACES: Final = (
    Face(Level.VERY_SATISFIED, pgettext_lazy("rating", "Very satisfied"), "mood-happy", "good"),
    Face(Level.SATISFIED, pgettext_lazy("rating", "Satisfied"), "mood-smile", "good"),
    Face(Level.BASICALLY_SATISFIED, pgettext_lazy("rating", "Basically satisfied"), "mood-empty", "ink"),
    Face(Level.DISSATISFIED, pgettext_lazy("rating", "Dissatisfied"), "mood-sad", "wait"),
    Face(Level.VERY_DISSATISFIED, pgettext_lazy("rating", "Very dissatisfied"), "mood-angry", "bad"),
)
