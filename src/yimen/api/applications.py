"""Applications: checked before they are filed, and filed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from ninja import Router

from yimen.base import clock
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing.commands import Filing
from yimen.rules.actors import Kind
from yimen.rules.refused import Refused

from .access import ANYBODY_OR_STAFF, caller
from .handed_in import HandedIn, handed_in
from .malformed import sent
from .problems import english, problems
from .replies import Key, once, reply
from .schemas.applications import STAFF_CHANNELS, Application, Filed
from .schemas.findings import Findings, stored
from .schemas.papers import IssuedPaper

router = Router(tags=["applications"])


@router.post(
    "/check",
    response={200: Findings, **problems(401, 404, 409, 413, 422, 429)},
    summary="Check an application yourself",
    openapi_extra=ANYBODY_OR_STAFF,
)
def check_application(request: HallRequest, application: Application, key: Key = None) -> HttpResponse:
    """Everything the clerk's check would find, all at once and each with what to do. Nothing is filed, nothing is kept."""
    actor = caller(request)
    if actor.kind is Kind.NOBODY:
        demand_rate("check", request.address, machine_now=clock.machine_now())
    pieces = handed_in(application.materials)

    def look() -> list[dict[str, Any]]:
        found = licensing.self_check(_filing(application, pieces), now=request.now)
        return [each.to_json() for each in found]

    in_english = english()
    rows = once(request, actor, key, look)
    return reply(Findings(findings=[stored(each, english=in_english) for each in rows]))


@router.post(
    "",
    response={201: Filed, **problems(401, 404, 409, 413, 422, 429)},
    summary="File an application",
    openapi_extra=ANYBODY_OR_STAFF,
)
def file_application(request: HallRequest, application: Application, key: Key = None) -> HttpResponse:
    """Register an application; whatever it lacks is told in `findings`, and it is registered none the less (R-078).

    Online, an item for `pre_registration` or `pre_review` waits for its papers as `pre_registered`; every other is received
    at once, and the hall's time to answer begins. Keep `number` and `query_code`: together they open everything.
    """
    actor = caller(request)
    if actor.kind is Kind.NOBODY:
        if application.channel in STAFF_CHANNELS:
            raise Refused("not_signed_in")
        demand_rate("file", request.address, machine_now=clock.machine_now())
    pieces = handed_in(application.materials)
    outcome = licensing.file(
        actor,
        _filing(application, pieces, pieces.keep()),
        now=request.now,
        key=key,
        request=sent(request),
    )
    told, in_english = outcome.answer, english()
    filed = Filed(
        number=told["number"],
        query_code=told["query_code"],
        state=told["state"],
        findings=[stored(each, english=in_english) for each in told["findings"]],
        papers=[
            IssuedPaper.issued(each["paper_no"], each["kind"], english=in_english) for each in told["papers"]
        ],
    )
    return reply(filed, status=201)


def _filing(said: Application, pieces: HandedIn, files: Mapping[str, Any] | None = None) -> Filing:
    who = said.applicant
    return Filing(
        item=said.item,
        kind=who.kind,
        name=who.name,
        id_type=who.id_type,
        id_number=who.id_number,
        phone=who.phone,
        channel=said.channel,
        hall=said.hall,
        form=said.form,
        submitted=pieces.submitted,
        files=files or {},
        agent={name: value for name, value in said.agent if value} if said.agent else None,
        earlier=said.earlier,
        told_by=said.told_by,
    )
