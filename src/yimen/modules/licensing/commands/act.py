"""Every other act by its name: facts in, the next line out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from yimen.modules.cases.commands import OnPaper, Outcome, move
from yimen.modules.cases.engine import Loaded, Reply, one, serial
from yimen.modules.papers import commands as papers
from yimen.modules.people import commands as people
from yimen.modules.people import queries as who
from yimen.rules import permits
from yimen.rules.actors import Actor, Kind
from yimen.rules.engine import World, decide
from yimen.rules.facts import read
from yimen.rules.findings import Finding
from yimen.rules.numbering import PaperNumber
from yimen.rules.refused import Refused

from ..checking import doubted, doubts, public
from ..subject import LICENSING

SEALER = Actor(Kind.RUN, name="papers.seal")


def act(
    actor: Actor,
    number: str,
    name: str,
    facts: Mapping[str, Any],
    *,
    now: datetime,
    key: str | None = None,
    request: Any = None,
    reply: Reply = lambda _dossier, _papers, _world: None,
    late: OnPaper | None = None,
) -> Outcome:
    """Do `name` on the case of `number` (digits). What the act needs beyond `facts` is looked up here.

    `late` says when it happened, where it was done on paper while the platform was down (R-100).

    Refused: what `facts.read` finds wrong with them, and whatever its rule says.
    """

    def said(loaded: Loaded, world: World) -> dict[str, Any]:
        permits.demand_sight(actor, loaded.dossier)  # looking things up tells nobody what is not theirs
        permits.demand_role(actor, name)
        told = read(name, facts)
        hidden = loaded.private("application")
        more: dict[str, Any] = {
            "hidden": hidden,
            "by_hand": hidden.get("by_hand", []),
            "full_findings": hidden.get("findings", []),
            "officer": {"name": actor.name} if actor.kind is Kind.STAFF else None,
        }
        return {**told, **more, **_looked_up(name, told, loaded, actor, world)}

    return move(
        LICENSING, number, name, actor, said, now=now, key=key, request=request, reply=reply, late=late
    )


def _looked_up(
    name: str, facts: Mapping[str, Any], loaded: Loaded, actor: Actor, world: World
) -> dict[str, Any]:
    match name:
        case "hand_over_task":
            return {"colleagues": _able(facts, loaded, actor, world.today)}
        case "correct_contact":
            return _corrected(facts, loaded, world.today)
        case "serve":
            paper = PaperNumber.parse(facts.get("paper_no", ""))
            return {"series": paper.series, "k": paper.n}
        case "archive":
            return {"archive_no": _archive_no(facts, loaded, actor, world)}
        case _:
            return {}


def _archive_no(facts: Mapping[str, Any], loaded: Loaded, actor: Actor, world: World) -> str:
    """The next archive number of the division and year, drawn only for a dossier that may be archived."""
    case = loaded.dossier.case
    assert case is not None
    edition = LICENSING.editions[case.procedure]
    decide(edition, loaded.dossier, "archive", actor, {**facts, "archive_no": "-"}, world)
    key = f"{case.division[:6]}:{world.today.year}"
    return f"{key.replace(':', '-')}-{serial(f'archive:{key}')[1]:06}"


def _able(facts: Mapping[str, Any], loaded: Loaded, actor: Actor, today: date) -> list[int]:
    """Who could do the task: those of its desk whose role sits at its post, whoever hands it over among them."""
    task = next((each for each in loaded.dossier.open_tasks() if each.n == facts.get("task")), None)
    if task is None:
        return []
    desk = actor if task.unit in actor.holds else replace(actor, holds=frozenset({task.unit or 0}))
    able = who.colleagues(desk, today=today, roles=permits.POSTS.get(task.post or ""))
    return [*(each.id for each in able), *([actor.id] if permits.sits_at(actor, task.post) else [])]


PARTICULARS: Final = ("name", "id_type", "id_number", "phone")


def _corrected(facts: Mapping[str, Any], loaded: Loaded, today: date) -> dict[str, Any]:
    """The applicant under corrected particulars: how to reach them may change; who they are, only where the check doubts it."""
    mine = next(each for each in loaded.dossier.parties if each.role == "applicant" and each.until is None)
    card = who.person(mine.person or 0, unmasked=True)
    if card is None:
        raise Refused("no_such_person")
    hidden = loaded.private("application")
    before = doubted(hidden.get("findings", ()))
    given = {name: facts[name] for name in PARTICULARS if name in facts}
    if given.keys() - {"phone"} and not before:
        raise Refused("particulars_stand")
    right = replace(card, **given)
    left = doubts(right, today=today)
    for each in left:
        if (each.field or "").removeprefix("applicant.") in given:
            raise Refused(each.rule, **each.facts)
    person = people.known(
        str(right.kind), right.name, right.id_type, right.id_number, right.phone, today=today, as_told=True
    )
    others = [each for each in hidden.get("findings", ()) if Finding.from_json(each) not in before]
    return {
        "person": person.id,
        "doubted": public(left),
        "private": {**hidden, "findings": [*(each.to_json() for each in left), *others]},
    }


def seal_papers(number: str, *, now: datetime) -> None:
    """Draw and store every paper of the case that is not yet a file; then the case says so. Running twice draws once."""
    case = one(number, LICENSING).dossier.case
    assert case is not None
    sealed = papers.seal_all(case.id)
    if sealed:
        facts = {
            "papers": [[each.series, each.k] for each in sealed],
            "files": [{"paper_no": each.paper_no, "digest": each.digest} for each in sealed],
        }
        move(LICENSING, number, "seal", SEALER, facts, now=now)
