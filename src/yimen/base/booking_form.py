"""A booking's form, on whatever desk it is filled in: what is typed, and a refusal beside the field it is about (R-058)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language

from yimen.rules.refused import Refused

from . import refusals
from .booking_words import PARTS

TYPED: Final = ("name", "id_number", "phone", "password")
"""The fifth field, the time, was chosen before."""

OF_THE_SLOT: Final = frozenset(
    {"slot_full", "no_such_slot", "slot_past", "slot_too_soon", "slot_too_far", "holiday_only"}
)
"""Refusals that another time answers."""

_ABOUT: Final = {
    "item_needed": "item",
    "item_not_bookable": "item",
    "item_not_same_day": "item",
    "holiday_unconfirmed": "confirmed_by",
}


def faults(refused: Refused | None, asked: Sequence[str] = TYPED) -> dict[str, str]:
    """The sentence beside each field that was asked and is wrong, in their order."""
    if refused is None:
        return {}
    wrong: Mapping[str, str] = refused.facts.get("fields", {})
    if field := _ABOUT.get(refused.reason):
        wrong = {field: refused.reason}
    language = get_language() or ""
    return {
        name: refusals.sentence(Refused(wrong[name], **refused.facts), language)
        for name in asked
        if name in wrong
    }


def errors(refused: Refused | None, beside: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stands above the form: every field with its sentence, else the refusal itself."""
    if refused is None or beside:
        return list(beside.items())
    return [("", sentence(refused))]


def sentence(refused: Refused | None) -> str:
    return refusals.sentence(refused, get_language() or "") if refused else ""


def near(refused: Refused | None) -> list[datetime]:
    """The free times nearest to the one that is full."""
    return [datetime.fromisoformat(each) for each in refused.facts.get("free", ())] if refused else []


def explained(texts: Mapping[str, str]) -> list[tuple[Promise, str]]:
    """For whom a way of booking is, what it takes and how it goes (R-066)."""
    return [(PARTS[part], text) for part, text in texts.items()]
