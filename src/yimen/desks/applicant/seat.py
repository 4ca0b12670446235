"""The applicant's own pages: whoever has not come in by telephone is led to that door, and back again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from yimen.base.pages import HallRequest, View
from yimen.rules.actors import Kind


def my_own(view: View) -> View:
    """Staff who apply for something come in by telephone like anybody else."""

    @never_cache
    @wraps(view)
    def guarded(request: HallRequest, *told: object, **named: object) -> HttpResponse:
        if request.actor.kind is not Kind.PERSON:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("applicant:mine")
            return HttpResponseRedirect(f"{reverse('applicant:sign_in')}?next={quote(back)}")
        return view(request, *told, **named)

    return guarded


Guard = Callable[[View], View]
