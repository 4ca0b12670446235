"""A new case: registered first, whatever it lacks (R-078)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yimen.base.clock import ZONE
from yimen.modules.cases.commands import Beginning, OnPaper, Outcome, begin, move
from yimen.modules.cases.engine import Loaded, Papers, Versions, serial
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.people import commands as people
from yimen.rules import permits
from yimen.rules.actors import Actor, Kind
from yimen.rules.dossier import Case, Dossier
from yimen.rules.engine import World
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber, PaperNumber, case_series
from yimen.rules.refused import Refused

from ..checking import doubted, doubts, find, pieces, public
from ..composing import code_of
from ..earlier import returned_before
from ..places import directory
from ..subject import LICENSING
from .supply import handed_in

ONLINE = frozenset({"web", "mobile", "kiosk"})


@dataclass(frozen=True, slots=True)
class Filing:
    """An application as it is brought: the contract's body of `POST /applications`."""

    item: str
    kind: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    channel: str = "web"
    id_type: str | None = None
    hall: str | None = None
    form: Mapping[str, Any] = field(default_factory=dict, repr=False)
    submitted: tuple[Submitted, ...] = ()
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)  # material → stored file
    agent: Mapping[str, str] | None = field(default=None, repr=False)
    self_checked: bool = False
    earlier: str | None = None
    told_by: str | None = None  # sms, none; or nobody said, and it is as the hall does it


def file(
    actor: Actor,
    filing: Filing,
    *,
    now: datetime,
    key: str | None = None,
    request: Any = None,
    status: int = 201,
    late: OnPaper | None = None,
) -> Outcome:
    """Register an application. Its answer is number, query code, state, findings and papers.

    Online, an item for `pre_registration` or `pre_review` is pre-registered until the papers come; every other is received as it
    enters. What was taken in on paper while the platform was down has the number and the clocks of its day (R-100).
    Refused: `no_such_item`, `not_online`, `no_such_hall`, `no_window`, `not_permitted`; `no_outage`.
    """
    received_at = late.happened_at.astimezone(ZONE) if late is not None else now

    def first(versions: Versions) -> Beginning:
        return _beginning(actor, filing, versions, received_at)

    return begin(LICENSING, actor, first, now=now, key=key, request=request, status=status, late=late)


def _beginning(actor: Actor, filing: Filing, versions: Versions, now: datetime) -> Beginning:
    """The application checked, and everything looked up that its case begins with."""
    item = catalogue.published(filing.item, head=versions.catalogue)
    act = _act(item, filing.channel)
    permits.demand_role(actor, act)
    places = directory(versions.people)
    home = _home(actor, filing, item, places)
    findings = find(
        item, filing.submitted, filing.form, today=now.date(), more=doubts(filing, today=now.date())
    )
    person = people.known(
        filing.kind,
        filing.name,
        filing.id_type,
        filing.id_number,
        filing.phone,
        today=now.date(),
        as_told=True,
    )
    agent = _agent(filing, now)
    earlier = returned_before(filing.earlier, item, filing.id_number) if filing.earlier else None
    division = places.place(home).division[:6]
    id_, serial_ = serial(case_series(division, now.date()))
    number = CaseNumber(division, now.date(), serial_)
    case = Case(
        id=id_,
        number=number.digits,
        procedure=LICENSING.current.name,
        state="",
        home=home,
        division=places.place(home).division,
        channel=filing.channel,
        received_at=now,
        department=item.department,
        item_version=item.version_id,
    )
    facts = {
        "case": case,
        "person": person.id,
        "agent": agent,
        "item": item.item_code,
        "told_by": filing.told_by,
        "findings": public(findings),
        "full_findings": [each.to_json() for each in findings],
        "self_checked": filing.self_checked,
        "earlier": earlier.number if earlier else None,
        "earlier_told": earlier.told if earlier else None,
        "fields": sorted(filing.form),
        "materials": [each.to_facts() for each in pieces(item, filing.submitted, filing.files)],
        "private": {
            "form": dict(filing.form),
            "findings": [each.to_json() for each in findings],
            "agent": dict(filing.agent) if filing.agent else None,
        },
        "applicant": {"name": person.name, "kind": str(person.kind)},
        "officer": {"name": actor.name} if actor.kind is Kind.STAFF else None,
    }

    def reply(dossier: Dossier, papers: Papers, _world: World) -> dict[str, Any]:
        assert dossier.case is not None
        return {
            "number": str(number),
            "query_code": code_of(number.digits),
            "state": dossier.case.state,
            "findings": [each.to_json() for each in findings],
            "papers": [
                {"paper_no": str(PaperNumber.in_series(paper.series, paper.k)), "kind": paper.kind}
                for paper, _ in papers
            ],
        }

    return Beginning(act, facts, reply)


def receive(actor: Actor, number: str, filing: Filing | None, *, now: datetime, **keyed: Any) -> Outcome:
    """A pre-registered case whose papers came: the window loads it without retyping (R-079).

    What was handed in online counts beside what is brought now.
    """

    def facts(loaded: Loaded, world: World) -> dict[str, Any]:
        old = loaded.private("application")
        form = filing.form if filing is not None and filing.form else old.get("form", {})
        submitted = filing.submitted if filing is not None else ()
        together = (*handed_in(loaded), *submitted)
        more = doubted(old.get("findings", ()))
        findings = find(world.item, together, form, today=now.date(), more=more)
        return {
            "findings": public(findings),
            "full_findings": [each.to_json() for each in findings],
            "materials": [
                each.to_facts() for each in pieces(world.item, submitted, filing.files if filing else {})
            ],
            "private": {**old, "form": dict(form), "findings": [each.to_json() for each in findings]},
            "home": actor.unit if actor.kind is Kind.STAFF else None,
            "officer": {"name": actor.name},
        }

    return move(LICENSING, number, "receive", actor, facts, now=now, **keyed)


def _act(item: ItemFacts, channel: str) -> str:
    if channel not in ONLINE:
        return "receive"
    if item.online == "full":
        return "receive"
    if item.online in {"pre_registration", "pre_review"}:
        return "pre_register"
    raise Refused("not_online", item=item.name)


def _home(actor: Actor, filing: Filing, item: ItemFacts, places: Any) -> int:
    """Where the case is at home: the clerk's own window, else the window of the hall that takes in the department's matters."""
    if actor.kind is Kind.STAFF and filing.channel not in ONLINE and actor.unit in actor.holds:
        return actor.unit
    hall = None
    if filing.hall is not None:
        hall = places.by_code.get(filing.hall)
        if hall is None:
            raise Refused("no_such_hall", hall=filing.hall)
    return int(places.window_for(item.department, hall))


def _agent(filing: Filing, now: datetime) -> int | None:
    if not filing.agent:
        return None
    told = filing.agent
    return people.known(
        "person", told.get("name", ""), told.get("id_type"), told.get("id_number", ""), told.get("phone", ""),
        today=now.date(), as_told=True,
    ).id  # fmt: skip
