"""The strict policy, opened by one address: pages may connect to the streams beside them, at the host they were asked by."""

from __future__ import annotations

from typing import Final

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yimen.base import live

_SHOWS_NOTHING: Final = "default-src 'none'; frame-ancestors 'none'"


class Policy(CSPMiddleware):
    """As the settings say it; for what programs read there is one policy, which need not be put together each time."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "json" in _kind(response):
            response.headers[HEADER] = _SHOWS_NOTHING
            return response
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if _kind(response) == "text/html" and (at := live.origin(request)):
            parts.update = {**(parts.update or {}), "connect-src": [at]}
        return parts


def _kind(response: HttpResponseBase) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0]
