"""Every no of the API as `application/problem+json`: a rule's, an unreadable request's, a missing token's."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yimen.base import refusals
from yimen.base.pages import problem, refused_response
from yimen.rules.refused import Refused

from .malformed import Fault, Unreadable, facts, faults, listed
from .schemas.words import Problem

_SAME: Final = {"number_mistyped": "no_such_case", "paper_number_mistyped": "no_such_paper"}
"""Mistyped and absent look alike, in the reason as well."""
_MALFORMED: Final = Refused("malformed")


class Malformed(Exception):
    """A request that cannot be read, at these places."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__(found)
        self.found = found


def problems(*statuses: int) -> dict[int, Any]:
    """The refusals an operation documents."""
    return dict.fromkeys(statuses, Problem)


def english() -> bool:
    """Whether the reader asked for English; everybody else gets Chinese."""
    return (get_language() or "").startswith("en")


def install(api: NinjaAPI) -> None:
    """Answer for all that may be raised on the way. What is nobody's no is a bug, and Django's to report."""
    answers: dict[type[Exception], Any] = {
        Refused: _refused,
        AuthenticationError: _not_signed_in,
        ValidationError: _invalid,
        HttpError: _unreadable,
        Malformed: lambda _request, wrong: _malformed(wrong.found),
    }
    for raised, answer in answers.items():
        api.add_exception_handler(raised, answer)


def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    response = refused_response(request, Refused(_SAME.get(no.reason, no.reason), **no.facts))
    if "wait_s" in no.facts:
        response.headers["Retry-After"] = str(no.facts["wait_s"])
    return response


def _not_signed_in(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    response = _refused(request, Refused("not_signed_in"))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _invalid(_: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """pydantic's findings on parameters and body. A body stands in one argument of ours, which is no part of its places."""
    return _malformed(
        tuple(
            fault
            for each in wrong.errors
            for fault in faults([each], inside=2 if each["loc"][0] == "body" else 1)
        )
    )


def _unreadable(_: HttpRequest, wrong: HttpError) -> HttpResponse:
    cause = wrong.__cause__
    return _malformed((cause.fault,) if isinstance(cause, Unreadable) else ())


def _malformed(found: tuple[Fault, ...]) -> HttpResponse:
    in_english = english()
    sentence = refusals.sentence(_MALFORMED, get_language() or "")
    status = refusals.status(_MALFORMED)
    detail = sentence + listed(found, english=in_english)
    return problem(status, _MALFORMED.reason, detail, errors=facts(found))
