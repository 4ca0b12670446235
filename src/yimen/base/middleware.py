"""What stands between the server and the pages: refusals become answers, unkeepable text is turned away."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from yimen.rules.refused import Refused

from .errors import wrong
from .pages import API, refused_response

_FORMS: Final = {"application/x-www-form-urlencoded", "multipart/form-data"}


class RefusalMiddleware:
    """Turns `Refused`, wherever a view met it, into a page, a fragment or a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        bare = not response.content or request.path.startswith(API)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and bare:
            told = wrong(request, HTTPStatus.METHOD_NOT_ALLOWED)
            told.headers["Allow"] = response.headers["Allow"]
            return told
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Turn away text no database can keep: a NUL character. The API does so itself, naming the place."""
        if request.path.startswith(API):
            return
        texts = [
            request.path,
            *request.GET.keys(),
            *(each for many in request.GET.lists() for each in many[1]),
        ]
        if request.method == "POST" and request.content_type in _FORMS:
            texts += [each for name, many in request.POST.lists() for each in (name, *many)]
        if any("\0" in each for each in texts):
            raise BadRequest("a NUL character")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused_response(request, exception) if isinstance(exception, Refused) else None
