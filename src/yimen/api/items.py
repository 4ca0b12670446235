"""What can be done in the halls, and everything to know before one comes."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import Path, Query, Router

from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries
from yimen.modules.catalogue.queries import Online, Subject

from .problems import english, problems
from .replies import published
from .schemas.items import Guide, ItemCard, Items
from .schemas.words import Text

router = Router(tags=["items"])


@router.get("", response={200: Items, **problems(422)}, summary="Find items")
def find_items(
    request: HallRequest,  # noqa: ARG001  ninja calls it so
    q: Annotated[
        Text | None, Query(description="Plain words, pinyin or English: 开餐馆 finds 食品经营许可.")
    ] = None,
    department: Annotated[Text | None, Query(description="Its name or code.")] = None,
    audience: Annotated[Subject | None, Query(description="For whom.")] = None,
    theme: Annotated[Text | None, Query(description="A category, by its name.")] = None,
    online: Annotated[Online | None, Query(description="How far one gets online.")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Items a page.")] = 20,
    after: Annotated[Text | None, Query(description="The `next` of the page before.")] = None,
) -> HttpResponse:
    """Published items, the likeliest first; without `q` in the order of the dictionary."""
    page = queries.items(
        q or "",
        department=department or "",
        audience=audience or "",
        theme=theme or "",
        online=online or "",
        after=after,
        limit=limit,
    )
    in_english = english()
    cards = [ItemCard.of(each, english=in_english) for each in page.results]
    return published(Items(results=cards, next=page.next))


@router.get("/{code}", response={200: Guide, **problems(404, 422)}, summary="The whole guide", by_alias=True)
def read_guide(
    request: HallRequest,  # noqa: ARG001
    code: Annotated[Text, Path(description="The item's code, as the list gives it.")],
) -> HttpResponse:
    """The guide in force, every field of it: in English as far as it was translated, if the reader asks for English."""
    return published(Guide.of(queries.guide(code, get_language() or "")))
