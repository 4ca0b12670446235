"""Outages of a division, and what was entered late under each: for whoever supervises, and for whoever enters (R-100)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from yimen.base import crypto
from yimen.base.keyset import Page, after, page_of
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor
from yimen.rules.numbering import CaseNumber

from ..late import above
from ..models import LateEntry, Outage

SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class OutageCard:
    """Where and when the platform was down, why, who said so, and how much was entered late under it."""

    id: int
    place: str
    from_at: datetime
    until: datetime | None
    reason: str
    registered_by: str
    registered_at: datetime
    entries: int = 0


@dataclass(frozen=True, slots=True)
class LateCard:
    """One act that was entered after it happened."""

    number: str
    n: int
    act: str
    happened_at: datetime
    entered_at: datetime
    by: str
    reason: str = field(repr=False)
    outage: int
    place: str


def outages(actor: Actor, *, after_: str | None = None, size: int = SIZE) -> Page[OutageCard]:
    """The outages of the actor's division, the latest first."""
    rows = Outage.objects.filter(division__startswith=actor.division)
    if place := after(after_, datetime, int):
        rows = rows.filter(Q(from_at__lt=place[0]) | Q(from_at=place[0], id__lt=place[1]))
    counted = (
        LateEntry.objects.filter(outage=OuterRef("id"))
        .order_by()
        .values("outage")
        .annotate(n=Count("n"))
        .values("n")
    )
    found = list(
        rows.annotate(entries=Coalesce(Subquery(counted, output_field=IntegerField()), 0)).order_by(
            "-from_at", "-id"
        )[: size + 1]
    )
    page = page_of(found, size, lambda row: (row.from_at, row.id))
    return Page(_cards(page.results, {row.id: row.entries for row in found}), page.next)


def covering(actor: Actor, *, most: int = 5) -> tuple[OutageCard, ...]:
    """The latest outages of the place where the actor sits."""
    return _cards(Outage.objects.filter(unit__in=above(actor)).order_by("-from_at", "-id")[:most], {})


def late_entries(
    actor: Actor, *, outage: int | None = None, after_: str | None = None, size: int = SIZE
) -> Page[LateCard]:
    """What was entered late in the actor's division, the last entered first; under one outage, or under all."""
    known = Outage.objects.filter(division__startswith=actor.division)
    if outage is not None:
        known = known.filter(id=outage)
    rows = LateEntry.objects.filter(outage__in=known.values("id"))
    if place := after(after_, datetime, int, int):
        at, case, n = place
        rows = rows.filter(
            Q(entered_at__lt=at)
            | Q(entered_at=at, case_id__lt=case)
            | Q(entered_at=at, case_id=case, n__lt=n)
        )
    found = list(rows.order_by("-entered_at", "-case_id", "-n")[: size + 1])
    page = page_of(found, size, lambda row: (row.entered_at, row.case_id, row.n))
    names = people.called(row.staff for row in page.results).staff
    places = _places(known.filter(id__in={row.outage for row in page.results}))
    return Page(
        tuple(
            LateCard(
                number=str(CaseNumber.parse(row.number)),
                n=row.n,
                act=row.act,
                happened_at=row.happened_at,
                entered_at=row.entered_at,
                by=names.get(row.staff, ""),
                reason=crypto.open_json("late", bytes(row.private)).get("reason", ""),
                outage=row.outage,
                place=places.get(row.outage, ""),
            )
            for row in page.results
        ),
        page.next,
    )


def _cards(rows: Iterable[Outage], entries: dict[int, int]) -> tuple[OutageCard, ...]:
    found = list(rows)
    names = people.called(row.registered_by for row in found).staff
    places = _places(found)
    return tuple(
        OutageCard(
            id=row.id,
            place=places.get(row.id, ""),
            from_at=row.from_at,
            until=row.until,
            reason=row.reason,
            registered_by=names.get(row.registered_by, ""),
            registered_at=row.registered_at,
            entries=entries.get(row.id, 0),
        )
        for row in found
    )


def _places(rows: Iterable[Outage]) -> dict[int, str]:
    """How the place of each outage is called."""
    at = {row.id: row.unit for row in rows}
    units = {each.id: each.name for each in people.units(closed=True)} if at else {}
    return {outage: units.get(unit, "") for outage, unit in at.items()}
