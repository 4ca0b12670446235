"""Every other act by its name: facts in, the next line out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yimen.modules.cases.commands import Outcome, move
from yimen.modules.cases.engine import Loaded, Reply, one, serial
from yimen.modules.papers import commands as papers
from yimen.modules.people import commands as people
from yimen.modules.people import queries as who
from yimen.rules import permits
from yimen.rules.actors import Actor, Kind
from yimen.rules.engine import World
from yimen.rules.numbering import PaperNumber
from yimen.rules.refused import Refused

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
) -> Outcome:
    """Do `name` on the case of `number` (digits). What the act needs beyond `facts` is looked up here."""

    def said(loaded: Loaded, _world: World) -> dict[str, Any]:
        permits.demand_sight(actor, loaded.dossier)  # looking things up tells nobody what is not theirs
        permits.demand_role(actor, name)
        hidden = loaded.private("application")
        more: dict[str, Any] = {
            "full_findings": hidden.get("findings", []),
            "officer": {"name": actor.name} if actor.kind is Kind.STAFF else None,
        }
        return {**facts, **more, **_looked_up(name, facts, loaded, actor, now)}

    return move(LICENSING, number, name, actor, said, now=now, key=key, request=request, reply=reply)


def _looked_up(
    name: str, facts: Mapping[str, Any], loaded: Loaded, actor: Actor, now: datetime
) -> dict[str, Any]:
    match name:
        case "hand_over_task":
            return {"colleagues": _able(facts, loaded, actor, now)}
        case "correct_contact":
            return {"person": _same_person(facts, loaded, now)}
        case "serve":
            paper = PaperNumber.parse(str(facts.get("paper_no", "")))
            return {"series": paper.series, "k": paper.n}
        case "archive":
            assert loaded.dossier.case is not None
            key = f"archive:{loaded.dossier.case.division[:6]}:{now.year}"
            return {"archive_no": f"{key.removeprefix('archive:').replace(':', '-')}-{serial(key)[1]:06}"}
        case _:
            return {}


def _able(facts: Mapping[str, Any], loaded: Loaded, actor: Actor, now: datetime) -> list[int]:
    """Who could do the task: those of the desk whose role sits at its post, whoever hands it over among them."""
    task = next((each for each in loaded.dossier.open_tasks() if each.n == facts.get("task")), None)
    post = task.post if task is not None else None
    able = who.colleagues(actor, today=now.date(), roles=permits.POSTS.get(post or ""))
    return [*(each.id for each in able), *([actor.id] if permits.sits_at(actor, post) else [])]


def _same_person(facts: Mapping[str, Any], loaded: Loaded, now: datetime) -> int:
    """The applicant under the corrected telephone: who they are stays, how they are reached changes."""
    mine = next(each for each in loaded.dossier.parties if each.role == "applicant" and each.until is None)
    card = who.person(mine.person or 0, unmasked=True)
    if card is None:
        raise Refused("no_such_person")
    return people.known(
        str(card.kind), card.name, card.id_type, card.id_number, str(facts.get("phone", "")), today=now.date()
    ).id


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
