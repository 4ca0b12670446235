"""How far a case is: six facts for anybody with its number, the whole way for whoever has its query code (R-216, C-26).

The code travels once, in a form or in the link of a message; from then on the visit remembers it, so that no address
bar, history or log keeps it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.base import opened, refusals, steps
from yimen.base.clock import machine_now
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import Progress
from yimen.rules.refused import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HallRequest) -> HttpResponse:
    """The two fields; a link may bring both filled in."""
    told = request.POST if request.method == "POST" else request.GET
    number, code = told.get("number", "").strip(), told.get("code", "").strip()
    if not number:
        status = 422 if request.method == "POST" else 200
        return render(request, "public/ask.html", {"lacking": status != 200}, status=status)
    try:
        found = _look_up(request, number, code or None)
    except Refused as refused:
        return _refused(request, refused, number)
    if code:
        opened.remember(request.session, found.number, code)
    return redirect("public:case", number=found.number)


@never_cache
@require_safe
def progress(request: HallRequest, number: str) -> HttpResponse:
    if "code" in request.GET:
        return _opened_by_link(request, number)
    try:
        found = _look_up(request, number, opened.code_for(request.session, number))
    except Refused as refused:
        return _refused(request, refused, number)
    context = {
        "case": found,
        "timeline": steps.timeline(found.steps, found.state),
        "standing": steps.NOW.get(found.state),
        "sheet": found.sheet if found.due_on or found.state == "received" else None,
        "today": request.now.date(),
    }
    return render(request, "public/progress.html", context)


def _opened_by_link(request: HallRequest, number: str) -> HttpResponseRedirect | HttpResponse:
    """A link with the code in it: remembered, and gone from the address."""
    try:
        found = _look_up(request, number, request.GET["code"])
    except Refused as refused:
        return _refused(request, refused, number)
    opened.remember(request.session, found.number, request.GET["code"])
    return redirect("public:case", number=found.number)


@never_cache
@require_safe
def paper(request: HallRequest, number: str, paper_no: str) -> HttpResponse:
    """A paper of the case as PDF, for whoever has opened it with its code. Refused: no_such_case, no_such_paper, too_many."""
    code = opened.code_for(request.session, number)
    if code is None:
        raise Refused("no_such_case")
    demand_rate("progress", request.address, machine_now=machine_now())
    file = queries.paper_by_code(paper_no, code)
    response = HttpResponse(file.content, content_type=file.type)
    response.headers["Content-Disposition"] = content_disposition_header(False, file.name) or "inline"
    return response


@never_cache
@require_safe
def receipt(request: HallRequest, number: str) -> HttpResponse:
    """The ledger's receipt for the latest step, to be checked by anybody without asking us. Refused: no_such_case, too_many."""
    code = opened.code_for(request.session, number)
    if code is None:
        raise Refused("no_such_case")
    demand_rate("progress", request.address, machine_now=machine_now())
    found = queries.receipt_by_code(number, code)
    response = JsonResponse(found.to_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"receipt-{found.book}-{found.n}.json"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _look_up(request: HallRequest, number: str, code: str | None) -> Progress:
    """Refused: no_such_case in the same words whatever is wrong, too_many."""
    demand_rate("progress", request.address, machine_now=machine_now())
    return queries.progress(number, code, now=request.now)


def _refused(request: HallRequest, refused: Refused, number: str) -> HttpResponse:
    """Beside the field, with what was typed still in it. The code is typed anew."""
    told: dict[str, Any] = {
        "number": number,
        "sentence": refusals.sentence(refused, get_language() or ""),
        "wait_s": refused.facts.get("wait_s"),
    }
    return render(request, "public/ask.html", told, status=refusals.status(refused))
