"""The languages a caller may choose, and how a page answers in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final

from django.http import HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yimen.base import refusals
from yimen.base.pages import HallRequest
from yimen.rules.refused import Refused

from .documents import Document, address


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: its key in addresses, in our texts, and for a voice."""

    key: str
    code: str
    voice: str


CHINESE: Final = Tongue("zh", "zh-hans", "zh-CN")
ENGLISH: Final = Tongue("en", "en", "en-US")
TONGUES: Final = {each.key: each for each in (CHINESE, ENGLISH)}

Page = Callable[..., Document]


def heard(page: Page) -> Callable[..., HttpResponse]:
    """A page for the telephone: in the language of its address, never kept, its refusals spoken, then the main menu.

    An exchange brings no cookie, so there is nothing to forge a request with; and nothing here is changed.
    """

    @wraps(page)
    def answered(request: HallRequest, tongue: str = CHINESE.key) -> HttpResponse:
        chosen = TONGUES[tongue]
        with override(chosen.code):
            document = Document(chosen.key, chosen.voice, misses=misses(request))
            try:
                return page(request, document).response()
            except Refused as refused:
                said = Document(chosen.key, chosen.voice)
                sentence = refusals.sentence(refused, get_language() or "")
                return said.say("refused", [sentence], then=address("main", chosen.key)).response()

    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(answered)))


def told(request: HallRequest) -> dict[str, str]:
    """What a document handed in, whichever way."""
    return {name: str(value) for name, value in {**request.GET.dict(), **request.POST.dict()}.items()}


def misses(request: HallRequest) -> int:
    """How often the caller missed so far, as the last document counted."""
    said = told(request).get("misses", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0
