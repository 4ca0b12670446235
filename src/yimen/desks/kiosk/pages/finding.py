"""Finding an item by touch: everyday words, themes, departments, letters; then its guide and the way to its window (R-046)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yimen.base.bilingual import english, told
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries.wording import CLASSES, SOURCES, how_long, sections, whether_charged
from yimen.modules.people import queries as people
from yimen.modules.people.queries import WindowState
from yimen.modules.reception.queries import choosing

from ..stand import Stand, at_kiosk

SIZE: Final = 8  # of a list: what a finger can scroll without getting lost
EVERYDAY: Final = 12  # tiles of everyday words
ONLINE: Final = frozenset({"full", "pre_review", "pre_registration"})


@at_kiosk
@require_safe
def find(request: HallRequest, stand: Stand) -> HttpResponse:
    return _browse(request, stand, reverse("kiosk:find"), online="")


@at_kiosk
@require_safe
def apply(request: HallRequest, stand: Stand) -> HttpResponse:
    """What can be filled in here beforehand."""
    return _browse(request, stand, reverse("kiosk:apply"), applying=True)


def _browse(
    request: HallRequest, stand: Stand, here: str, *, online: str = "", applying: bool = False
) -> HttpResponse:
    asked = " ".join(request.GET.get("q", "").split())[:60]
    chosen = {name: request.GET.get(name, "") for name in ("theme", "department")}
    shown: dict[str, Any] = {"stand": stand, "here": here, "applying": applying, "asked": asked, **chosen}
    if asked or any(chosen.values()) or request.GET.get("after"):
        page = catalogue.items(asked, **chosen, online=online, after=request.GET.get("after"), limit=SIZE)
        found = [each for each in page.results if not applying or each.online in ONLINE]
        return render(request, "kiosk/found.html", {**shown, "items": found, "page": page})
    every = catalogue.items(limit=60).results
    every = tuple(each for each in every if not applying or each.online in ONLINE)
    phrases = {} if english() else catalogue.phrases([each.code for each in every])
    tiles = [(each.code, phrases.get(each.code) or told(each, "name")) for each in every]
    tiles.sort(key=lambda tile: len(tile[1]))
    shown |= {
        "tiles": tiles[:EVERYDAY],
        "themes": [(each.name, told(each, "name"), each.items) for each in catalogue.themes()],
        "departments": [(each.name, told(each, "name"), each.items) for each in catalogue.departments()],
    }
    return render(request, "kiosk/find.html", shown)


@at_kiosk
@require_safe
def item(request: HallRequest, stand: Stand, code: str) -> HttpResponse:
    """The guide, the window on the map, and what can be done about it here. Refused: no_such_item."""
    guide = catalogue.guide(code, get_language() or "")
    plan = stand.plan()
    windows = [
        each
        for each in people.windows_for(guide.department_id, stand.hall.id)
        if each.state is WindowState.OPEN
    ]
    place = next((found for each in windows if (found := plan.find(each.number))), None)
    shown = {
        "stand": stand,
        "guide": guide,
        "how_long": how_long(guide),
        "whether_charged": whether_charged(guide),
        "sections": sections(guide),
        "classes": CLASSES,
        "sources": SOURCES,
        "windows": windows,
        "plan": plan,
        "place": place,
        "way": stand.way(plan, place),
        "fillable": guide.online in ONLINE,
        "bookable": bool(choosing.kinds(stand.hall.id, guide)),
    }
    return render(request, "kiosk/item.html", shown)


@at_kiosk
@require_safe
def fill_in(request: HallRequest, stand: Stand, code: str) -> HttpResponse:
    """The applicant's own steps, which wear the kiosk's frame here."""
    del request, stand
    return redirect("applicant:apply", code=code)
