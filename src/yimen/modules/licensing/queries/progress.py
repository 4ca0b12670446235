"""Progress by number: six facts for anybody, the whole way for whoever has the code (R-216, C-26)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime

from yimen.base.clock import ZONE
from yimen.modules.cases.engine import one
from yimen.modules.cases.queries import face
from yimen.modules.cases.queries.cards import Step
from yimen.modules.cases.queries.explain import explanations
from yimen.modules.papers import queries as papers
from yimen.modules.papers.queries import PaperCard
from yimen.modules.people import queries as people
from yimen.rules.dossier import FAR
from yimen.rules.explained import Explanation
from yimen.rules.numbering import CaseNumber, plain_query_code
from yimen.rules.refused import Refused

from ..composing import code_of, codes_of
from ..subject import LICENSING

QUIET = frozenset(
    {
        "note",
        "turn",
        "retime",
        "seal",
        "hand_over_task",
        "check",
        "take_task",
        "allow_demand",
        "serve",
        "finish_task",
    }
)
"""Acts that are the hall's own business: they are no step to the applicant."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What anybody with the number may know; with the code also what follows `due_on`."""

    number: str
    accepting_unit: str
    item: str
    applicant: str  # masked
    accepted_on: date | None
    received_on: date
    state: str
    due_on: date | None  # the promised date
    full: bool = False
    light: str | None = None
    steps: tuple[Step, ...] = ()
    papers: tuple[PaperCard, ...] = ()
    sheet: Explanation | None = None
    query_code: str | None = None
    guarded: bool = False
    item_en: str = ""  # where somebody translated it
    accepting_unit_en: str = ""


def opens(digits: str, code: str) -> bool:
    """Whether a typed code opens the case, compared in constant time."""
    typed = plain_query_code(code).encode()
    return any(hmac.compare_digest(plain_query_code(right).encode(), typed) for right in codes_of(digits))


def progress(number: str, code: str | None, *, now: datetime) -> Progress:
    """The case of a typed number. Mistyped, absent, guarded or with a wrong code: one refusal in the same words."""
    try:
        digits = CaseNumber.parse(number).digits
    except Refused:
        raise Refused("no_such_case") from None
    if code is not None and not opens(digits, code):
        raise Refused("no_such_case")
    loaded = one(digits, LICENSING)
    dossier = loaded.dossier
    case = dossier.case
    assert case is not None
    if case.guarded:
        raise Refused("no_such_case")
    world = LICENSING.world(dossier, now, loaded.versions, {})
    place = world.places.place(case.home)
    person = next(
        (each.person for each in dossier.parties if each.role == "applicant" and each.until is None), None
    )
    applicant = people.called(applicants=[person]).applicants.get(person or 0, "")
    promised = dossier.clock("promised")
    due = promised.due_at if promised is not None and promised.due_at < FAR else None
    known = {
        "number": str(CaseNumber.parse(digits)),
        "accepting_unit": place.hall_name,
        "accepting_unit_en": place.hall_name_en,
        "item": world.item.name,
        "item_en": world.item.name_en,
        "applicant": applicant,
        "accepted_on": case.accepted_at.astimezone(ZONE).date() if case.accepted_at else None,
        "received_on": case.received_at.astimezone(ZONE).date(),
        "state": face(dossier),
        "due_on": due.astimezone(ZONE).date() if due else None,
    }
    if code is None:
        return Progress(**known)
    edition = LICENSING.editions[case.procedure]
    sheets = explanations(dossier, edition, world, only=("promised", "intake"))
    return Progress(
        **known,
        full=True,
        light=case.light,
        steps=tuple(Step(each.at, each.act, "") for each in dossier.past if each.act not in QUIET),
        papers=papers.papers_of(case.id),
        sheet=sheets.get("promised") or sheets.get("intake"),
        query_code=code_of(digits),
    )
