"""Finding an item: by plain words, by pinyin, in English, by department, audience or theme (R-045, R-046)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from django.db import connection
from django.db.models import Count as Counted
from django.db.models import Q

from yimen.base import keyset
from yimen.base.keyset import Page, page_of
from yimen.rules.limits import Limit, Unit
from yimen.rules.typed import plain

from .. import chinese
from ..cards import ItemCard, Theme
from ..models import Category, Item, Synonym

_SQL: Final = files(__package__).joinpath("search.sql").read_text()
LONGEST_QUESTION: Final = 100
MOST: Final = 100


def items(
    q: str = "",
    *,
    department: str = "",
    audience: str = "",
    theme: str = "",
    online: str = "",
    after: str | None = None,
    limit: int = 20,
) -> Page[ItemCard]:
    """Published items, the likeliest first, else in the order of the dictionary. One statement.

    `department` is a code or name, `audience` person or organisation, `theme` a category. Refused: bad_cursor.
    """
    asked = plain(q).lower()[:LONGEST_QUESTION].replace("\x00", "")
    latin = bool(asked) and chinese.is_latin(asked)
    phrase = asked.replace(" ", "")
    size = max(1, min(limit, MOST))
    place = keyset.after(after, int, str, int)
    told: dict[str, Any] = {
        "phrase": phrase,
        "like": _like(phrase) + "%",
        "words": _tsquery(asked, latin=latin),
        "latin": latin,
        "department": department,
        "audience": audience,
        "theme": theme,
        "online": online,
        "after_score": place[0] if place else None,
        "after_key": place[1] if place else None,
        "after_id": place[2] if place else None,
        "limit": size + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, told)
        rows = cursor.fetchall()
    page = page_of(rows, size, lambda row: (row[1], row[2], row[0]))
    return Page(tuple(_card(row) for row in page.results), page.next)


def cards(codes: Sequence[str]) -> tuple[ItemCard, ...]:
    """These items as lists show them, in this order; what is not in force is left out. One statement."""
    rows = Item.objects.select_related("current", "department").filter(
        code__in=codes, retired_on=None, current__isnull=False
    )
    found = {row.code: row for row in rows}
    return tuple(_card_of(found[code]) for code in codes if code in found)


def cards_of(departments: Collection[int]) -> tuple[ItemCard, ...]:
    """Every published item of these departments, in the order of the dictionary. One statement."""
    rows = Item.objects.select_related("current", "department").filter(
        department__in=departments, retired_on=None, current__isnull=False
    )
    return tuple(map(_card_of, rows.order_by("listing__sort_key", "id")))


def phrases(codes: Sequence[str]) -> Mapping[str, str]:
    """How people call these items, as short as it goes, by code; what has no phrase is left out. One statement."""
    rows = Synonym.objects.filter(item__code__in=codes).values_list("item__code", "phrase")
    found: dict[str, str] = {}
    for code, phrase in sorted(rows, key=lambda row: (len(row[1]), row[1])):
        found.setdefault(code, phrase)
    return found


def prepare_search() -> None:
    """Load the dictionary now rather than with the first question; takes about a second, once in a process."""
    chinese.words("事项")


def themes() -> tuple[Theme, ...]:
    """Every theme that holds a published item, in its order. One statement."""
    rows = Category.objects.annotate(
        found=Counted("items", filter=Q(items__retired_on=None, items__current__isnull=False))
    )
    return tuple(Theme(row.name, row.name_en, row.found) for row in rows.order_by("place", "id") if row.found)


def departments() -> tuple[Theme, ...]:
    """Every department that has a published item, the one with most first. One statement."""
    rows = (
        Item.objects.filter(retired_on=None, current__isnull=False)
        .values_list("department__name", "department__name_en")
        .annotate(found=Counted("id"))
        .order_by("-found", "department__name")
    )
    return tuple(Theme(name, name_en, found) for name, name_en, found in rows)


def _card_of(item: Item) -> ItemCard:
    version = item.current
    assert version is not None
    unit = item.department
    limits = (version.statutory_n, version.statutory_unit, version.promised_n, version.promised_unit)
    words = (version.guide.get("summary", ""), version.guide.get("summary_en", ""))
    return _card(
        (item.pk, 0, "", item.code, unit.pk, unit.name, unit.name_en, version.name, version.name_en,
         version.kind, version.subject, version.track, *limits, version.online, version.charged, *words, version.convertible)
    )  # fmt: skip


def _card(row: tuple[Any, ...]) -> ItemCard:
    id_, _, _, code, department_id, department, department_en, name, name_en, kind, subject, track = row[:12]
    (
        statutory_n,
        statutory_unit,
        promised_n,
        promised_unit,
        online,
        charged,
        summary,
        summary_en,
        convertible,
    ) = row[12:]
    return ItemCard(
        id=id_,
        code=code,
        name=name,
        name_en=name_en,
        department=department,
        department_en=department_en,
        department_id=department_id,
        kind=kind,
        subject=subject,
        track=track,
        statutory_limit=Limit(statutory_n, Unit(statutory_unit)),
        promised_limit=Limit(promised_n, Unit(promised_unit)),
        online=online,
        charged=charged,
        summary=summary,
        summary_en=summary_en,
        convertible=convertible,
    )


def _tsquery(phrase: str, *, latin: bool) -> str:
    """Any of the words of a question, single characters only if there is nothing longer; a Latin word may be unfinished."""
    every = chinese.words(phrase)
    found = [word for word in every if len(word) > 1] or every
    quoted = ["'" + word.replace("'", "''").replace("\\", "\\\\") + "'" for word in found]
    if latin and quoted:
        quoted[-1] += ":*"
    return " | ".join(quoted)


def _like(phrase: str) -> str:
    for sign in "\\%_":
        phrase = phrase.replace(sign, "\\" + sign)
    return phrase
