"""How somebody likes to read: large type, remembered in a cookie (elder mode, law §21)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

_YEAR = 365 * 24 * 3600


@require_POST
def large(request: HttpRequest) -> HttpResponse:
    """Switch large type on (1) or off, and go back."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    on = "1" if request.POST.get("large") == "1" else "0"
    response.set_cookie(
        "large", on, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@require_safe
def mark(_request: HttpRequest) -> HttpResponse:
    """Our mark, where browsers look for it by themselves: beside a PDF nothing names it."""
    return redirect(static("yimen/mark.svg"))
