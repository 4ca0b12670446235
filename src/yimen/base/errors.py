"""Pages for what went wrong, in both languages, calm, saying what to do. For the API the same as problem+json."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_htmx.http import retarget

from .pages import API, problem


class Wrong(NamedTuple):
    """An error of the web: its reason word, its title, and what to do."""

    reason: str
    title: Promise
    todo: Promise


WRONG: Final = {
    400: Wrong("malformed", _("This request could not be read"),
               _("Go back, reload the page and try once more. Nothing has been saved.")),
    403: Wrong("form_expired", _("This form has been open too long"),
               _("Go back, reload the page and send it again. Nothing has been saved; this protects you from forged forms.")),
    404: Wrong("not_found", _("There is nothing at this address"),
               _("Check the address, or start from the home page. If a link brought you here, please tell the hall.")),
    405: Wrong("method_not_allowed", _("This address does not take that kind of request"),
               _("Start again from the page you came from.")),
    413: Wrong("too_large", _("What you sent is too large"),
               _("Send smaller files: photograph papers at normal quality, or send them one at a time.")),
    429: Wrong("too_many", _("Too many tries in a short time"),
               _("Please wait a few minutes and try again. The counter and the telephone are open to you meanwhile.")),
    500: Wrong("broken", _("Something went wrong on our side"),
               _("It has been recorded. Please try again in a few minutes; if it is urgent, come to the counter or call us.")),
}  # fmt: skip


def wrong(request: HttpRequest, status: int) -> HttpResponse:
    """The page or problem for an HTTP error."""
    found = WRONG[status]
    if request.path.startswith(API):
        return problem(status, found.reason, f"{found.title} · {found.todo}")
    if getattr(request, "htmx", None):
        told = {"sentence": f"{found.title} · {found.todo}"}
        return retarget(render(request, "ui/refusal.html", told, status=status), "#refusal")
    return render(request, "errors/wrong.html", {"status": status, "wrong": found}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return wrong(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return wrong(request, 404)  # absent and forbidden look alike


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return wrong(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Must work when nothing else does: no actor, no site, no database."""
    found = WRONG[500]
    if request.path.startswith(API):
        return problem(500, found.reason, f"{found.title} · {found.todo}")
    return HttpResponse(render_to_string("errors/broken.html", {"wrong": found}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return wrong(request, 403)
