"""The whole guide of an item: the one record that feeds every channel (R-034, R-035)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from yimen.rules import guides
from yimen.rules.guides import sections
from yimen.rules.matters import MATTERS
from yimen.rules.numbering import item_keys, place_of_keys
from yimen.rules.refused import Refused

from ..cards import GuideCard, GuideEntry, GuideSection, MaterialCard
from ..contents import Contents
from ..models import Item


def guide(code: str, language: str = "zh-hans") -> GuideCard:
    """The guide in force, in its language where it was translated. Three statements. Refused: no_such_item."""
    item = (
        Item.objects.select_related("current", "department")
        .prefetch_related("synonyms", "categories")
        .filter(code=code, retired_on=None, current__isnull=False)
        .first()
    )
    if item is None or item.current is None:
        raise Refused("no_such_item", code=code)
    row, english = item.current, language.startswith("en")
    said = Contents.of(row)
    department = (english and item.department.name_en) or item.department.name
    document = _spoken(said, department, english=english)
    matter = MATTERS[said.kind]
    assert row.effective_from is not None  # constraints of the table
    assert said.statutory_limit is not None
    assert said.promised_limit is not None
    return GuideCard(
        code=item.code,
        keys=item_keys(item.pk),
        version_id=row.pk,
        n=row.n,
        effective_from=row.effective_from,
        language="en" if english else "zh-hans",
        name=document["name"],
        summary=document.get("summary", ""),
        department=department,
        department_id=item.department_id,
        kind=said.kind,
        kind_text=matter.en if english else matter.zh,
        subject=said.subject,
        track=said.track,
        convertible=said.convertible,
        online=said.online,
        charged=bool(said.charged),
        statutory_limit=said.statutory_limit,
        promised_limit=said.promised_limit,
        accepts_promise=said.accepts_promise,
        intake_checks=said.intake_checks,
        power_entry=str((said.power_entry or {}).get("code", "")),
        document=document,
        sections=_sections(document, english=english),
        materials=tuple(_material(each) for each in document.get("materials", ())),
        form=said.form,
        flow=guides.flow(document),
        synonyms=tuple(sorted(each.phrase for each in item.synonyms.all())),
        categories=tuple(each.name for each in sorted(item.categories.all(), key=lambda each: each.place)),
    )


def code_of_keys(typed: str) -> str:
    """The item in force whose code for a keypad this is. One statement. Refused: no_such_item, also for a slip."""
    try:
        place = place_of_keys(typed)
    except Refused:
        raise Refused("no_such_item", code=typed) from None
    found = Item.objects.filter(pk=place, retired_on=None, current__isnull=False)
    code = found.values_list("code", flat=True).first()
    if code is None:
        raise Refused("no_such_item", code=typed)
    return code


@lru_cache(maxsize=2)
def titles(language: str = "zh-hans") -> Mapping[str, str]:
    """What the fields of a guide are called."""
    english = language.startswith("en")
    return {each.key: each.en if english else each.zh for each in guides.GUIDE_FIELDS}


def _spoken(said: Contents, department: str, *, english: bool) -> dict[str, Any]:
    """The guide as rules read it, in English as far as somebody translated it: `x_en` stands for `x`."""
    document = said.document(department)
    if english:
        document["name"] = said.name_en or said.name
        document |= {
            name.removesuffix("_en"): value for name, value in said.guide.items() if name.endswith("_en")
        }
        document["materials"] = [
            {**row, "name": row.get("name_en") or row["name"]} for row in document.get("materials", ())
        ]
    return {name: value for name, value in document.items() if not name.endswith("_en")}


def _sections(document: Mapping[str, Any], *, english: bool) -> tuple[GuideSection, ...]:
    return tuple(
        GuideSection(
            group,
            tuple(
                GuideEntry(each.key, each.en if english else each.zh, _value(document, each.key))
                for each in fields
            ),
        )
        for group, fields in sections()
    )


def _value(document: Mapping[str, Any], key: str) -> Any:
    """What a field says; the two words on the fee are parts of one."""
    fee = document.get("fee") or {}
    match key:
        case "fee_standard" | "fee_basis" if fee.get("charged") is False:
            return fee.get(key.removeprefix("fee_")) or None
        case "fee_standard" | "fee_basis":
            word = key.removeprefix("fee_")
            return [{"name": each.get("name", ""), word: each.get(word)} for each in fee.get("standards", ())]
    return document.get(key)


def _material(row: Mapping[str, Any]) -> MaterialCard:
    return MaterialCard(
        no=row["no"],
        code=row["code"],
        name=row["name"],
        material_class=row["class"],
        original=row.get("original", False),
        copies=row.get("copies", 1),
        stamped=row.get("stamped", False),
        blocks=row.get("blocks", True),
        tolerates_promise=row.get("tolerates_promise", False),
        source=row.get("source", "applicant"),
        conditional=row.get("needed_if") is not None,
        issuer=row.get("issuer", ""),
        sample=row.get("sample", ""),
        blank=row.get("blank", ""),
        note=row.get("note", ""),
    )
