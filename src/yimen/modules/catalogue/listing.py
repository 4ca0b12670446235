"""Puts an item where people find it, or takes it away: one row, rebuilt from the version in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import connection

from . import chinese
from .models import Category, Item, ItemVersion, Listing, Synonym

_WRITE: Final = """
    INSERT INTO catalogue_listing (item_id, sort_key, name, phrases, letters, words)
    VALUES (%s, %s, %s, %s, %s,
            setweight(array_to_tsvector(%s::text[]), 'A') || setweight(array_to_tsvector(%s::text[]), 'B')
         || setweight(array_to_tsvector(%s::text[]), 'C') || setweight(array_to_tsvector(%s::text[]), 'D'))
    ON CONFLICT (item_id) DO UPDATE SET sort_key = excluded.sort_key, name = excluded.name,
        phrases = excluded.phrases, letters = excluded.letters, words = excluded.words
"""


def relist(item: Item) -> None:
    """Bring the item's row up to date with its version in force, its phrases and its themes.

    Words weigh by where they stand: everyday phrases, the name, department and themes, what the guide says. They are
    stored as lexemes as they are: PostgreSQL parses no Chinese here, so its locale does not matter.
    """
    version = item.current
    if version is None or item.retired_on is not None:
        Listing.objects.filter(item=item).delete()
        return
    phrases = list(item.synonyms.order_by("phrase").values_list("phrase", flat=True))
    themes = list(item.categories.values_list("name", flat=True))
    spoken = [version.name, *phrases]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [
                item.pk,
                chinese.sort_key(version.name),
                version.name.lower(),
                "\n".join(phrases).lower(),
                " " + " ".join(chinese.letters(each) for each in spoken),
                _words(phrases),
                _words([version.name, version.name_en]),
                _words([item.department.name, *themes]),
                _words(_told(version)),
            ],
        )


def put_words(item: Item, synonyms: Iterable[str] | None, categories: Iterable[str] | None) -> None:
    """Replace the item's everyday phrases, its themes, or both; what nobody gives stays."""
    if synonyms is not None:
        phrases = {phrase.strip() for phrase in synonyms} - {""}
        item.synonyms.exclude(phrase__in=phrases).delete()
        Synonym.objects.bulk_create(
            [Synonym(item=item, phrase=phrase) for phrase in sorted(phrases)], ignore_conflicts=True
        )
    if categories is not None:
        names = {name.strip() for name in categories} - {""}
        Category.objects.bulk_create([Category(name=name) for name in sorted(names)], ignore_conflicts=True)
        item.categories.set(Category.objects.filter(name__in=names))


def _told(version: ItemVersion) -> list[str]:
    said = (version.guide.get(name) for name in ("summary", "summary_en", "content"))
    return [text for text in said if isinstance(text, str)]


def _words(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in chinese.words(text)})
