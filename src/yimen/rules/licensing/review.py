"""Review: who has a step, what was found, when the clock rests, how long it may take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from yimen.rules import deadlines, intake
from yimen.rules.engine import Draft, open_step, pauses_of, value_of
from yimen.rules.flows import FlowTask, TaskKind
from yimen.rules.intake import Track
from yimen.rules.limits import Limit
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from .reading import found, lawful, opine

CHECKS = frozenset({"check", "second_check"})
"""Opinions from before acceptance."""
VERIFIED = frozenset({TaskKind.SURVEY, TaskKind.INVESTIGATION})
"""Steps in which the substance is verified, which takes two of the staff (LIC-09)."""

# whose step it is


def free_to_take(draft: Draft) -> None:
    """A task on the desk becomes one person's."""
    task = draft.the_task()
    if task.staff is not None:
        raise Refused("taken_already")
    draft.put("task", replace(task, staff=draft.actor.id))


def handed_over(draft: Draft) -> None:
    """A task goes to a colleague of the same desk, or back to the desk."""
    task, to = draft.the_task(), draft.fact("to")
    if to is not None and to not in draft.fact("colleagues", ()):
        raise Refused("not_a_colleague")
    draft.put("task", replace(task, staff=to))
    draft.say(task=task.n, to=to)
    draft.tell(text=draft.fact("text"))


# what was found


def opinion_given(draft: Draft) -> None:
    """A review, survey or other step ends with a recorded result; the record says all its kind must say (R-110)."""
    task = draft.the_task()
    step = task.data or {}
    result, text = draft.need("result"), draft.need("text")
    if result not in {"agree", "disagree"}:
        raise Refused("unknown_result", result=result)
    asked = _step(draft, step.get("key"))
    for missing in asked.lacks(draft.facts) if asked else ():
        raise Refused("fact_missing", fact=missing, act="finish_task")
    least = draft.world.value("verification.min_staff")
    if step.get("kind") in VERIFIED and len(_people(draft.need("participants"))) < least:
        raise Refused("more_needed", least=least)
    draft.tell(text=text)
    opine(draft, task, step.get("kind", "review"), result)
    draft.say(task=task.n, result=result)


def _people(names: Iterable[str]) -> set[str]:
    """One name twice is one person, and a blank is nobody."""
    return {"".join(each.split()) for each in names} - {""}


def _step(draft: Draft, key: str | None) -> FlowTask | None:
    return next((each for each in draft.world.item.flow.tasks if each.key == key), None)


def another_look(draft: Draft) -> None:
    """Whoever decides sends a step back, with a reason; the step is done again by the same desk."""
    n, text = draft.need("step"), draft.need("text")
    done = next(
        (each for each in draft.before.tasks if each.n == n and each.kind == "review" and not each.open), None
    )
    step = _step(draft, (done.data or {}).get("key")) if done else None
    if done is None or step is None:
        raise Refused("no_such_task", task=n)
    for task in draft.tasks("decide"):
        draft.close_task(task, "send_back")
    open_step(
        draft, done.stage or "", step, unit=done.unit, post=done.post, staff=done.staff, data={"again": n}
    )
    draft.say(step=n)
    draft.tell(text=text)


# when the clock rests


def one_of_the_eight(draft: Draft) -> None:
    """The clock rests only for a special procedure of article 45, and the applicant is told in writing how long (LIC-17)."""
    reason, text = draft.need("reason"), draft.need("text")
    reasons = lawful(draft)
    if reason not in reasons:
        raise Refused("not_lawful_reason", given=reason, lawful="、".join(reasons.values()))
    if any(each.holds == reason for each in draft.tasks()):
        raise Refused("rests_already", ground=reasons[reason])
    needed = Limit.from_json(draft.need("needed"))
    if needed.n < 1:
        raise Refused("fact_missing", fact="needed", act="suspend")
    task = draft.open_task("special", holds=reason, staff=draft.actor.id, data={"limit": needed.to_json()})
    draft.start_clock("special", task=task.n, limit=needed, rule="LIC-17")
    draft.say(reason=reason, needed=needed.to_json())
    draft.tell(text=text)
    draft.want(Paper.SPECIAL, task=task.n, holds=reason, reason=text, needed=needed.to_json())


def special_over(draft: Draft) -> None:
    """The special procedure ended; the days in it are not counted."""
    task = draft.the_task()
    if task.kind != "special":
        raise Refused("no_such_task", task=task.n)
    draft.close_task(task, draft.fact("result", "ended"))
    draft.say(reason=task.holds)
    draft.tell(text=draft.fact("text"))


def resting(draft: Draft) -> None:
    """Refused while the clock rests: `rests_still`."""
    if holds := [each.holds for each in draft.tasks() if each.holds]:
        names = lawful(draft)
        raise Refused("rests_still", ground="、".join(names.get(each, each) for each in holds))


# how long it may take


def not_yet_due(draft: Draft) -> None:
    """One extension, before the limit ends, approved by the head, told with reasons (LIC-08, CLK-05, R-123).

    While the clock rests nothing runs out and no date can be told: it is extended once it runs again.
    """
    text, approved_by = draft.need("text"), draft.need("approved_by")
    longer = draft.world.item.extension
    if longer is None:
        raise Refused("no_extension")
    resting(draft)
    statutory, promised = draft.running("statutory"), draft.running("promised")
    if statutory is None:
        raise Refused("act_not_open", state=draft.matter.state, act="extend")
    moved = [statutory]
    if (
        draft.world.value("extension.moves_promised")
        and promised is not None
        and draft.done_at <= promised.due_at
    ):
        moved.append(promised)  # a broken promise stays broken; the law's own limit may still be extended
    for clock in moved:
        value = value_of(clock, draft.edition, pauses_of(draft.before))
        deadlines.extend(value, longer, draft.done_at.date(), draft.world.calendar, draft.world.hours)
        draft.put("clock", replace(clock, more=clock.more + longer))
    draft.say(more=longer, approval=draft.fact("approval_no"))
    draft.tell(text=text, approved_by=approved_by)
    draft.want(Paper.EXTENSION, reason=text, approved_by=approved_by, more=longer, clock=moved[-1].name)


def on_the_spot(draft: Draft) -> None:
    """All is there: a committed item that may be done at once is done at once, with its reason (R-109).

    What was promised for the application stays promised; once somebody has found something in the review, it is no longer
    on the spot.
    """
    resting(draft)
    if any(each.kind not in CHECKS for each in draft.of("opinion")):
        raise Refused("review_begun")
    if draft.tasks("promised"):
        raise Refused("promise_open")
    track = intake.to_instant(
        Track(draft.matter.track or ""),
        convertible=draft.world.item.convertible,
        findings=found(draft),
        reason=draft.need("text"),
    )
    for task in draft.tasks("review", "decide"):
        draft.close_task(task, "converted")
    draft.set(track=str(track))
    draft.open_task("decide", unit=draft.matter.home, post="window")
    draft.tell(text=draft.facts["text"])
