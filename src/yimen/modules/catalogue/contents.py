"""What a version says, as one value: read from a row or from JSON, changed, compared, checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final, Self

from yimen.rules.guides import filled
from yimen.rules.limits import Limit, Unit
from yimen.rules.matters import MATTERS, matter_of
from yimen.rules.refused import Refused

from .kinds import Online, Retention, Subject, Track
from .models import ItemVersion

LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything a version says. `guide` holds the fields of R-033 that have no column of their own."""

    name: str = ""
    name_en: str = ""
    kind: str = ""
    subject: str = Subject.BOTH.value
    track: str = Track.COMMITTED.value
    convertible: bool = False
    statutory_limit: Limit | None = None
    promised_limit: Limit | None = None
    extension: int | None = None
    online: str | None = None
    intake_checks: int = 1
    accepts_promise: bool = False
    retention: str = Retention.TEN.value
    power_entry: Mapping[str, Any] | None = None
    guide: Mapping[str, Any] = field(default_factory=dict)
    materials: tuple[Mapping[str, Any], ...] = ()
    preconditions: tuple[Mapping[str, Any], ...] = ()
    form: Mapping[str, Any] | None = None
    flow: Mapping[str, Any] | None = None

    @property
    def charged(self) -> bool | None:
        """Whether anything is to be paid; None while the guide does not say."""
        fee = self.guide.get("fee")
        said = fee.get("charged") if isinstance(fee, Mapping) else None
        return said if isinstance(said, bool) else None

    @classmethod
    def of(cls, row: ItemVersion) -> Self:
        plain = {name: getattr(row, name) for name in _PLAIN}
        return cls(
            **plain,
            statutory_limit=_limit_of(row.statutory_n, row.statutory_unit),
            promised_limit=_limit_of(row.promised_n, row.promised_unit),
            materials=tuple(row.materials),
            preconditions=tuple(row.preconditions),
        )

    def columns(self) -> dict[str, Any]:
        """The columns of the version that says this."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "statutory_n": self.statutory_limit.n if self.statutory_limit else None,
            "statutory_unit": str(self.statutory_limit.unit) if self.statutory_limit else None,
            "promised_n": self.promised_limit.n if self.promised_limit else None,
            "promised_unit": str(self.promised_limit.unit) if self.promised_limit else None,
            "charged": self.charged,
            "materials": list(self.materials),
            "preconditions": list(self.preconditions),
        }

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """With `changes` in the words of an item's JSON. Of the guide only the fields named change; null takes one away.

        Refused `item_field`: a word that is no field, or a value the field cannot have.
        """
        read: dict[str, Any] = {}
        for name, value in changes.items():
            reader = _READERS.get(name)
            if reader is None:
                raise Refused("item_field", field=name, value=str(value)[:80])
            try:
                read[name] = reader(value)
            except (TypeError, ValueError, KeyError):
                raise Refused("item_field", field=name, value=str(value)[:80]) from None
        if "guide" in read:
            merged = {**self.guide, **read["guide"]}
            read["guide"] = {name: value for name, value in merged.items() if value is not None}
        return replace(self, **read)

    def to_json(self) -> dict[str, Any]:
        """In the words in which an item is edited, imported and exported; what nobody said is left out."""
        given: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        plain = {
            name: value.to_json() if isinstance(value, Limit) else value for name, value in given.items()
        }
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in plain.items()
            if filled(value) and value != ()
        }

    def document(self, department: str) -> dict[str, Any]:
        """The whole guide as rules read it (`rules/guides.py`)."""
        said = self.to_json()
        chart = self.guide.get("flow_chart") or _chart(self.guide.get("process"))
        return {
            **self.guide,
            **{name: said[name] for name in _IN_DOCUMENT if name in said},
            **({"flow_chart": chart} if chart else {}),
            "department": department,
        }

    @property
    def digest(self) -> str:
        """What a ledger line holds of it: SHA-256 over its JSON."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_IN_DOCUMENT: Final = (
    "name", "track", "statutory_limit", "promised_limit", "extension", "materials", "preconditions", "flow",
)  # fmt: skip
_PLAIN: Final = (
    "name", "name_en", "kind", "subject", "track", "convertible", "extension", "online", "intake_checks",
    "accepts_promise", "retention", "power_entry", "guide", "form", "flow",
)  # fmt: skip


def _chart(process: Any) -> list[str]:
    """Where no picture was given the chart is drawn from the procedure: its steps in order."""
    steps = process if isinstance(process, list) else []
    names = (step.get("name") if isinstance(step, Mapping) else step for step in steps)
    return [str(name) for name in names if name]


def _limit_of(n: int | None, unit: str | None) -> Limit | None:
    return None if n is None or unit is None else Limit(n, Unit(unit))


# --- reading one field -----------------------------------------------------------------------------------


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        raise ValueError(value)
    return value.strip()


def _name(value: Any) -> str:
    if not (name := _text(value)):
        raise ValueError(value)
    return name


def _kind(value: Any) -> str:
    if value not in ("", *MATTERS) and matter_of(str(value)) is None:
        raise ValueError(value)
    return matter_of(str(value)) or ""


def _one_of(words: type[StrEnum]) -> Callable[[Any], str]:
    return lambda value: words(value).value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _count(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 1000):
        raise ValueError(value)
    return value


def _checks(value: Any) -> int:
    if value not in (1, 2):
        raise ValueError(value)
    return int(value)


def _limit(value: Any) -> Limit | None:
    if value is None:
        return None
    limit = value if isinstance(value, Limit) else Limit.from_json(value)
    if not limit.within_reach:
        raise ValueError(value)
    return limit


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return dict(value)


def _guide(value: Any) -> dict[str, Any]:
    guide = _object(value)
    for line in _object(guide.get("fee") or {}).get("standards") or ():
        _object(line)
    return guide


def _object_or_none(value: Any) -> dict[str, Any] | None:
    return None if value is None else _object(value)


def _objects(value: Any) -> tuple[dict[str, Any], ...]:
    return tuple(_object(each) for each in value)


def _form(value: Any) -> dict[str, Any] | None:
    """A form keeps the order of its questions, which jsonb does not."""
    if value is None:
        return None
    form = _object(value)
    return {**form, "x-order": form.get("x-order") or list(_object(form.get("properties", {})))}


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "name": _name,
    "name_en": _text,
    "kind": _kind,
    "subject": _one_of(Subject),
    "track": _one_of(Track),
    "convertible": _flag,
    "statutory_limit": _limit,
    "promised_limit": _limit,
    "extension": _count,
    "online": lambda value: None if value is None else Online(value).value,
    "intake_checks": _checks,
    "accepts_promise": _flag,
    "retention": _one_of(Retention),
    "power_entry": _object_or_none,
    "guide": _guide,
    "materials": _objects,
    "preconditions": _objects,
    "form": _form,
    "flow": _object_or_none,
}
FIELDS: Final = tuple(_READERS)
