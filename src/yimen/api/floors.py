"""A hall now: how many wait, which windows call, who was called last."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Router

from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.reception import queries
from yimen.rules.refused import Refused

from .problems import english, problems
from .replies import reply
from .schemas.tickets import HallNow, LastCall, Minutes, QueueNow, Seat
from .schemas.words import Text

router = Router(tags=["tickets"])


@router.get("/{hall}", response={200: HallNow, **problems(404, 422)}, summary="A hall now")
def read_floor(
    request: HallRequest, hall: Annotated[Text, Path(description="The hall's code.")]
) -> HttpResponse:
    """What the screens in the hall show, for whoever asks."""
    id_ = people.unit_id(hall)
    if id_ is None:
        raise Refused("no_such_hall")
    floor = queries.floor(id_, now=request.now)
    in_english = english()
    return reply(
        HallNow(
            hall=floor.code,
            at=floor.at,
            queues=[
                QueueNow(
                    code=each.code,
                    name=(each.name_en or each.name) if in_english else each.name,
                    waiting=each.waiting,
                    windows=each.open_windows,
                    wait=Minutes.of(each.wait) if each.wait else None,
                )
                for each in floor.queues
            ],
            windows=[Seat.of(each) for each in floor.seats],
            calls=[
                LastCall(number=each.number, window=each.window_number, at=each.called_at)
                for each in floor.calls
                if each.called_at is not None
            ],
        )
    )
