"""Every item there is: searched in plain words, narrowed by department, audience, theme and how far it goes online (R-045)."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue

from ..lines import lines
from ..online import LEVELS

SIZE: Final = 20
AUDIENCES: Final[dict[str, Promise]] = {
    "person": _("Individuals"),
    "organisation": _("Enterprises and bodies"),
}
FILTERS: Final = ("audience", "theme", "department", "online")


@require_safe
def items(request: HallRequest) -> HttpResponse:
    asked = " ".join(request.GET.get("q", "").split())[:100]
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    page = catalogue.items(asked, **chosen, after=request.GET.get("after"), limit=SIZE)
    themes, departments = catalogue.themes(), catalogue.departments()
    choices: dict[str, list[tuple[str, str | Promise]]] = {
        "audience": list(AUDIENCES.items()),
        "theme": [(each.name, told(each, "name")) for each in themes],
        "department": [(each.name, told(each, "name")) for each in departments],
        "online": [(word, LEVELS[word].badge) for word in ("full", "pre_review", "pre_registration")],
    }
    shown = {
        "asked": asked,
        "lines": lines(page.results),
        "page": page,
        "chosen": chosen,
        "filters": [(name, FILTER_WORDS[name], chosen[name], choices[name]) for name in FILTERS],
        "narrowed": [
            (name, words) for name in FILTERS for value, words in choices[name] if value == chosen[name]
        ],
        "begun": bool(request.GET.get("after")),
    }
    return render(request, "public/items.html", shown)


FILTER_WORDS: Final = {
    "audience": _("For whom"),
    "theme": _("Theme"),
    "department": _("Department"),
    "online": _("Online"),
}
