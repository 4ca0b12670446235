"""What can be booked: categories, their places, and the ways that are open, each explained (R-058, R-059, R-066)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from yimen.base import booking_words
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception import commands
from yimen.modules.reception import queries as floor
from yimen.modules.reception.commands import Described, Explained
from yimen.modules.reception.queries import bookings
from yimen.modules.reception.queries.bookings import CategoryCard, ModeCard
from yimen.rules.reception.modes import TEXTS, Mode
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, form_page, page, schema


@keeps("places")
@require_GET
def categories(request: HallRequest) -> HttpResponse:
    """Hall by hall: every category with its ways."""
    shown = [
        (
            hall,
            [
                (each, [(way, booking_words.WAYS[way.mode]) for way in each.modes])
                for each in bookings.categories(request.actor, hall.id)
            ],
            len(floor.queues(hall.id, now=request.now)),
        )
        for hall in people.halls()
        if within(request.actor, hall.unit.division)
    ]
    return page(request, "categories", halls=shown)


@keeps("places")
@require_http_methods(["GET", "POST"])
def category_new(request: HallRequest, hall: int) -> HttpResponse:
    found = _hall(request, hall)
    asked = _asked(request, hall)
    asked["required"] = ["code", *asked["required"]]

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.keep_category(request.actor, hall, values["code"], _described(values), now=request.now)
        return done(request, _saved(), reverse("office:categories"))

    return form_page(
        request,
        asked,
        {"capacity": 2, "active": True},
        act,
        title=pgettext("office", "New category"),
        lead=told(found.unit, "name"),
        back=reverse("office:categories"),
        action=pgettext("office", "Create"),
    )


@keeps("places")
@require_http_methods(["GET", "POST"])
def category(request: HallRequest, category: int) -> HttpResponse:
    found = _category(request, category)
    asked = _asked(request, found.hall)
    del asked["properties"]["code"]

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.keep_category(
            request.actor, found.hall, found.code, _described(values, found), now=request.now
        )
        return done(request, _saved(), reverse("office:categories"))

    return form_page(
        request,
        asked,
        {
            "name": found.name,
            "name_en": found.name_en,
            "summary": found.summary,
            "summary_en": found.summary_en,
            "queue": str(found.queue),
            "capacity": found.capacity,
            "departments": [str(each) for each in found.departments],
            "items": list(found.items),
            "rank": found.rank,
            "active": found.active,
        },
        act,
        title=told(found, "name"),
        lead=pgettext("office", "Change the category"),
        back=reverse("office:categories"),
        action=pgettext("office", "Save"),
    )


@keeps("places")
@require_http_methods(["GET", "POST"])
def category_mode(request: HallRequest, category: int, mode: str) -> HttpResponse:
    """A way of booking: its texts, and whether it is open. With a text lacking it stays closed (R-066)."""
    found = _category(request, category)
    way = next((each for each in found.modes if each.mode == mode), None)
    if way is None:
        raise Refused("no_such_category")
    queues = {
        str(each.id): f"{each.code} {told(each, 'name')}"
        for each in floor.queues(found.hall, now=request.now)
    }
    items = _items(found)
    asked = schema("category_mode", queue=queues, items=items)
    if not items:  # a category of no department's: there is nothing to choose from
        del asked["properties"]["items"]

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.keep_mode(request.actor, category, Mode(mode), _explained(values), now=request.now)
        return done(request, _saved(), reverse("office:categories"))

    return form_page(
        request,
        asked,
        _stands(way),
        act,
        title=f"{told(found, 'name')} · {booking_words.WAYS[way.mode].name}",
        lead=pgettext("office", "It opens only when all six texts are written."),
        back=reverse("office:categories"),
        action=pgettext("office", "Save"),
    )


def _stands(way: ModeCard) -> dict[str, Any]:
    return {
        "enabled": way.enabled,
        "capacity": way.capacity,
        "queue": str(way.queue) if way.queue else "",
        "items": list(way.items),
        **way.texts,
    }


def _explained(values: dict[str, Any]) -> Explained:
    return Explained(
        enabled=values.get("enabled", False),
        texts={name: values.get(name, "") for name in TEXTS},
        capacity=values.get("capacity"),
        queue=int(values["queue"]) if values.get("queue") else None,
        items=values.get("items", ()),
    )


def _described(values: dict[str, Any], before: CategoryCard | None = None) -> Described:
    week = before.week if before else None
    return Described(
        name=values["name"],
        queue=int(values["queue"]),
        capacity=values["capacity"],
        name_en=values.get("name_en", ""),
        summary=values.get("summary", ""),
        summary_en=values.get("summary_en", ""),
        departments=[int(each) for each in values.get("departments", ())],
        items=values.get("items", ()),
        week=[[(f"{each.opens:%H:%M}", f"{each.closes:%H:%M}") for each in day] for day in week]
        if week
        else None,
        rank=values.get("rank", 0),
        active=values.get("active", False),
    )


def _asked(request: HallRequest, hall: int) -> dict[str, Any]:
    return schema(
        "category",
        queue={
            str(each.id): f"{each.code} {told(each, 'name')}" for each in floor.queues(hall, now=request.now)
        },
        departments={str(each.id): told(each, "name") for each in people.departments()},
        items={each.code: told(each, "name") for each in catalogue.items(limit=100).results},
    )


def _items(found: CategoryCard) -> dict[str, str]:
    return {
        each.code: told(each, "name")
        for each in catalogue.items(limit=100).results
        if each.code in found.items or (not found.items and each.department_id in found.departments)
    }


def _hall(request: HallRequest, hall: int) -> HallCard:
    """Refused: no_such_hall."""
    found = people.hall(hall)
    if found is None or not within(request.actor, found.unit.division):
        raise Refused("no_such_hall")
    return found


def _category(request: HallRequest, category: int) -> CategoryCard:
    """Refused: no_such_category, also where it is another office's."""
    found = bookings.any_category(category)
    hall = people.hall(found.hall)
    if hall is None or not within(request.actor, hall.unit.division):
        raise Refused("no_such_category")
    return found


def _saved() -> str:
    return pgettext("office", "Saved; people see it at once.")
