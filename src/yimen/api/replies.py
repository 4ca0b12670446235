"""How the API answers: JSON in UTF-8, written by pydantic in one go; and once, where a key says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Header
from pydantic import BaseModel, StringConstraints

from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger.commands import Keyed
from yimen.rules.actors import Actor

from .malformed import sent

JSON: Final = "application/json; charset=utf-8"

Key = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[!-~]+$")] | None,
    Header(
        alias="Idempotency-Key",
        description="Send the same request again under the same key, and it is answered again instead of done again.",
    ),
]


def reply(said: BaseModel, status: int = 200) -> HttpResponse:
    """About somebody: no machine on the way keeps it. (Ninja would take the model apart and check it once more.)"""
    response = published(said, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def published(said: BaseModel, status: int = 200) -> HttpResponse:
    """The same for everybody who reads that language."""
    return HttpResponse(said.model_dump_json(by_alias=True), status=status, content_type=JSON)


def once(
    request: HttpRequest,
    actor: Actor,
    key: str | None,
    work: Callable[[], Any],
    *,
    stands: Callable[[Any], bool] = lambda _content: True,
    whole: bool = False,
) -> Any:
    """What `work` answers, as plain JSON; under a key the same again for the same body at the same address.

    If it is to be `whole`, the work and its answer are written together or not at all.
    """
    keyed = Keyed.of(actor, key, [request.path, sent(request)]) if key else None
    return ledger.once(keyed, work, stands=stands, whole=whole).content
