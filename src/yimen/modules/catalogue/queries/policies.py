"""The laws that the guides in force rest on, each with the items that cite it (R-047, R-224)."""

from __future__ import annotations

from collections.abc import Mapping

from ..models import Item
from .facts import cited


def policies() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """By the law's words: code, name and English name of each item that cites it. One statement."""
    rows = Item.objects.filter(retired_on=None, current__isnull=False).values_list(
        "code", "current__name", "current__name_en", "current__guide__legal_basis"
    )
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for code, name, name_en, basis in rows.order_by("listing__sort_key", "id"):
        for law in cited(basis or ()):
            found[law] = (*found.get(law, ()), (code, name, name_en))
    return dict(sorted(found.items()))
