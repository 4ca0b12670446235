"""What may be recorded in any state, and what the clock records by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yimen.rules.dossier import Party
from yimen.rules.engine import Draft
from yimen.rules.findings import Finding
from yimen.rules.once import APPLICANT, whole
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from .memory import kept, told
from .reading import application, person_of, wish


def noted(draft: Draft) -> None:
    """An internal note; it changes nothing but what colleagues know."""
    draft.tell(called=draft.fact("called"), text=draft.need("text"))


def contact_corrected(draft: Draft) -> None:
    """The applicant's telephone is another, or texts are wanted where they were not: recorded, and followed from now on (R-158).

    So with what the check doubted of who applies; that is put right then, and need not be asked for again.
    """
    person, mine = draft.need("person"), person_of(draft, "applicant")
    told_by = wish(draft, mine.told_by)
    if (person, told_by) == (mine.person, mine.told_by):
        raise Refused("same_contact")
    if told_by != mine.told_by:
        draft.say(told_by=told_by)
    if person == mine.person:
        draft.put("party", replace(mine, told_by=told_by))
        return
    draft.put("party", replace(mine, until=draft.world.now))
    draft.put("party", Party(draft.next_n("party"), "applicant", person, None, told_by))
    for task in draft.tasks():
        if task.person == mine.person:
            draft.put("task", replace(task, person=person))
    if any(_is_doubt(each) for each in application(draft).findings):
        now = application(draft)
        left = (*draft.fact("doubted", ()), *(each for each in now.findings if not _is_doubt(each)))
        memory = told(now).supplied([APPLICANT])
        draft.put("application", replace(now, findings=left, told=kept(memory)), draft.fact("private"))


def _is_doubt(finding: Mapping[str, Any]) -> bool:
    return whole(Finding.from_json(finding).subject) == APPLICANT


def turned(draft: Draft) -> None:
    """A light turns, or nothing does; `settle` brings every clock to the moment."""
    if "name" in draft.facts:
        draft.say(clock=draft.facts["name"], light=draft.fact("light"))


def retimed(draft: Draft) -> None:
    """The work calendar changed: the case's dates follow (CLK-08, R-117)."""
    draft.say(notice=draft.fact("notice"), old=draft.matter.due_at.isoformat())
    later = draft.fact("later")
    if later:
        draft.want(Paper.RETIMED, **later, notice=draft.fact("notice"))
