"""Decides what an import would do, against what there is; then does it. A trial run stops in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from yimen.base.clock import ZONE
from yimen.modules.ledger.commands import record
from yimen.modules.people import commands as people
from yimen.modules.people.queries import UnitKind
from yimen.modules.people.queries import units as all_units
from yimen.rules.actors import Actor, Kind
from yimen.rules.exchange import track_of
from yimen.rules.findings import Finding
from yimen.rules.guides import MATERIAL_WORDS
from yimen.rules.identifiers import ImplementationCode
from yimen.rules.intake import Track
from yimen.rules.refused import Refused

from .. import chinese, events
from ..access import BOOK
from ..contents import Contents
from ..departments import Departments
from ..kinds import State
from ..listing import put_words, relist
from ..models import Item, ItemVersion
from ..standards import Yardstick, problems
from .reading import Wanted
from .report import Problem, Report

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """An item as it is before the import."""

    item: Item
    latest: ItemVersion
    said: Contents
    synonyms: frozenset[str]
    categories: frozenset[str]


@dataclass
class Plan:
    """What each row comes to."""

    new: list[tuple[Wanted, int, Contents]] = field(default_factory=list)
    changed: list[tuple[Wanted, Standing, Contents]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def run(
    actor: Actor,
    rows: list[Wanted],
    noted: list[Problem],
    *,
    digest: str,
    dry_run: bool,
    create_departments: str | None,
    tell_lacks: bool,
    now: datetime,
) -> Report:
    """Take in what can be taken in, as drafts, in one transaction. `create_departments` is the division to create them in."""
    known = Departments.load()
    made: tuple[str, ...] = ()
    if create_departments is not None:
        names = _unknown(rows, known)
        made = tuple(names)
        if not dry_run:
            for name, code in names.items():
                _found_department(actor, name, code, create_departments, now=now)
            known = Departments.load()
    pretended = frozenset(made) if dry_run else frozenset[str]()
    yardstick = Yardstick.of(actor, now.astimezone(ZONE).date()) if tell_lacks else None
    plan = _plan(actor, rows, known, pretended, yardstick)
    if not dry_run and (plan.new or plan.changed):
        _write(actor, plan, digest=digest, now=now)
    return Report(
        rows_read=len(rows),
        created=len(plan.new),
        updated=len(plan.changed),
        unchanged=plan.unchanged,
        problems=tuple(sorted([*noted, *plan.problems], key=lambda each: each.line)),
        dry_run=dry_run,
        departments_created=made,
    )


# --- deciding --------------------------------------------------------------------------------------------


def _plan(
    actor: Actor,
    rows: list[Wanted],
    known: Departments,
    pretended: frozenset[str],
    yardstick: Yardstick | None,
) -> Plan:
    plan = Plan()
    standing = _standing({row.code for row in rows})
    codes: dict[str, tuple[Wanted, Contents]] = {}
    names: dict[tuple[str, str], int] = {}
    for row in rows:
        _place(actor, row, standing.get(row.code), known, pretended)
        if row.refused:
            continue
        before = standing.get(row.code)
        said = known.placed(_said(row, before.said if before else Contents()))
        if row.code in codes:
            first, earlier = codes[row.code]
            if earlier == said:
                plan.unchanged += 1
            else:
                row.note("code", row.code, "code_twice", first=first.line)
            continue
        codes[row.code] = (row, said)
        _note(row, said, names, yardstick)
        if before is None:
            unit = known.find(row.department)
            plan.new.append((row, unit.id if unit else 0, said))
        elif said == before.said and not _words_differ(row, before):
            plan.unchanged += 1
        else:
            plan.changed.append((row, before, said))
    plan.problems = [each for row in rows for each in row.problems]
    return plan


def _place(
    actor: Actor, row: Wanted, before: Standing | None, known: Departments, pretended: frozenset[str]
) -> None:
    """Whose the item is: known, within the actor's reach, and the same as before."""
    if not row.department or row.department in pretended:
        return
    unit = known.find(row.department)
    if unit is None:
        like = known.like(row.department)
        asked = (
            {"like": f"（是不是“{like}”？）", "like_en": f" (is it “{like}”?)"}
            if like
            else {"like": "", "like_en": ""}
        )
        row.note("department", row.department, "department_unknown", **asked)
    elif before is not None and before.item.department_id != unit.id:
        other = next((each.name for each in known.units if each.id == before.item.department_id), "")
        row.note("department", row.department, "department_other", known=other)
    elif actor.kind is not Kind.RUN and not unit.division.startswith(actor.division):
        row.note("department", row.department, "not_yours")


def _said(row: Wanted, before: Contents) -> Contents:
    """What the item would say: the row's changes over what it says now. A value of no use is reported and left out."""
    changes = dict(row.changes)
    if row.fee:
        changes["guide"] = {
            **changes.get("guide", {}),
            "fee": _fee({**before.guide.get("fee", {}), **row.fee}),
        }
    if row.power:
        changes["power_entry"] = {**(before.power_entry or {}), **row.power}
    if row.case_type:
        changes["track"] = track_of(row.case_type, Track(before.track))
    said = before
    for name, value in changes.items():
        try:
            said = said.changed({name: value})
        except Refused:
            row.note(name, value, "value_unreadable")
    return said


def _fee(fee: Mapping[str, Any]) -> Mapping[str, Any]:
    """A charged fee said in two words becomes its one line."""
    if fee.get("charged") and not fee.get("standards") and (fee.get("standard") or fee.get("basis")):
        line = {name: fee[name] for name in ("name", "standard", "basis") if fee.get(name)}
        rest = {name: value for name, value in fee.items() if name not in line}
        return {**rest, "standards": [line]}
    return fee


def _note(
    row: Wanted, said: Contents, names: dict[tuple[str, str], int], yardstick: Yardstick | None
) -> None:
    """What is worth a look though the row goes in: a twin, and with guides what still keeps it from being published."""
    twin = names.setdefault((row.department, said.name), row.line)
    if twin != row.line:
        row.note("name", said.name, "name_twice", first=twin)
    if yardstick is not None:
        missing = list(_missing(problems(said, row.department, yardstick)))
        if missing:
            zh, en = "、".join(zh for zh, _ in missing), ", ".join(en for _, en in missing)
            row.note("name", said.name, "guide_lacks", zh=zh, en=en)


def _missing(found: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """What is lacking, in words; the same word of several materials once, with how many of them."""
    in_list: Counter[str] = Counter()
    for each in found:
        match (each.field or "").split("."):
            case ["materials", number, word] if number.isdecimal() and each.rule == "guide_lacks":
                in_list[word] += 1
            case ["power_entry"]:
                yield "权力清单条目", "entry of the power list"
            case _ if each.rule == "guide_lacks":
                yield each.facts["zh"], each.facts["en"]
    for word, count in in_list.items():
        zh, en = MATERIAL_WORDS[word]
        yield f"{count} 项材料的{zh}", f"{en} of {count} materials"


def _words_differ(row: Wanted, before: Standing) -> bool:
    synonyms = row.synonyms is not None and frozenset(row.synonyms) != before.synonyms
    return synonyms or (row.categories is not None and frozenset(row.categories) != before.categories)


def _standing(codes: set[str]) -> dict[str, Standing]:
    """The items of the file as they are, each with its latest version. Four statements."""
    items = Item.objects.filter(code__in=codes).select_related("department", "current")
    items = items.prefetch_related("synonyms", "categories")
    latest = {
        row.item_id: row
        for row in ItemVersion.objects.filter(item__code__in=codes).order_by("item", "-n").distinct("item")
    }
    return {
        item.code: Standing(
            item,
            latest[item.pk],
            Contents.of(latest[item.pk]),
            frozenset(each.phrase for each in item.synonyms.all()),
            frozenset(each.name for each in item.categories.all()),
        )
        for item in items
    }


# --- doing -----------------------------------------------------------------------------------------------


def _write(actor: Actor, plan: Plan, *, digest: str, now: datetime) -> None:
    codes = [ImplementationCode.parse(row.code) for row, _, _ in plan.new]
    items = Item.objects.bulk_create(
        [
            Item(code=code.text, scheme=code.scheme, department_id=unit)
            for code, (_, unit, _) in zip(codes, plan.new, strict=True)
        ],
        batch_size=_BATCH,
    )
    drafts = [
        ItemVersion(item=item, n=1, **said.columns())
        for item, (_, _, said) in zip(items, plan.new, strict=True)
    ]
    for row, before, said in plan.changed:
        if said == before.said:
            pass
        elif before.latest.state == State.DRAFT:
            ItemVersion.objects.filter(pk=before.latest.pk).update(**said.columns())
        else:
            drafts.append(ItemVersion(item=before.item, n=before.latest.n + 1, **said.columns()))
        put_words(before.item, row.synonyms, row.categories)
        relist(before.item)
    ItemVersion.objects.bulk_create(drafts, batch_size=_BATCH)
    for item, (row, _, _) in zip(items, plan.new, strict=True):
        put_words(item, row.synonyms, row.categories)
    facts = {
        "file": digest,
        "created": [item.code for item in items],
        "updated": [before.item.code for _, before, _ in plan.changed],
    }
    record(BOOK, events.IMPORTED, actor, facts, now=now)


def _unknown(rows: Iterable[Wanted], known: Departments) -> dict[str, str]:
    """The departments of the file that are not there yet, each with the code the file gives it, if it is a good one."""
    found: dict[str, str] = {}
    for row in rows:
        if row.department and known.find(row.department) is None and not found.get(row.department):
            found[row.department] = row.department_code
    return found


def _found_department(actor: Actor, name: str, code: str, division: str, *, now: datetime) -> None:
    taken = {each.code for each in all_units(closed=True)}
    if not code or code in taken:
        code = next(each for each in _codes(name, division) if each not in taken)
    people.create_unit(actor, code=code, kind=UnitKind.DEPARTMENT, name=name, division=division, now=now)


def _codes(name: str, division: str) -> Iterator[str]:
    stem = f"{division}-{chinese.letters(name).split()[-1].upper()}"
    yield stem
    yield from (f"{stem}-{n}" for n in range(2, 1000))
