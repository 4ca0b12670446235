"""Items and their guides."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import Field, JsonValue

from yimen.modules.catalogue import queries
from yimen.modules.catalogue.queries import Online, Subject, Track
from yimen.rules.materials import MaterialClass, Source

from .words import Answer, Limit


class ItemCard(Answer):
    """One line of the list. `online` is how far one gets without coming to the hall (R-043); null: not at all."""

    code: str
    name: str
    department: str
    kind: str
    statutory_limit: Limit
    promised_limit: Limit
    online: Online | None
    charged: bool
    summary: str

    @classmethod
    def of(cls, card: queries.ItemCard, *, english: bool) -> Self:
        return cls(
            code=card.code,
            name=(english and card.name_en) or card.name,
            department=(english and card.department_en) or card.department,
            kind=card.kind,
            statutory_limit=Limit.of(card.statutory_limit),
            promised_limit=Limit.of(card.promised_limit),
            online=Online(card.online) if card.online else None,
            charged=card.charged,
            summary=(english and card.summary_en) or card.summary,
        )


class Items(Answer):
    results: list[ItemCard]
    next: str | None


class Material(Answer):
    """A row of the list of materials: nothing else may be asked for (LIC-03)."""

    no: int
    code: str
    name: str
    material_class: MaterialClass = Field(serialization_alias="class")
    original: bool  # to be shown
    copies: int  # to be handed in
    stamped: bool
    blocks: bool  # its lack keeps the item from being approved
    tolerates_promise: bool  # may be promised in writing and come later
    source: Source
    conditional: bool  # needed only in some cases
    issuer: str
    blank: str  # the empty form
    sample: str  # a filled-in one
    note: str


class Guide(Answer):
    """Everything a guide says (R-033): text, lists or objects as it was published; null where it says nothing."""

    code: str
    version: int
    effective_from: date
    language: str
    kind: str
    kind_text: str
    subject: Subject
    track: Track
    online: Online | None
    charged: bool
    accepts_promise: bool
    categories: list[str]
    summary: str

    name: JsonValue
    content: JsonValue
    legal_basis: JsonValue
    functions: JsonValue
    tips: JsonValue
    department: JsonValue
    responsible_person: JsonValue
    audience: JsonValue
    location: JsonValue
    window: JsonValue
    office_hours: JsonValue
    conditions: JsonValue
    quantity_limit: JsonValue
    materials: list[Material]
    forms: JsonValue
    sample_text: JsonValue
    process: JsonValue
    flow_chart: JsonValue
    statutory_limit: Limit
    promised_limit: Limit
    fee_standard: JsonValue
    fee_basis: JsonValue
    result: JsonValue
    delivery: JsonValue
    remedy: JsonValue
    advice_phone: JsonValue
    complaint_phone: JsonValue
    faq: JsonValue

    form: dict[str, Any] | None  # the application's form as JSON Schema
    flow: dict[str, Any]  # stages in order, the tasks of a stage side by side

    @classmethod
    def of(cls, card: queries.GuideCard) -> Self:
        said = {entry.key: entry.value for section in card.sections for entry in section.entries}
        return cls.model_validate(
            {
                **said,
                "code": card.code,
                "version": card.n,
                "effective_from": card.effective_from,
                "language": card.language,
                "kind": card.kind,
                "kind_text": card.kind_text,
                "subject": card.subject,
                "track": card.track,
                "online": card.online,
                "charged": card.charged,
                "accepts_promise": card.accepts_promise,
                "categories": list(card.categories),
                "summary": card.summary,
                "materials": [Material.model_validate(each, from_attributes=True) for each in card.materials],
                "statutory_limit": Limit.of(card.statutory_limit),
                "promised_limit": Limit.of(card.promised_limit),
                "faq": list(card.faq) or None,
                "form": card.form,
                "flow": card.flow.to_json(),
            }
        )
