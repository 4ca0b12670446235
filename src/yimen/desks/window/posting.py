"""What a form at the counter sends, and how a refusal comes back: calmly, with the case as it stands now."""

from __future__ import annotations

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect

from yimen.base import entered_late
from yimen.base.pages import HallRequest
from yimen.modules.cases.commands import OnPaper
from yimen.rules.refused import Refused

_FRAME: Final = frozenset({"csrfmiddlewaretoken", "idempotency_key"})


def sent(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as the key of a repeated request stands for it: the same words, the same files."""
    words = {name: request.POST.getlist(name) for name in request.POST if name not in _FRAME}
    sent_files = ((name, request.FILES[name]) for name in request.FILES)
    files = {name: [each.name, each.size] for name, each in sent_files if isinstance(each, UploadedFile)}
    return {**words, "files": files} if files else words


def on_paper(request: HttpRequest) -> OnPaper | None:
    """When it was done on paper, where the form says so (R-100). Refused: `moment_form`."""
    said = entered_late.told(request.POST)
    return OnPaper(*said) if said else None


def away(request: HallRequest, address: str) -> HttpResponse:
    """To another page, whoever asked."""
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def field_of(refused: Refused) -> str:
    """The question a refusal is about, where it names one."""
    if refused.reason == "mobile_form":
        return "phone"
    return str(refused.facts.get("fact", ""))
