"""Answering a notice."""

from __future__ import annotations
from django.http import HttpResponse
from yimen.base.pages import HallRequest


def supply(request: HallRequest, number: str) -> HttpResponse:
    return HttpResponse()
