"""How staff come in, change their password and go out. Applicants come in by telephone, at `/my/sign-in/`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base import landing, refusals
from yimen.base.clock import machine_now
from yimen.base.pages import HallRequest
from yimen.base.words import ROLES
from yimen.modules.people import commands as people
from yimen.modules.people import queries
from yimen.rules.actors import Kind
from yimen.rules.refused import Refused


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HallRequest) -> HttpResponse:
    """A password that somebody else has set opens nothing but its own change, on the same page."""
    if request.method != "POST":
        if request.actor.kind is Kind.STAFF:
            return redirect(landing.landing(request.actor))
        return render(request, "public/sign_in.html", {"next": request.GET.get("next", "")})
    username, changing = request.POST.get("username", "").strip(), "new_password" in request.POST
    context: dict[str, Any] = {
        "next": request.POST.get("next", ""),
        "username": username,
        "changing": changing,
    }
    new = request.POST.get("new_password", "")
    if changing and new != request.POST.get("again", ""):
        return _again(request, context, _("The two new passwords differ. Type the same one twice."), 422)
    try:
        actor = people.sign_in(
            request.session,
            username,
            request.POST.get("password", ""),
            new_password=new if changing else None,
            address=request.address,
            now=request.now,
            machine_now=machine_now(),
        )
    except Refused as refused:
        context["changing"] = changing or refused.reason == "must_change_password"
        context["wait_s"] = refused.facts.get("wait_s")
        return _again(request, context, *_said(refused))
    rotate_token(request)
    return HttpResponseRedirect(_way_on(request) or landing.landing(actor))


@require_POST
def sign_out(request: HallRequest) -> HttpResponse:
    people.sign_out(request.session)
    rotate_token(request)
    messages.success(request, _("You have signed out."))
    return redirect("public:home")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HallRequest) -> HttpResponse:
    """Who one is here, where one's desk is, and one's password."""
    actor = request.actor
    if actor.kind is not Kind.STAFF:
        raise Refused("not_signed_in")
    card = queries.accounts([actor.id])[actor.id]
    context: dict[str, Any] = {
        "card": card,
        "roles": [ROLES[role] for role in sorted(actor.roles)],
        "desks": [(landing.NAMES[each], each) for each in landing.desks(actor)],
        "letters": actor.letters,
    }
    if request.method != "POST":
        return render(request, "public/account.html", context)
    new = request.POST.get("new_password", "")
    if new != request.POST.get("again", ""):
        context["sentence"] = _("The two new passwords differ. Type the same one twice.")
        return render(request, "public/account.html", context, status=422)
    try:
        old = request.POST.get("password", "")
        people.change_password(request.session, actor, old, new, now=request.now)
    except Refused as refused:
        context["sentence"], status = _said(refused)
        return render(request, "public/account.html", context, status=status)
    rotate_token(request)
    messages.success(request, _("Your password has been changed. All your other sign-ins have ended."))
    return redirect("public:account")


def _again(request: HallRequest, context: dict[str, Any], sentence: str, status: int) -> HttpResponse:
    return render(request, "public/sign_in.html", {**context, "sentence": sentence}, status=status)


def _said(refused: Refused) -> tuple[str, int]:
    return refusals.sentence(refused, get_language() or ""), refusals.status(refused)


def _way_on(request: HallRequest) -> str:
    """Where the reader was going before the door stood in the way; only within this site."""
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if safe else ""
