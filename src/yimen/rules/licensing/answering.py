"""The answer to an application: what it is follows from `intake`; here it is given (LIC-33, R-083, R-108)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, Protocol

from yimen.rules.engine import Draft, World
from yimen.rules.findings import Finding, lacking
from yimen.rules.intake import Conclusion, IntakeFacts, Legal, Situation, Track, preview
from yimen.rules.once import BY_HAND
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from .memory import by_hand, tell_once
from .reading import application, by_letter, found, opine, person_of

# the checks


def checked(draft: Draft) -> None:
    """Initial check by the hall, second check by the department (R-082): each is an opinion, and hands the case on."""
    task = draft.the_task()
    result = draft.fact("result", "in_order")
    if result not in {"in_order", "not_in_order"}:
        raise Refused("unknown_result", result=result)
    opine(draft, task, task.kind, result)
    draft.close_task(task, result)
    if task.kind == "second_check":
        draft.open_task("check", data={"second": True})
    elif checks_lacking(draft, draft.world):
        draft.open_task("second_check")
    else:
        draft.open_task("check", data=task.data)


class Rows(Protocol):
    """A case's rows, as a dossier or a draft gives them."""

    def of(self, table: str) -> tuple[Any, ...]: ...


def checks_lacking(rows: Rows, world: World) -> tuple[str, ...]:
    """Checks of the application as it now stands that its item needs before acceptance, and that did not find it in order."""
    one = world.item.intake_checks == 1
    return () if one or _second_check(rows) == "in_order" else ("second_check",)


def _second_check(rows: Rows) -> str | None:
    """What the department found of the application as it now stands."""
    since = [each.started_at for each in rows.of("clock") if each.name == "intake"]
    results = [
        each.result
        for each in rows.of("opinion")
        if each.kind == "second_check" and (not since or each.at >= since[-1])
    ]
    return results[-1] if results else None


# what follows


def known(rows: Rows, number: str, world: World, findings: Iterable[Finding]) -> IntakeFacts:
    """What the answer follows from before anybody has said a word."""
    return IntakeFacts(
        number=number,
        track=Track(world.item.track),
        findings=tuple(findings),
        scheme=world.value("intake.scheme"),
        checks_lacking=checks_lacking(rows, world),
    )


def facts(draft: Draft, findings: Iterable[Finding] = (), **said: Any) -> IntakeFacts:
    """What the answer follows from: what was found, and what only people can say."""
    base = known(draft, draft.matter.number, draft.world, (*found(draft), *findings))
    return replace(base, **said)


def follows(known: IntakeFacts, *situations: Situation) -> Conclusion:
    """The answer, if it is one of these. Refused: `another_answer`, or the first thing that must still be said."""
    conclusion = preview(known)
    if conclusion.why not in situations:
        raise Refused("another_answer", follows=str(conclusion.why))
    if conclusion.lacks:
        raise Refused(conclusion.lacks[0], lacks=list(conclusion.lacks))
    return conclusion


# everything that lacks, told once

TO_SUPPLY: Final = (
    Situation.MAIN_NOT_BROUGHT,
    Situation.NON_MAIN_PROMISED,
    Situation.ATTACHMENTS_MISSING,
    Situation.INCOMPLETE,
)
"""For what an application waits. Where the main piece lacks the hall may wait, too, instead of returning it (C-6)."""


def told_once(draft: Draft) -> None:
    """Everything lacking is asked at once; what could have been asked before may not be now (LIC-07, LIC-32)."""
    extra, ground = by_hand(draft), draft.fact("ground")
    promised = True if ground == Situation.NON_MAIN_PROMISED else None
    conclusion = preview(facts(draft, extra, will_supply=promised))
    if ground is not None and ground != conclusion.why:
        raise Refused("another_ground", ground=ground, follows=str(conclusion.why))
    asking = tell_once(draft, extra)
    draft.set(disposition="supplement")
    if conclusion.why in TO_SUPPLY:
        draft.say(ground=str(conclusion.why))
    if conclusion.why is Situation.NON_MAIN_PROMISED:  # the applicant's word stands in the record
        draft.say(undertaken=[each.subject for each in asking if each.rule != BY_HAND])
    _want_notice(draft, conclusion.alias if conclusion.why in TO_SUPPLY else "once")


def _want_notice(draft: Draft, alias: str | None) -> None:
    draft.want(Paper.SUPPLEMENT, alias=alias, extra=list(draft.fact("extra", ())))


def leave_to_ask_again(draft: Draft) -> None:
    """The director's written leave for one more demand; it stays a mark against the check (LIC-32)."""
    draft.tell(reason=draft.need("reason"))
    draft.put("application", replace(application(draft), override=draft.actor.id))


# accepted


def complete(draft: Draft) -> None:
    """Within powers, complete, in legal form or all supplemented: it must be accepted, and it may be (LIC-07b)."""
    if missing := lacking(found(draft)):
        what = "、".join(each.subject for each in missing)
        raise Refused("still_lacking", count=len(missing), what=what)
    if _second_check(draft) == "not_in_order" and not _is_instant(draft):
        raise Refused("second_check_against")
    follows(facts(draft), Situation.COMPLETE)
    _accept(draft)


def nobody_answered(draft: Draft) -> None:
    """The five days are over and nothing was said: accepted as of receipt (LIC-07, LIC-30)."""
    _accept(draft)
    draft.say(deemed=True)


def _accept(draft: Draft) -> None:
    """Acceptance dates from the day the last asked piece came, also a deemed one (LIC-31, R-107).

    An instant case is to be done by the close of the day on which it was complete, whenever somebody turns to it (R-102, §5.4).
    """
    intake = draft.running("intake")
    item = draft.world.item
    if intake is not None:
        if application(draft).asked_times or draft.actor.kind == "clock":
            draft.at = intake.started_at
        if _is_instant(draft):
            draft.since["promised"] = intake.started_at
    draft.set(track=item.track, item_version=item.version_id)
    draft.tell(text=draft.fact("text"))
    if owed := [each.subject for each in found(draft) if each.facts.get("promised")]:
        draft.open_task(
            "promised", unit=None, person=person_of(draft, "applicant").person, data={"promised": owed}
        )
        draft.want(Paper.PROMISE)
    if _is_instant(draft):
        draft.paperless = True  # it has its receipt and its result
    else:
        draft.want(Paper.ACCEPTANCE, alias=str(item.track))


def _is_instant(draft: Draft) -> bool:
    return bool(draft.world.item.track == Track.INSTANT)


# not accepted

WHY: Final = {
    "out_of_remit": Situation.OUT_OF_REMIT,
    "no_approval_needed": Situation.NO_APPROVAL_NEEDED,
}


def declined(draft: Draft) -> None:
    """Not accepted: outside the body's powers, naming whose they are, or no licence needed (LIC-04, LIC-05)."""
    why = draft.need("why")
    if why not in WHY:
        raise Refused("unknown_ground", ground=why)
    known = facts(
        draft,
        within_remit=why != "out_of_remit",
        approval_needed=why != "no_approval_needed",
        competent=draft.fact("competent", ""),
        reason=draft.need("text"),
    )
    named = tuple(each for each in known.findings if each.facts.get("otherwise") == why)
    conclusion = follows(replace(known, findings=named), WHY[why])
    if conclusion.competent:
        draft.put("application", replace(application(draft), competent=conclusion.competent))
    _end(draft, conclusion, why=why)
    draft.want(
        conclusion.paper,
        reason=draft.facts["text"],
        competent=conclusion.competent or None,
        contact=draft.fact("competent_contact"),
    )


# given back


def returned(draft: Draft) -> None:
    """退回 before acceptance names its legal ground first (KIND-01): a one-time notice, or outside the powers, or a refusal."""
    ground, text = draft.need("ground"), draft.need("text")
    match ground:
        case Situation.MAIN_MISSING:
            if not any(each.rule == "main_missing" for each in found(draft)):
                raise Refused("main_not_missing")
            conclusion = follows(facts(draft, reason=text), Situation.MAIN_MISSING)
            tell_once(draft)  # it tells everything, and binds whoever checks the matter again
        case Situation.AGAINST_POLICY:
            legal = draft.fact("legal")
            known = facts(
                draft,
                against_policy=True,
                policy_ground=Legal(legal) if legal in set(Legal) else None,
                competent=draft.fact("competent", ""),
                reason=text,
            )
            conclusion = follows(known, Situation.AGAINST_POLICY)
            if conclusion.legal is Legal.REFUSAL:
                by_letter(draft)
                opine(draft, draft.this, "decision", "refused")
                draft.set(decided_at=draft.done_at)
        case Situation.SURVEY_FAILED:
            raise Refused("survey_missing")
        case _:
            raise Refused("unknown_ground", ground=ground)
    give_back(draft, conclusion)


def give_back(draft: Draft, conclusion: Conclusion) -> None:
    """The case ends as returned, for its reason in writing (R-106)."""
    legal = conclusion.said["legal"]
    competent = conclusion.competent or None
    now = application(draft)
    draft.put("application", replace(now, ground=str(conclusion.why), competent=competent))
    _end(draft, conclusion, ground=str(conclusion.why), legal=legal)
    draft.want(
        conclusion.paper,
        ground=str(conclusion.why),
        legal=legal,
        reason=draft.facts["text"],
        competent=competent,
        letter=draft.letter.number if draft.letter else None,
    )


def _end(draft: Draft, conclusion: Conclusion, **said: Any) -> None:
    draft.set(outcome=conclusion.closes_as)
    if conclusion.disposition is not None:  # what a check said earlier stays
        draft.set(disposition=str(conclusion.disposition))
    draft.say(**said)
    draft.tell(text=draft.facts["text"])


# the applicant's own will


def withdrawn(draft: Draft) -> None:
    """The applicant takes the application back, possible until the decision (R-098).

    Whoever will not complete it is told once what lacks, so that nothing is refused in silence (R-108).
    """
    if draft.fact("ground") is not None:
        extra = by_hand(draft)
        if draft.matter.state != "received" or draft.facts["ground"] != Situation.WILL_NOT_COMPLETE:
            raise Refused("unknown_ground", ground=draft.facts["ground"])
        conclusion = follows(facts(draft, extra, will_supply=False), Situation.WILL_NOT_COMPLETE)
        tell_once(draft, extra)
        draft.set(disposition="supplement")
        draft.say(ground=str(conclusion.why))
        _want_notice(draft, conclusion.alias)
    draft.set(outcome="withdrawn")
    draft.tell(text=draft.fact("text"))
