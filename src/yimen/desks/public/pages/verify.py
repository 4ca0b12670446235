"""Is this paper genuine? By its number, and if somebody has the file, by its every byte."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from yimen.base import refusals
from yimen.base.clock import machine_now
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.base.uploads import LIMITS, plain_name
from yimen.modules.papers import queries
from yimen.rules.refused import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HallRequest, paper_no: str = "") -> HttpResponse:
    """The address on every paper's QR code ends with its number; the form also takes the file."""
    typed = (request.POST.get("paper_no") or request.GET.get("paper_no") or paper_no).strip()
    context: dict[str, Any] = {"typed": typed}
    if not typed:
        context["lacking"] = request.method == "POST"
        return render(request, "public/verify.html", context, status=422 if context["lacking"] else 200)
    try:
        demand_rate("verify", request.address, machine_now=machine_now())
        context["verdict"] = queries.verify(typed, _digest(request))
    except Refused as refused:
        context["sentence"] = refusals.sentence(refused, get_language() or "")
        return render(request, "public/verify.html", context, status=refusals.status(refused))
    return render(request, "public/verify.html", context)


def _digest(request: HallRequest) -> str | None:
    """SHA-256 of the file sent along, if one was; it is compared and not kept. Refused: upload_too_large, upload_empty."""
    file = request.FILES.get("file")
    if file is None:
        return None
    name = plain_name(file.name or "")
    if (file.size or 0) > LIMITS.size:
        raise Refused("upload_too_large", name=name, most=LIMITS.size // (1024 * 1024))
    if not file.size:
        raise Refused("upload_empty", name=name)
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
