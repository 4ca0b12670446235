"""Cases as staff see them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import Field

from yimen.modules.cases import queries as cases
from yimen.modules.licensing.queries.dossiers import DossierView, MaterialRow, OpinionRow
from yimen.modules.people.queries import PersonCard, PersonKind

from .findings import Finding, finding
from .papers import CasePaper
from .why import CountedDay, Pause
from .words import Answer, Kind, Light, Limit, Moment, State


class Task(Answer):
    """Something asked of somebody, still open; `n` is what `take_task` and its like name."""

    n: int
    kind: str
    name: str
    unit: str
    staff: str
    mine: bool
    opened_at: Moment
    due_on: date | None
    light: Light
    holds: str | None  # the lawful reason for which clocks rest meanwhile

    @classmethod
    def of(cls, card: cases.TaskCard) -> Self:
        return cls(
            n=card.n,
            kind=card.kind,
            name=card.name,
            unit=card.unit_name,
            staff=card.staff_name,
            mine=card.mine,
            opened_at=card.opened_at,
            due_on=card.due_on,
            light=card.light,  # type: ignore[arg-type]  # pydantic checks it
            holds=card.holds,
        )


class Card(Answer):
    """A case as its reader sees it: `open_acts` are those they may try now."""

    number: str
    procedure: str
    item: str
    kind: Kind | None
    state: State
    light: Light
    due_on: date | None
    remaining: Limit | None
    owner: str  # whom the next step waits for
    open_acts: list[str]
    applicant: str  # masked
    received_on: date
    tasks: list[Task]

    @classmethod
    def of(cls, card: cases.CaseCard, *, english: bool, **more: Any) -> Self:
        return cls(
            number=card.number,
            procedure=card.procedure,
            item=(english and card.item_en) or card.item,
            kind=card.kind,  # type: ignore[arg-type]  # pydantic checks these
            state=card.state,  # type: ignore[arg-type]
            light=card.light,  # type: ignore[arg-type]
            due_on=card.due_on,
            remaining=Limit.of(card.remaining) if card.remaining else None,
            owner=card.owner,
            open_acts=list(card.open_acts),
            applicant=card.applicant,
            received_on=card.received_on,
            tasks=[Task.of(each) for each in card.tasks],
            **more,
        )


class Cards(Answer):
    results: list[Card]
    next: str | None


class Person(Answer):
    """Who applies or acts for them; number and telephone are masked."""

    kind: PersonKind
    name: str
    id_type: str
    id_number: str
    phone: str

    @classmethod
    def of(cls, card: PersonCard) -> Self:
        return cls(
            kind=card.kind,
            name=card.name,
            id_type=card.id_type,
            id_number=card.id_number,
            phone=card.phone,
        )


class File(Answer):
    name: str
    type: str
    size: int  # bytes
    digest: str  # SHA-256, hexadecimal


class HeldMaterial(Answer):
    """A row of the item's list, with what was handed in last for it."""

    no: int
    code: str
    name: str
    material_class: str = Field(serialization_alias="class")
    given_at: Moment | None
    original: bool | None
    copies: int
    pages: int
    stamped: bool
    valid_until: date | None
    exists: bool
    promise: bool
    rounds: int
    file: File | None

    @classmethod
    def of(cls, row: MaterialRow) -> Self:
        given = row.given
        return cls(
            no=row.no,
            code=row.code,
            name=row.name,
            material_class=row.material_class,
            given_at=given.given_at if given else None,
            original=given.original if given else None,
            copies=given.copies if given else 0,
            pages=given.pages if given else 0,
            stamped=given.stamped if given else False,
            valid_until=date.fromisoformat(given.valid_until) if given and given.valid_until else None,
            exists=given.exists if given else False,
            promise=given.promise if given else False,
            rounds=row.rounds,
            file=File.model_validate(row.file) if row.file else None,
        )


class Opinion(Answer):
    """What somebody whose say it was found."""

    kind: str
    result: str
    at: Moment
    by: str
    task: int | None
    letter: str | None
    text: str
    on: str
    place: str
    participants: list[str]

    @classmethod
    def of(cls, row: OpinionRow) -> Self:
        return cls(
            kind=row.opinion.kind,
            result=row.opinion.result,
            at=row.opinion.at,
            by=row.by,
            task=row.opinion.task,
            letter=row.opinion.letter,
            text=row.text,
            on=row.on,
            place=row.place,
            participants=list(row.participants),
        )


class WholeCase(Card):
    """The card with all facts."""

    hall: str
    window: str
    person: Person
    agent: Person | None
    form: dict[str, Any]
    findings: list[Finding]
    materials: list[HeldMaterial]
    opinions: list[Opinion]
    papers: list[CasePaper]
    archive_no: str | None
    earlier: str | None

    @classmethod
    def whole(cls, view: DossierView, *, english: bool) -> Self:
        return cls.of(
            view.card,
            english=english,
            hall=view.place.hall_name,
            window=view.place.window,
            person=Person.of(view.applicant),
            agent=Person.of(view.agent) if view.agent else None,
            form=dict(view.form),
            findings=[finding(each, english=english) for each in view.findings],
            materials=[HeldMaterial.of(each) for each in view.materials],
            opinions=[Opinion.of(each) for each in view.opinions],
            papers=[CasePaper.of(each, english=english) for each in view.papers],
            archive_no=view.application.archive_no,
            earlier=view.application.earlier,
        )


class Clock(Answer):
    """A limit on the case or on one of its tasks, and day by day why it ends when it does."""

    name: str
    rule: str
    started_on: date
    limit: Limit
    more: int  # by how many of its unit it was extended
    pauses: list[Pause]
    due_on: date | None
    remaining: Limit | None
    light: Light
    runs: bool
    result: str | None
    explanation: list[CountedDay]


class Clocks(Answer):
    results: list[Clock]
    next: str | None = None
