"""The strict policy, opened by one address: pages may connect to the streams beside them, at the host they were asked by."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yimen.base import live


class LiveBeside:
    """Stands inside the policy's own middleware, which reads what is set here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html") and (at := live.origin(request)):
            setattr(response, "_csp_update", {"connect-src": [at]})  # noqa: B010  # as csp's own decorator says it
        return response
