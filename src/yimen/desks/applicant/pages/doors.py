"""How applicants come in: by the telephone they gave, with a code sent to it."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.base import refusals, visit
from yimen.base.clock import machine_now
from yimen.base.pages import HallRequest
from yimen.modules.messages import commands as messages
from yimen.modules.people import commands as people
from yimen.rules import masking
from yimen.rules.actors import Kind
from yimen.rules.identifiers import parse_mobile
from yimen.rules.refused import Refused

ASKED: Final = "code_asked"
"""Which telephone a code was sent to on this visit, and where its owner was going."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HallRequest) -> HttpResponse:
    if request.method != "POST":
        if request.actor.kind is Kind.PERSON:
            return redirect("applicant:mine")
        context = {"next": request.GET.get("next", ""), "staff": request.actor.kind is Kind.STAFF}
        return render(request, "applicant/phone.html", context)
    typed = request.POST.get("phone", "").strip()
    context = {"next": request.POST.get("next", ""), "phone": typed}

    def send(to: str, text: str) -> None:
        messages.send_code(to, text, now=request.now)

    try:
        number = parse_mobile(typed)
        people.request_code(number, send, address=request.address, machine_now=machine_now())
    except Refused as refused:
        return _again(request, "applicant/phone.html", context, refused)
    visit.remember(request.session, ASKED, {"phone": number, "next": context["next"]})
    return redirect("applicant:code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HallRequest) -> HttpResponse:
    asked = visit.recall(request.session, ASKED)
    if asked is None:
        return redirect("applicant:sign_in")
    context = {
        "phone": masking.phone(asked["phone"]),
        "digits": settings.YIMEN_CODE_DIGITS,
        "minutes": settings.YIMEN_CODE_AGE // 60,
        "outbox": f"{settings.YIMEN_SMS_URL}/outbox"
        if settings.YIMEN_DEMO and settings.YIMEN_SMS_URL
        else "",
    }
    if request.method != "POST":
        return render(request, "applicant/code.html", context)
    typed = request.POST.get("code", "")
    try:
        people.verify_code(request.session, asked["phone"], typed, machine_now=machine_now())
    except Refused as refused:
        return _again(request, "applicant/code.html", context, refused)
    visit.forget(request.session, ASKED)
    rotate_token(request)
    return HttpResponseRedirect(_way_on(request, asked["next"]))


def _again(request: HallRequest, template: str, context: dict[str, Any], refused: Refused) -> HttpResponse:
    told = {
        **context,
        "sentence": refusals.sentence(refused, get_language() or ""),
        "wait_s": refused.facts.get("wait_s"),
    }
    return render(request, template, told, status=refusals.status(refused))


def _way_on(request: HallRequest, to: str) -> str:
    """Where they were going; only within this site."""
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if safe else "/my/"
