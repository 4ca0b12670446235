"""One case whole: its card, its application, materials, opinions, papers, clocks and lines, for whoever may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yimen.modules.cases.engine import Loaded, one
from yimen.modules.cases.queries import CaseCard, ClockCard, card_of, clock_cards, explanations
from yimen.modules.cases.queries.cards import Names
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.ledger import queries as lines
from yimen.modules.ledger.events import Line
from yimen.modules.papers import queries as papers
from yimen.modules.papers.queries import PaperCard
from yimen.modules.people import queries as people
from yimen.modules.people.queries import PersonCard
from yimen.rules import permits
from yimen.rules.actors import Actor
from yimen.rules.dossier import Dossier
from yimen.rules.engine import World
from yimen.rules.explained import Explanation
from yimen.rules.findings import Finding
from yimen.rules.intake import IntakeFacts
from yimen.rules.licensing import Application, Material, Opinion, known
from yimen.rules.numbering import CaseNumber

from ..composing import remedies
from ..places import Place
from ..subject import LICENSING
from .steps import StepRow, steps


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A piece as it was handed in, by the item's list; `given` is None for what is not here."""

    no: int
    code: str
    name: str
    material_class: str
    given: Material | None
    file: Mapping[str, Any]  # digest, name, size, type; empty without one
    rounds: int


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """What somebody found, with their words."""

    opinion: Opinion
    by: str
    text: str
    on: str
    place: str
    participants: tuple[str, ...]
    files: tuple[Mapping[str, Any], ...] = ()  # photos and sheets: digest, name, size, type


@dataclass(frozen=True)
class DossierView:
    """A case beside its dossier."""

    card: CaseCard
    item: ItemFacts
    place: Place
    applicant: PersonCard
    agent: PersonCard | None
    told_by: str | None  # what the applicant said of text messages: sms, none; or nothing
    application: Application
    form: Mapping[str, Any] = field(repr=False)
    findings: tuple[Finding, ...]
    intake: IntakeFacts  # what its answer follows from, before anybody has said a word
    by_hand: tuple[Mapping[str, Any], ...]  # demands in a checker's words, those of earlier notices too
    materials: tuple[MaterialRow, ...]
    opinions: tuple[OpinionRow, ...]
    papers: tuple[PaperCard, ...]
    clocks: tuple[ClockCard, ...]
    sheets: Mapping[str, Explanation]
    lines: tuple[Line, ...]
    staff: Mapping[int, str]
    steps: tuple[Any, ...]  # review tasks, open and closed
    path: tuple[StepRow, ...] = ()  # every step taken, and those to come
    department: str = ""  # in whose name it is decided
    keeper: str = ""  # first contact: who took it in, and answers for it to the end
    accepted_by: int | None = None  # who took it on; None where it counts as accepted
    remedies: tuple[Mapping[str, Any], ...] = ()  # the ways to have a refusal reviewed (LIC-13)
    moves_promised: bool = False  # whether an extension moves the promised date, too
    least_staff: int = 0  # who verify substance together (LIC-09)


def dossier(actor: Actor, number: str, *, now: datetime, unmasked: bool = False) -> DossierView:
    """Everything of one case. Refused: `no_such_case`, for what is absent and what is not the actor's alike."""
    loaded = one(number, LICENSING)
    permits.demand_sight(actor, loaded.dossier)
    case = loaded.dossier.case
    assert case is not None
    edition = LICENSING.editions[case.procedure]
    world = LICENSING.world(loaded.dossier, now, loaded.versions, {})
    told = lines.lines(case.id, private=True)
    names = people.called(
        (
            *(task.staff for task in loaded.dossier.tasks),
            *(each.staff for each in loaded.dossier.of("opinion")),
            *(line.actor for line in told),
        )
    ).staff
    parties = {each.role: each for each in loaded.dossier.parties if each.until is None}
    who = {role: each.person for role, each in parties.items() if each.person}
    persons = people.persons(who.values(), unmasked=unmasked)
    applicant = persons[who["applicant"]]
    called = Names(world.places.names, names)
    card = card_of(loaded.dossier, actor, edition, world, called, applicant=applicant.name_masked)
    keep = next((each for each in loaded.dossier.tasks if each.kind == "keep"), None)
    hidden = loaded.private("application")
    findings = tuple(Finding.from_json(each) for each in hidden.get("findings", ()))
    return DossierView(
        card=card,
        item=world.item,
        place=world.places.place(case.home),
        applicant=applicant,
        agent=persons.get(who.get("proxy", 0)),
        told_by=parties["applicant"].told_by,
        application=loaded.dossier.of("application")[0],
        form=hidden.get("form", {}),
        findings=findings,
        intake=known(loaded.dossier, case.number, world, findings),
        by_hand=tuple(hidden.get("by_hand", ())),
        materials=_materials(loaded, world.item),
        opinions=_opinions(loaded, names),
        papers=papers.papers_of(case.id),
        clocks=clock_cards(loaded.dossier, edition, world),
        sheets=explanations(loaded.dossier, edition, world),
        lines=told,
        staff=names,
        steps=tuple(each for each in loaded.dossier.tasks if each.kind == "review"),
        path=steps(loaded.dossier, edition, world, called),
        department=called.units.get(case.department or 0, ""),
        keeper=called.of_task(keep) if keep else "",
        accepted_by=next(iter(loaded.dossier.did("accept")), None),
        remedies=tuple(remedies(world, world.item.department)),
        moves_promised=bool(world.value("extension.moves_promised")),
        least_staff=int(world.value("verification.min_staff")),
    )


def card(actor: Actor, number: str, *, now: datetime) -> CaseCard:
    """The card of one case. Refused: `no_such_case`."""
    loaded = one(number, LICENSING)
    permits.demand_sight(actor, loaded.dossier)
    return card_from(loaded, actor, now=now)


def card_from(loaded: Loaded, actor: Actor, *, now: datetime) -> CaseCard:
    """The card of a case already read."""
    return card_as(loaded.dossier, actor, LICENSING.world(loaded.dossier, now, loaded.versions, {}))


def card_as(dossier: Dossier, actor: Actor, world: World) -> CaseCard:
    """The card of a case as it stands in `dossier`: the one a move is about to write, for its answer. One statement."""
    case = dossier.case
    assert case is not None
    person = next(
        (each.person for each in dossier.parties if each.role == "applicant" and each.until is None), None
    )
    called = people.called((task.staff for task in dossier.open_tasks()), [person])
    applicant = called.applicants.get(person or 0, "")
    names = Names(world.places.names, called.staff)
    return card_of(dossier, actor, LICENSING.editions[case.procedure], world, names, applicant=applicant)


def sheets(number: str, *, now: datetime) -> Mapping[str, Explanation]:
    """Why this date, for each clock of a typed number; for the hall's own people. Refused: `no_such_case`."""
    loaded = one(CaseNumber.parse(number).digits, LICENSING)
    case = loaded.dossier.case
    assert case is not None
    world = LICENSING.world(loaded.dossier, now, loaded.versions, {})
    return explanations(loaded.dossier, LICENSING.editions[case.procedure], world)


def ledger(actor: Actor, number: str) -> tuple[tuple[Line, str], ...]:
    """The case's public lines with their hashes, for whoever may see it."""
    loaded = one(number, LICENSING)
    permits.demand_sight(actor, loaded.dossier)
    assert loaded.dossier.case is not None
    return lines.hashed(loaded.dossier.case.id)


def _materials(loaded: Loaded, item: ItemFacts) -> tuple[MaterialRow, ...]:
    given: dict[str, list[Material]] = {}
    for each in loaded.dossier.of("material"):
        given.setdefault(each.code, []).append(each)
    rows = []
    for wanted in item.materials:
        pieces = given.pop(wanted.code, [])
        latest = pieces[-1] if pieces else None
        file = loaded.private("material", latest.key) if latest else {}
        rows.append(
            MaterialRow(
                wanted.no, wanted.code, wanted.name, str(wanted.material_class), latest, file, len(pieces)
            )
        )
    for code, pieces in given.items():  # what nobody asked for is kept, too
        latest = pieces[-1]
        rows.append(
            MaterialRow(
                latest.no, code, code, "", latest, loaded.private("material", latest.key), len(pieces)
            )
        )
    return tuple(rows)


def _opinions(loaded: Loaded, names: Mapping[int, str]) -> tuple[OpinionRow, ...]:
    rows = []
    for each in loaded.dossier.of("opinion"):
        hidden = loaded.private("opinion", each.key)
        rows.append(
            OpinionRow(
                each,
                names.get(each.staff or 0, ""),
                hidden.get("text", ""),
                hidden.get("on", ""),
                hidden.get("place", ""),
                tuple(hidden.get("participants", ())),
                tuple(hidden.get("files", ())),
            )
        )
    return tuple(rows)
