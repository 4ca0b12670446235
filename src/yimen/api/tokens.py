"""Bearer tokens for programs that act for somebody."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Router

from yimen.base import clock
from yimen.base.pages import HallRequest
from yimen.modules.people import commands as people
from yimen.modules.people import queries as who
from yimen.rules.actors import NOBODY, Kind

from .problems import problems
from .replies import Key, once, reply
from .schemas.tokens import Credentials, Holder, Token

router = Router(tags=["tokens"])


@router.post("", response={200: Token, **problems(401, 409, 413, 422, 429)}, summary="Take a token")
def take_token(request: HallRequest, credentials: Credentials, key: Key = None) -> HttpResponse:
    """A token for an account of the staff, by its password. It lasts twelve hours of real time, whatever the demo's clock does.

    After a few wrong passwords one has to wait (429), each time longer.
    """

    def issue() -> dict[str, Any]:
        issued = people.issue_token(
            credentials.username,
            credentials.password,
            address=request.address,
            now=request.now,
            machine_now=clock.machine_now(),
        )
        actor = issued.actor
        codes = who.unit_codes(actor.unit, actor.hall, actor.department)
        holder = Holder(
            username=credentials.username,
            name=actor.name,
            roles=sorted(actor.roles),
            unit=codes[actor.unit],
            hall=codes.get(actor.hall),
            department=codes.get(actor.department),
        )
        token = Token(token=issued.token, expires_at=issued.expires_at, actor=holder)
        return token.model_dump(mode="json")

    def works(content: dict[str, Any]) -> bool:
        machine_now, today = clock.machine_now(), request.now.date()
        return who.actor_by_token(content["token"], machine_now=machine_now, today=today).kind is Kind.STAFF

    return reply(Token.model_validate(once(request, NOBODY, key, issue, stands=works)))
