"""An item between its JSON and the form it is edited with: one table says what stands where.

Only what was written otherwise than shown becomes a change. So whatever the form does not ask (preconditions, remedies, samples,
conditions of materials, examples, bounds) stays as it was, and saving an unchanged form changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from . import rows, single
from .part import Part, at, bare, put
from .questions import read_questions, show_questions
from .schema import item_schema
from .steps import read_steps, show_steps

PARTS: Final = (
    Part("basics.name", "name", single.text, single.text_or_nothing),
    Part("basics.name_en", "name_en", single.text, single.text_or_nothing),
    Part("basics.kind", "kind", single.text, single.text_or_nothing),
    Part("basics.subject", "subject"),
    Part("basics.track", "track"),
    Part("basics.online", "online"),
    Part("basics.online_reason", "guide.online_reason", single.text, single.words),
    Part("basics.intake_checks", "intake_checks", single.digits, single.number),
    Part("basics.retention", "retention"),
    Part("basics.convertible", "convertible", read=single.flag),
    Part("basics.accepts_promise", "accepts_promise", read=single.flag),
    Part("limits.statutory", "statutory_limit", read=single.limit),
    Part("limits.promised", "promised_limit", read=single.limit),
    Part("limits.extension", "extension"),
    Part("what.summary", "guide.summary", single.text, single.words),
    Part("what.summary_en", "guide.summary_en", single.text, single.words),
    Part("what.content", "guide.content", single.text, single.words),
    Part("what.functions", "guide.functions", single.text, single.words),
    Part("what.tips", "guide.tips", single.lines, single.list_of_lines),
    Part("basis.laws", "guide.legal_basis", rows.show_laws, rows.read_laws),
    Part("basis.power", "power_entry", read=single.entry),
    Part("who.audience", "guide.audience", single.text, single.words),
    Part("who.responsible_person", "guide.responsible_person", single.text, single.words),
    Part("who.location", "guide.location", single.text, single.words),
    Part("who.window", "guide.window", single.text, single.words),
    Part("who.office_hours", "guide.office_hours", single.text, single.words),
    Part("who.advice_phone", "guide.advice_phone", single.text, single.words),
    Part("who.complaint_phone", "guide.complaint_phone", single.text, single.words),
    Part("conditions.conditions", "guide.conditions", single.lines, single.list_of_lines),
    Part("conditions.quantity_limit", "guide.quantity_limit", single.text, single.words),
    Part("conditions.process", "guide.process", rows.show_process, rows.read_process),
    Part("materials.none", "guide.no_materials", read=single.true_or_nothing),
    Part("materials.list", "materials", rows.show_materials, rows.read_materials),
    Part("review.steps", "flow", show_steps, read_steps),
    Part("fee", "guide.fee", rows.show_fee, rows.read_fee),
    Part("result.name", "guide.result", single.name_of, single.named),
    Part("result.delivery", "guide.delivery", single.text, single.words),
    Part("result.forms", "guide.forms", single.lines, single.list_of_lines),
    Part("result.sample_text", "guide.sample_text", single.text, single.words),
    Part("form.questions", "form", show_questions, read_questions),
)

_ELSEWHERE: Final = {  # what publication calls otherwise than the JSON
    "fee_standard": "fee",
    "fee_basis": "fee",
    "flow_chart": "conditions.process",
    "remedy": "result",
}
_PLACES: Final = {part.key.removeprefix("guide."): part.path for part in PARTS} | _ELSEWHERE


def values_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the form for an item's JSON."""
    values: dict[str, Any] = {}
    for part in PARTS:
        shown = part.show(at(item, part.key))
        if shown is not None:
            put(values, part.path, shown)
    return values


def changes_of(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says otherwise than `before`, in the words of an item's JSON; null takes a field of the guide away."""
    changes: dict[str, Any] = {}
    for part in PARTS:
        stood = at(before, part.key)
        written = at(values, part.path)
        if bare(written) != bare(part.show(stood)):
            put(changes, part.key, part.read(written, stood))
    return changes


def place_of(field: str) -> str:
    """Where in the form one puts right what publication says of a field; empty where it is not asked there."""
    name, *inside = field.split(".")
    path = _PLACES.get(name, "")
    match inside:
        case [number, word] if name == "materials" and number.isdecimal():
            return (
                f"{path}.{int(number) - 1}.{word}"
                if word in {"code", "name", "class"}
                else f"{path}.{int(number) - 1}"
            )
        case [number] if name == "materials" and number.isdecimal():
            return f"{path}.{int(number) - 1}"
    return path


__all__ = ["PARTS", "changes_of", "item_schema", "place_of", "values_of"]
