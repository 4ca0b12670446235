"""What may be recorded in any state, and what the clock records by itself."""

from __future__ import annotations

from dataclasses import replace

from yimen.rules.dossier import Party
from yimen.rules.engine import Draft
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from .reading import person_of


def noted(draft: Draft) -> None:
    """An internal note; it changes nothing but what colleagues know."""
    draft.tell(text=draft.need("text"))


def contact_corrected(draft: Draft) -> None:
    """The applicant's telephone is another: recorded, and messages go there from now on."""
    person, mine = draft.need("person"), person_of(draft, "applicant")
    if mine.person == person:
        raise Refused("same_contact")
    draft.put("party", replace(mine, until=draft.world.now))
    draft.put("party", Party(draft.next_n("party"), "applicant", person, None, mine.told_by))
    for task in draft.tasks():
        if task.person == mine.person:
            draft.put("task", replace(task, person=person))


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
