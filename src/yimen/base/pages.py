"""What a page function is given and how it answers: the request with its actor and moment, and a refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect, retarget
from django_htmx.middleware import HtmxDetails

from yimen.rules.actors import Actor
from yimen.rules.refused import Refused

from . import refusals
from .keyset import Page, after, cursor, page_of
from .site import site

__all__ = [
    "HallRequest",
    "Page",
    "View",
    "after",
    "cursor",
    "once_key",
    "page_of",
    "problem",
    "refused_response",
]

API: Final = "/api/"
PROBLEM: Final = "application/problem+json"


class HallRequest(HttpRequest):
    """A request of which it is known who acts and when (wiring's middleware sets both, once)."""

    actor: Actor
    now: datetime  # hall time
    address: str  # where it came from
    htmx: HtmxDetails


View = Callable[..., HttpResponse]


def once_key(request: HttpRequest) -> str | None:
    """The key by which a request sent twice is answered once: the header's, else the form's (`{% once %}`)."""
    return request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key") or None


def problem(status: int, reason: str, detail: str, **facts: Any) -> JsonResponse:
    """The contract's `application/problem+json`."""
    body = {
        "type": f"urn:yimen:{reason}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "reason": reason,
        "facts": facts,
    }
    shown = {"ensure_ascii": False}
    return JsonResponse(body, status=status, content_type=PROBLEM, json_dumps_params=shown)


def refused_response(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A rule's no with its status: problem+json for the API, the message line for htmx, else a page of its own.

    Whoever must sign in first is led to the door and back again.
    """
    status = refusals.status(refused)
    sentence = refusals.sentence(refused, get_language() or "")
    if request.path.startswith(API):
        return problem(status, refused.reason, sentence, **refused.facts)
    htmx = getattr(request, "htmx", None)
    if refused.reason == "not_signed_in" and request.method in {"GET", "HEAD"}:
        door = f"{site(request)['site'].sign_in}?next={quote(request.get_full_path())}"
        return HttpResponseClientRedirect(door) if htmx else HttpResponseRedirect(door)
    told = {"sentence": sentence, "status": status, "reason": refused.reason, "facts": refused.facts}
    if htmx:
        return retarget(render(request, "ui/refusal.html", told, status=status), "#refusal")
    return render(request, "errors/refused.html", told, status=status)
