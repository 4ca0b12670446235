"""The root that seals each day of the ledger, published so that nobody can rewrite a day unseen."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base.keyset import after, page_of
from yimen.base.pages import HallRequest
from yimen.modules.ledger import queries

SIZE: Final = 30


@require_safe
def roots(request: HallRequest) -> HttpResponse:
    place = after(request.GET.get("after"), date)
    before = place[0] if place else None
    assert before is None or isinstance(before, date)
    page = page_of(queries.roots(before=before, most=SIZE + 1), SIZE, lambda root: (root.day,))
    return render(request, "public/ledger.html", {"page": page, "begun": before is not None})
