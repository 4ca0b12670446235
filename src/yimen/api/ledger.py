"""What is published of the ledger, so that nobody has to trust the hall."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Router

from yimen.base.pages import HallRequest
from yimen.modules.ledger import queries
from yimen.rules.refused import Refused

from .problems import problems
from .replies import published
from .schemas.ledger import SealedDay
from .schemas.words import Day

router = Router(tags=["ledger"])


@router.get("/days/{date}", response={200: SealedDay, **problems(404, 422)}, summary="A sealed day")
def read_day(
    request: HallRequest,  # noqa: ARG001  ninja calls it so
    date: Annotated[Day, Path(description="YYYY-MM-DD.")],
) -> HttpResponse:
    """The root over all lines of a day, and how many there were. A day is sealed a quarter of an hour after it ends."""
    sealed = queries.root(date)
    if sealed is None:
        raise Refused("day_not_sealed", on=date)
    return published(SealedDay(date=sealed.day, count=sealed.count, root=sealed.root.hex()))
