"""What every rule of licensing reads of a draft, and the opinion it may add."""

from __future__ import annotations

from typing import Any, Final

from yimen.rules.actors import Power
from yimen.rules.dossier import Task
from yimen.rules.engine import Draft
from yimen.rules.findings import Finding
from yimen.rules.refused import Refused

from .rows import Application, Opinion


def application(draft: Draft) -> Application:
    return draft.of("application")[0]  # type: ignore[no-any-return]


def found(draft: Draft) -> tuple[Finding, ...]:
    """What the last check found, with what was asked by hand and has not come yet."""
    return tuple(Finding.from_json(dict(each)) for each in application(draft).findings)


def opine(draft: Draft, task: Task | None, kind: str, result: str) -> None:
    """Record what was found, in words under the veil."""
    draft.put(
        "opinion",
        Opinion(
            n=draft.next_n("opinion"),
            kind=kind,
            result=result,
            at=draft.done_at,
            task=task.n if task else None,
            staff=draft.actor.id or None,
            letter=draft.letter.number if draft.letter else None,
        ),
        {
            name: value
            for name in ("text", "on", "participants", "place", "files")
            if (value := draft.fact(name)) not in (None, "", [])
        },
    )


def by_letter(draft: Draft) -> None:
    """Decisions are made in the department's name, under its written authorisation (R-011, R-111). Refused: `no_letter`."""
    case, item = draft.matter, application(draft).item
    assert case.department is not None
    letter = draft.actor.letter(Power.DECIDE, case.department, item, draft.done_at.date())
    if letter is None:
        raise Refused("no_letter", item=item)
    draft.letter = letter
    draft.say(letter=letter.number)


def lawful(draft: Draft) -> dict[str, str]:
    """The closed list of reasons for which the clock may rest, with their names (LIC-17)."""
    return {each.code: each.name for each in draft.world.pack.suspensions["licensing"]}


WISHES: Final = ("sms", "none")


def wish(draft: Draft, before: str | None = None) -> str | None:
    """What the applicant says of text messages: `sms`, `none`, or as `before` (R-158). Refused: `unknown_way`."""
    said: str | None = draft.fact("told_by", before)
    if said is not None and said not in WISHES:
        raise Refused("unknown_way", way=said)
    return said


def person_of(draft: Draft, role: str) -> Any:
    """The party of that role, as it is now."""
    return next((each for each in draft.of("party") if each.role == role and each.until is None), None)
