"""What cases ask: the version in force, and the one a case was accepted under. Versions are frozen, so both are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from yimen.rules import guides
from yimen.rules.matters import MATTERS
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from ..cards import ItemFacts
from ..contents import Contents
from ..kinds import State
from ..models import Item, ItemVersion

_LICENCE: Final = MATTERS["permit"].code


def published(code: str, *, head: str = "") -> ItemFacts:
    """The item as it can be applied for now. One statement; two the first time. Refused: no_such_item.

    Who has just read the head of the catalogue's book hands it on, and costs no statement while the book stands there.
    """
    return version(_current_at(head, code) if head else _current(code))


@lru_cache(maxsize=4096)
def _current_at(_head: str, code: str) -> int:
    return _current(code)


def _current(code: str) -> int:
    found = (
        Item.objects.filter(code=code, retired_on=None, current__isnull=False)
        .values_list("current", flat=True)
        .first()
    )
    if found is None:
        raise Refused("no_such_item", code=code)
    return found


@lru_cache(maxsize=4096)
def version(id_: int) -> ItemFacts:
    """A version as it was published; read once in a process, for it never changes. Refused: no_such_item."""
    row = ItemVersion.objects.select_related("item").exclude(state=State.DRAFT).filter(pk=id_).first()
    if row is None:
        raise Refused("no_such_item", code=str(id_))
    said = Contents.of(row)
    document = said.document("")
    assert said.statutory_limit is not None  # a constraint of the table
    assert said.promised_limit is not None
    return ItemFacts(
        version_id=row.pk,
        item_id=row.item_id,
        item_code=row.item.code,
        n=row.n,
        name=said.name,
        name_en=said.name_en,
        department=row.item.department_id,
        kind=said.kind,
        subject=said.subject,
        track=said.track,
        convertible=said.convertible,
        statutory=said.statutory_limit,
        promised=said.promised_limit,
        extension=said.extension,
        online=said.online,
        charged=bool(said.charged),
        fee=said.guide.get("fee", {}),
        intake_checks=said.intake_checks,
        accepts_promise=said.accepts_promise,
        retention=said.retention,
        result_paper=(Paper.PERMIT if MATTERS[said.kind].code == _LICENCE else Paper.COMPLETION).value,
        result_name=_name_of(said.guide.get("result")),
        legal_basis=tuple(cited(said.guide.get("legal_basis") or ())),
        remedies=tuple(said.guide.get("remedy") or ()),
        materials=guides.requirements(document, accept_with_promise=said.accepts_promise),
        preconditions=guides.preconditions(document),
        form=said.form,
        flow=guides.flow(document),
    )


def cited(laws: Iterable[Any]) -> list[str]:
    """Laws as a notice cites them: 《中华人民共和国食品安全法》第三十五条."""
    return [_cited(each) for each in laws]


def _cited(law: Any) -> str:
    match law:
        case {"law": str(name), **rest}:
            text = name if name.startswith("《") else f"《{name}》"
            doc = f"（{rest['doc_no']}）" if rest.get("doc_no") else ""
            articles = rest.get("articles")
            return text + doc + "、".join(map(str, articles if isinstance(articles, list) else ()))
    return str(law)


def _name_of(result: Any) -> str:
    match result:
        case str():
            return result
        case Mapping():
            return str(result.get("name", ""))
    return ""
