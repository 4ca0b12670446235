"""The public terminal's three areas: government information, policies, forms (R-224)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from yimen.base import opening
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries.policies import policies
from yimen.modules.reception.queries import notices
from yimen.modules.workdays import queries as workdays
from yimen.rules.refused import Refused

from ..stand import Stand, at_kiosk
from .finding import ONLINE

AREAS: Final = (
    ("hall", pgettext_lazy("kiosk", "Government information"), "building-bank"),
    ("policies", pgettext_lazy("kiosk", "Laws and policies"), "book"),
    ("forms", pgettext_lazy("kiosk", "Forms to take away"), "file-download"),
)
SIZE: Final = 60


@at_kiosk
@require_safe
def information(request: HallRequest, stand: Stand) -> HttpResponse:
    area = request.GET.get("area", "hall")
    shown: dict[str, Any] = {"stand": stand, "areas": AREAS, "area": area}
    match area:
        case "policies":
            shown["laws"] = policies().items()
        case "forms":
            shown["items"] = [
                (each.code, told(each, "name"), told(each, "department"))
                for each in catalogue.items(limit=SIZE).results
                if each.online in ONLINE
            ]
        case _:
            shown |= {
                "week": _week(stand),
                "notices": notices.shown(stand.hall.unit.path, request.now).notices,
            }
    return render(request, "kiosk/information.html", shown)


def _week(stand: Stand) -> str:
    try:
        return opening.week(workdays.hours(stand.hall.id, stand.hall.unit.division))
    except Refused:  # no calendar is loaded
        return ""
