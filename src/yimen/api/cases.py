"""Cases, for staff: found, read whole, and moved."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import HttpResponse
from ninja import Body, Path, Query, Router
from pydantic import BaseModel, ValidationError

from yimen.base.pages import HallRequest
from yimen.modules.cases import queries as cases
from yimen.modules.cases.commands import Outcome
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing import queries
from yimen.modules.licensing.commands import Filing
from yimen.modules.people import queries as people
from yimen.rules import chain, permits
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from .access import STAFF
from .handed_in import handed_in
from .malformed import faults, sent
from .problems import Malformed, english, problems
from .replies import Key, reply
from .schemas import acts
from .schemas.cases import Card, Cards, Clock, Clocks, WholeCase
from .schemas.ledger import Line, Lines
from .schemas.why import CountedDay, Pause
from .schemas.words import Light, Limit, State, Text

router = Router(tags=["cases"], auth=STAFF)

NO_FACTS: Final[dict[str, Any]] = {}

Number = Annotated[Text, Path(description="With hyphens or without.")]


@router.get("", response={200: Cards, **problems(401, 422)}, summary="Find cases")
def find_cases(
    request: HallRequest,
    q: Annotated[
        Text | None, Query(description="A number; or a name's beginning, an identity number, a telephone.")
    ] = None,
    state: Annotated[State | None, Query()] = None,
    light: Annotated[Light | None, Query()] = None,
    procedure: Annotated[Text | None, Query(description="`licensing`")] = None,
    department: Annotated[
        Text | None, Query(description="Whose matter it is: the department's code.")
    ] = None,
    window: Annotated[Text | None, Query(description="Where it was taken in: the window's code.")] = None,
    mine: Annotated[bool, Query(description="With an open task that I took.")] = False,
    after: Annotated[Text | None, Query(description="The `next` of the page before.")] = None,
) -> HttpResponse:
    """The cases you may see, the newest first. What you may not see is not there, nor counted."""
    units = [people.unit_id(code) if code is not None else None for code in (department, window)]
    if None in [unit for unit, code in zip(units, (department, window), strict=True) if code is not None]:
        return reply(Cards(results=[], next=None))  # no such unit: no such case
    filters = cases.Filters(
        q=q or "",
        state=state or "",
        light=light or "",
        procedure=procedure or "",
        department=units[0],
        window=units[1],
        mine=mine,
    )
    page = cases.cases(request.actor, filters, now=request.now, after_=after)
    in_english = english()
    return reply(Cards(results=[Card.of(each, english=in_english) for each in page.results], next=page.next))


@router.get(
    "/{number}", response={200: WholeCase, **problems(401, 404, 422)}, summary="A case", by_alias=True
)
def read_case(request: HallRequest, number: Number) -> HttpResponse:
    """The card with all facts. Numbers and telephones of people are masked."""
    view = queries.dossier(request.actor, _digits(number), now=request.now)
    return reply(WholeCase.whole(view, english=english()))


@router.get("/{number}/ledger", response={200: Lines, **problems(401, 404, 422)}, summary="A case's chain")
def read_ledger(request: HallRequest, number: Number) -> HttpResponse:
    """Every line with its hash: whoever hashes `body` after the hash before it gets the hash beside it."""
    digits = _digits(number)
    lines = [
        Line(n=line.n, at=line.at, act=line.act, body=line.text, hash=hash_)
        for line, hash_ in queries.ledger(request.actor, digits)
    ]
    return reply(Lines(start=chain.first_link(digits).hex(), results=lines))


@router.get("/{number}/clocks", response={200: Clocks, **problems(401, 404, 422)}, summary="A case's clocks")
def read_clocks(request: HallRequest, number: Number) -> HttpResponse:
    """Each clock with what is left of it, and day by day why."""
    clocks = [
        Clock(
            name=card.name,
            rule=card.rule,
            started_on=card.started_on,
            limit=Limit.of(card.limit),
            more=card.more,
            pauses=[Pause.model_validate(each) for each in card.pauses],
            due_on=card.due_on,
            remaining=Limit.of(card.remaining) if card.remaining else None,
            light=card.light,  # type: ignore[arg-type]  # pydantic checks it
            runs=card.runs,
            result=card.result,
            explanation=[CountedDay.model_validate(each, from_attributes=True) for each in sheet.days],
        )
        for card, sheet in queries.clocks(request.actor, _digits(number), now=request.now)
    ]
    return reply(Clocks(results=clocks))


@router.post(
    "/{number}/acts/{act}",
    response={200: Card, **problems(401, 404, 409, 413, 422)},
    summary="Move a case",
)
def move_case(
    request: HallRequest,
    number: Number,
    act: Annotated[
        Text,
        Path(description="Its facts have the shape of its name: `ask_supplement` takes `AskSupplement`."),
    ],
    facts: Annotated[dict[str, Any], Body()] = NO_FACTS,
    key: Key = None,
) -> HttpResponse:
    """Do one of `open_acts`; the body holds the facts of that act, the answer is the card as it stands then.

    What falls due by itself is moved by the clock and is no act of staff. What you may not do, or not see, is not there (404);
    a rule's refusal (409) changes nothing.
    """
    model = acts.ACTS.get(act)
    permits.demand_role(request.actor, act)
    if model is None:
        raise Refused("not_permitted", act=act)
    try:
        said = model.model_validate(facts)
    except ValidationError as wrong:
        raise Malformed(faults(wrong.errors(include_url=False))) from None
    outcome = _moved(request, _digits(number), act, said, key)
    return reply(Card.model_validate(outcome.answer))


def _moved(request: HallRequest, digits: str, act: str, said: BaseModel, key: str | None) -> Outcome:
    """Two acts bring papers along, and with them files."""
    actor, in_english = request.actor, english()

    def card(dossier: Any, _papers: Any, world: Any) -> dict[str, Any]:
        seen = queries.card_as(dossier, actor, world)
        return Card.of(seen, english=in_english).model_dump(mode="json")

    keyed: Final = {"key": key, "request": sent(request), "reply": card}
    match said:
        case acts.Receive():
            pieces = handed_in(said.materials)
            filing = Filing(
                item="", kind="", name="", id_number="", phone="", form=said.form,
                submitted=pieces.submitted, files=pieces.keep(),
            )  # fmt: skip
            return licensing.receive(actor, digits, filing, now=request.now, **keyed)
        case acts.Supply():
            pieces = handed_in(said.materials)
            return licensing.supply(
                actor, digits, pieces.submitted, form=said.form, files=pieces.keep(), now=request.now, **keyed
            )
        case _:
            facts = said.model_dump(mode="json", exclude_none=True)
            if isinstance(said, acts.HandOverTask) and said.to is not None:
                facts["to"] = people.staff_id(said.to) or 0  # nobody's id, and nobody's colleague
            return licensing.act(actor, digits, act, facts, now=request.now, **keyed)


def _digits(number: str) -> str:
    """Refused: number_mistyped, which here is the same as no_such_case."""
    return CaseNumber.parse(number).digits
