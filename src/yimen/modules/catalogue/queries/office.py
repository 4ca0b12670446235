"""What the office asks: drafts and what they lack, items with their history, counts and the online report."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Count as Counted
from django.db.models import OuterRef, Q, QuerySet, Subquery

from yimen.base import keyset
from yimen.base.clock import ZONE
from yimen.base.keyset import Page, page_of
from yimen.rules import guides
from yimen.rules.actors import Actor
from yimen.rules.findings import Finding
from yimen.rules.publication import require_power_entry
from yimen.rules.refused import Refused

from .. import access
from ..cards import Count, DraftCard, Missing, OfficeItem, OfficeLine, OnlineReport, VersionCard
from ..contents import Contents
from ..kinds import Online, State
from ..models import Item, ItemVersion
from ..standards import Yardstick, demand_open_track, problems

_STATES: Final = {
    "draft": Q(draft_n__isnull=False),
    "published": Q(current__isnull=False, retired_on=None),
    "retired": Q(retired_on__isnull=False),
}
_DEPTH: Final = {level.value: depth for depth, level in enumerate(Online)}


def drafts(
    actor: Actor, q: str = "", *, now: datetime, after: str | None = None, limit: int = 50
) -> Page[DraftCard]:
    """Drafts with what keeps each from being published, the earliest begun first. Three statements, four from a hall."""
    access.demand(actor)
    rows = (
        ItemVersion.objects.select_related("item__department")
        .filter(state=State.DRAFT, item__department__division__code__startswith=actor.division)
        .order_by("id")
    )
    if q.strip():
        rows = rows.filter(Q(name__icontains=q.strip()) | Q(item__code__icontains=q.strip()))
    place = keyset.after(after, int)
    if place:
        rows = rows.filter(id__gt=place[0])
    page = page_of(list(rows[: limit + 1]), limit, lambda row: (row.id,))
    yardstick = Yardstick.of(actor, now.astimezone(ZONE).date())
    return Page(tuple(_draft_card(row, yardstick) for row in page.results), page.next)


def draft_count(actor: Actor) -> int:
    """How many drafts wait on the actor's desk, whole or not. One statement."""
    access.demand(actor)
    rows = ItemVersion.objects.filter(
        state=State.DRAFT, item__department__division__code__startswith=actor.division
    )
    return rows.count()


def lacking(actor: Actor, *, now: datetime) -> tuple[DraftCard, ...]:
    """Every draft that cannot be published as it stands (R-033). Three statements, four from a hall."""
    access.demand(actor)
    rows = (
        ItemVersion.objects.select_related("item__department")
        .filter(state=State.DRAFT, item__department__division__code__startswith=actor.division)
        .order_by("id")
    )
    yardstick = Yardstick.of(actor, now.astimezone(ZONE).date())
    cards = (_draft_card(row, yardstick) for row in rows.iterator())
    return tuple(card for card in cards if card.problems or card.comes_later)


def lacks(code: str, check_set: str = guides.UNION) -> tuple[str, ...]:
    """What an item's latest version lacks under one set of disclosures (R-033). One statement."""
    row = (
        ItemVersion.objects.select_related("item__department").filter(item__code=code).order_by("-n").first()
    )
    if row is None:
        raise Refused("no_such_item", code=code)
    return guides.lacks(Contents.of(row).document(row.item.department.name), check_set)


def office_item(actor: Actor, code: str, *, now: datetime) -> OfficeItem:
    """An item as the office edits it. Four statements, with a draft three more. Refused: no_such_item, not_permitted."""
    item = (
        Item.objects.select_related("department")
        .prefetch_related("synonyms", "categories")
        .filter(code=code)
        .first()
    )
    if item is None:
        raise Refused("no_such_item", code=code)
    access.demand(actor, item.department.division_id)
    versions = list(ItemVersion.objects.select_related("published_by").filter(item=item).order_by("-n"))
    draft = next((each for each in versions if each.state == State.DRAFT), None)
    in_force = next((each for each in versions if each.pk == item.current_id), None)
    found: tuple[Finding, ...] = ()
    if draft is not None:
        yardstick = Yardstick.of(actor, now.astimezone(ZONE).date())
        found = problems(Contents.of(draft), item.department.name, yardstick)
    return OfficeItem(
        code=item.code,
        scheme=item.scheme,
        department=item.department.name,
        department_id=item.department_id,
        retired_on=item.retired_on,
        in_force=Contents.of(in_force).to_json() if in_force else None,
        draft=Contents.of(draft).to_json() if draft else None,
        latest=Contents.of(versions[0]).to_json(),
        problems=found,
        versions=tuple(_version_card(each) for each in versions),
        synonyms=tuple(sorted(each.phrase for each in item.synonyms.all())),
        categories=tuple(each.name for each in item.categories.all()),
    )


def office_items(
    actor: Actor, q: str = "", *, state: str = "", after: str | None = None, limit: int = 50
) -> Page[OfficeLine]:
    """Every item, published or not, in the order they were begun. One statement.

    `state`: draft (one is waiting to be published), published, retired, or empty for all.
    """
    access.demand(actor)
    draft = ItemVersion.objects.filter(item=OuterRef("pk"), state=State.DRAFT)
    rows = (
        Item.objects.filter(department__division__code__startswith=actor.division)
        .annotate(draft_n=Subquery(draft.values("n")), draft_name=Subquery(draft.values("name")))
        .select_related("department", "current")
        .order_by("id")
    )
    if like := q.strip():
        rows = rows.filter(
            Q(code__icontains=like) | Q(current__name__icontains=like) | Q(draft_name__icontains=like)
        )
    if state:
        rows = rows.filter(_STATES[state])
    place = keyset.after(after, int)
    if place:
        rows = rows.filter(id__gt=place[0])
    page = page_of(list(rows[: limit + 1]), limit, lambda row: (row.pk,))
    return Page(tuple(map(_office_line, page.results)), page.next)


def counts() -> tuple[Count, ...]:
    """How many items are published, by department and type (R-029). One statement."""
    rows = (
        _published()
        .values_list("department_id", "department__name", "current__kind")
        .annotate(found=Counted("id"))
        .order_by("department__name", "current__kind")
    )
    return tuple(Count(*row) for row in rows)


def online_report(level: Online = Online.PRE_REGISTRATION) -> OnlineReport:
    """How many published items get at least so far online, and why the others do not (R-043). One statement."""
    rows = _published().order_by("department__name", "code").values_list(
        "code", "current__name", "department__name", "current__online", "current__guide__online_reason"
    )  # fmt: skip
    missing, far = [], 0
    for code, name, department, online, reason in rows:
        if _DEPTH.get(online or "", -1) >= _DEPTH[level]:
            far += 1
        else:
            missing.append(Missing(code, name, department, online, reason or ""))
    return OnlineReport(level, far, far + len(missing), tuple(missing))


def off_power_list(*, now: datetime) -> tuple[Missing, ...]:
    """Published approvals whose entry of the power list is not in force today; `reason` says why (R-032). One statement."""
    today = now.astimezone(ZONE).date()
    rows = (
        _published()
        .order_by("department__name", "code")
        .values_list(
            "code",
            "current__name",
            "department__name",
            "current__online",
            "current__kind",
            "current__power_entry",
        )
    )
    found = []
    for code, name, department, online, kind, entry in rows:
        try:
            require_power_entry(kind or "", entry, today)
        except Refused as refused:
            found.append(Missing(code, name or "", department, online, refused.reason))
    return tuple(found)


def _published() -> QuerySet[Item]:
    return Item.objects.filter(retired_on=None, current__isnull=False)


def _comes_later(said: Contents, yardstick: Yardstick) -> bool:
    try:
        demand_open_track(said, yardstick)
    except Refused as refused:
        return refused.reason in {"joint_comes_later", "escalated_comes_later"}
    return False


def _draft_card(row: ItemVersion, yardstick: Yardstick) -> DraftCard:
    said = Contents.of(row)
    return DraftCard(
        code=row.item.code,
        n=row.n,
        name=row.name,
        department=row.item.department.name,
        track=row.track,
        comes_later=_comes_later(said, yardstick),
        problems=problems(said, row.item.department.name, yardstick),
    )


def _version_card(row: ItemVersion) -> VersionCard:
    by = row.published_by.name if row.published_by else ""
    return VersionCard(row.n, row.state, row.name, row.effective_from, row.published_at, by)


def _office_line(row: Item) -> OfficeLine:
    told = vars(row)  # the annotations of the query above
    return OfficeLine(
        code=row.code,
        name=row.current.name if row.current else told["draft_name"],
        department=row.department.name,
        kind=row.current.kind if row.current else "",
        in_force=row.current.n if row.current and row.retired_on is None else None,
        effective_from=row.current.effective_from if row.current else None,
        draft=told["draft_n"],
        retired_on=row.retired_on,
    )
