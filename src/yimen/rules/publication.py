"""What keeps an item from being published: what its guide lacks, promises too much or cannot do (R-033, R-040, R-041)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from yimen.rules import conditions, flows
from yimen.rules.effect import Effect
from yimen.rules.findings import Finding, Severity
from yimen.rules.guides import UNION, Guide, filled, flow, label, lacks, limit
from yimen.rules.limits import Limit
from yimen.rules.materials import MaterialClass, Source
from yimen.rules.preconditions import TODAY, Boundary, Precondition
from yimen.rules.promises import Policy, no_longer, require_promise
from yimen.rules.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """What a hall holds its guides to."""

    check_set: str = UNION
    policy: Policy = field(default_factory=Policy)
    joint_min_units: int
    joint_open: bool = False  # whether this platform can handle a joint case already
    reasons: tuple[str, ...] = ()  # the lawful ones for a clock to rest
    extension: Limit | None = None  # by how much the law lets a decision be put off (LIC-08)
    joint_extension: Limit | None = None  # and one that several make together


def problems(guide: Guide, standards: Standards, *, licence: bool = False) -> tuple[Finding, ...]:
    """All that keeps the guide from being published, in one pass; an imported guide may have any number.

    A licence must say what its law has displayed (LIC-02), and no fee is without a basis (LIC-25), whatever the hall's set.
    """
    missing = lacks(guide, standards.check_set, licence=licence)
    named = ((key, *label(key)) for key in missing)
    return (
        *(_problem("guide_lacks", key, zh=zh, en=en) for key, zh, en in named),
        *(() if "fee_basis" in missing else _of_fee(guide.get("fee"))),
        *_of_materials(guide.get("materials") or ()),
        *_of_preconditions(guide.get("preconditions") or ()),
        *_of_limits(guide, standards.policy),
        *_of_extension(guide, standards),
        *_of_flow(guide, standards),
    )


def require_publishable(guide: Guide, standards: Standards, *, licence: bool = False) -> None:
    """Refused `guide_incomplete` with every problem: what lacks is named before publication (R-033)."""
    if found := problems(guide, standards, licence=licence):
        raise Refused("guide_incomplete", count=len(found), problems=[each.to_json() for each in found])


def _problem(rule: str, field: str, **facts: Any) -> Finding:
    return Finding(rule=rule, severity=Severity.BLOCKING, field=field, facts=facts)


def _of_fee(fee: Any) -> Iterator[Finding]:
    """What is charged names the law or regulation that lets it be charged, line by line (LIC-25)."""
    match fee:
        case {"charged": True, "standards": [*lines]}:
            for n, line in enumerate(lines, start=1):
                if isinstance(line, Mapping) and not filled(line.get("basis")):
                    yield _problem("fee_without_basis", "fee_basis", name=line.get("name") or n)


_MATERIAL_TYPES: Final[Mapping[str, type]] = {
    "no": int,
    "code": str,
    "name": str,
    "original": bool,
    "copies": int,
    "stamped": bool,
    "blocks": bool,
    "tolerates_promise": bool,
    "valid_days_left": int,
}


def _of_materials(rows: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    seen: dict[str, list[Any]] = {"no": [], "code": []}
    for n, row in enumerate(rows, start=1):
        at, name = f"materials.{n}", row.get("name", n)
        for word, values in seen.items():
            value = row.get(word)
            if value is not None and value in values:
                yield _problem("material_twice", at, name=name, value=value)
            values.append(value)
        for word, type_ in _MATERIAL_TYPES.items():
            if type(row.get(word)) not in {type_, type(None)}:
                yield _problem("material_shape", at, name=name, word=word, value=row[word])
        if row.get("class") == MaterialClass.MAIN and row.get("tolerates_promise"):
            yield _problem("main_piece_promised", at, name=name)
        if row.get("source", Source.APPLICANT) not in tuple(Source):
            yield _problem("material_source_unknown", at, name=name, value=row["source"])
        if row.get("needed_if") is not None:
            yield from _of_condition(row["needed_if"], at, name)


def _of_preconditions(rows: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    for n, row in enumerate(rows, start=1):
        at, name = f"preconditions.{n}", row.get("code", n)
        for word in ("code", "text", "remedy", "basis"):
            if not filled(row.get(word)):
                yield _problem("precondition_silent", at, name=name, word=word)
        strange = row.keys() - Precondition.__dataclass_fields__.keys()
        if strange or row.get("boundary") not in (None, *Boundary) or not _outcome_in_place(row):
            yield _problem("precondition_shape", at, name=name)
        if row.get("boundary") == Boundary.LICENCE_CLASS and not _outcome_named(row):
            yield _problem("licence_class_without_outcome", at, name=name)
        misshapen = tuple(_of_condition(row.get("holds_if"), at, name))
        if not misshapen and set(conditions.reads(row["holds_if"])) <= {TODAY}:
            yield _problem("precondition_shape", at, name=name)  # it asks the form nothing
        yield from misshapen


def _outcome_in_place(row: Mapping[str, Any]) -> bool:
    """Only a wrong licence class leads to an outcome of its own; all else is a listed defect (R-085)."""
    return row.get("boundary") == Boundary.LICENCE_CLASS or not (row.get("otherwise") or row.get("competent"))


def _outcome_named(row: Mapping[str, Any]) -> bool:
    """A wrong licence class leads to outcome 3, which names the competent body, or to outcome 4 (R-083, R-085)."""
    match row.get("otherwise"):
        case "no_approval_needed":
            return True
        case "out_of_remit":
            return filled(row.get("competent"))
    return False


def _of_condition(condition: Any, at: str, name: Any) -> Iterator[Finding]:
    try:
        conditions.require_shape(condition)
    except Refused as refused:
        yield _problem(refused.reason, at, name=name, **refused.facts)


def _of_limits(guide: Guide, policy: Policy) -> Iterator[Finding]:
    statutory, promised = limit(guide, "statutory_limit"), limit(guide, "promised_limit")
    if statutory is None or promised is None:
        return  # `lacks` has said so
    try:
        require_promise(statutory, promised, policy)
    except Refused as refused:
        yield _problem(refused.reason, "promised_limit", **refused.facts)


def _of_extension(guide: Guide, standards: Standards) -> Iterator[Finding]:
    """An item may be put off by what article 42 allows, and by no day more (LIC-08, R-123)."""
    more, statutory = guide.get("extension"), limit(guide, "statutory_limit")
    most = standards.joint_extension if guide.get("track") == "joint" else standards.extension
    if not more or statutory is None or most is None:
        return
    longer = Limit(more, statutory.unit)  # it is counted as the limit it is added to
    if no_longer(longer, most) is not True:
        yield _problem("extension_over_law", "extension", more=longer.to_json(), most=most.to_json())


def _of_flow(guide: Guide, standards: Standards) -> Iterator[Finding]:
    try:
        path = flow(guide)
    except Refused as refused:
        yield _problem(refused.reason, "flow", **refused.facts)
        return
    yield from flows.problems(path, limit(guide, "promised_limit"), standards.reasons)
    if flows.is_joint(path, standards.joint_min_units) and not standards.joint_open:
        yield _problem("joint_not_open", "flow", units=len(flows.units(path)))


# --- the power list --------------------------------------------------------------------------------------

_SERVICE_CODE: Final = 20  # GB/T 39046 table A.1: 00 to 19 are powers, 20 and above public services
_SERVICES: Final = frozenset({"public_service", "service", "consultation"})


def needs_power_entry(item_type: str) -> bool:
    """Whether an item of this type must come from the power list; service items need no entry (R-032)."""
    if item_type.isdecimal():
        return int(item_type) < _SERVICE_CODE
    return item_type not in _SERVICES


def require_power_entry(item_type: str, entry: Mapping[str, Any] | None, today: date) -> None:
    """No entry of the power list in force, no item. Refused `power_entry_missing`, `power_entry_lapsed`."""
    if not needs_power_entry(item_type):
        return
    if not entry or not (filled(entry.get("code")) and filled(entry.get("basis"))):
        raise Refused("power_entry_missing", type=item_type)
    if not Effect.from_json(entry["effective_from"], entry.get("effective_to")).holds(today):
        raise Refused("power_entry_lapsed", code=entry["code"], on=today)
