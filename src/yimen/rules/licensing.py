"""What the law lets be done with an application: one rule for each move of the licensing procedure.

A rule reads the draft and refuses, or changes it; what every case of the move has in common stands in the procedure's table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Final

from yimen.rules import deadlines
from yimen.rules.actors import Power, Role
from yimen.rules.dossier import Party, Row, Task
from yimen.rules.engine import Draft, pauses_of, value_of
from yimen.rules.findings import Finding, Severity
from yimen.rules.limits import Limit
from yimen.rules.once import Demand, Override, Told
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

RECEIVED: Final = "received"
DECISION_PAPERS: Final = frozenset({Paper.PERMIT, Paper.COMPLETION, Paper.REFUSAL, Paper.RETURNED})


@dataclass(frozen=True, slots=True)
class Application(Row):
    """What an application is beside its case. Form, names and free text are its private half."""

    KEY: ClassVar[tuple[str, ...]] = ()
    MOMENTS: ClassVar[frozenset[str]] = frozenset()
    item: str
    findings: tuple[Mapping[str, Any], ...] = ()  # of the last check, without what people wrote
    told: Mapping[str, Any] | None = None  # the guarantee's memory: what was asked, what came since
    asked_times: int = 0
    override: int | None = None  # the director who gave leave in writing for one more demand
    by_agent: bool = False
    self_checked: bool = False
    ground: str | None = None  # of a return: main_missing, against_policy, survey_failed
    competent: str | None = None  # whose remit it is
    receipt_no: str | None = None  # of a fee paid outside (until fees are here)
    archive_no: str | None = None
    retention: str | None = None
    shelf: str | None = None
    earlier: str | None = None  # number of an earlier case of the same matter that was returned


@dataclass(frozen=True, slots=True)
class Material(Row):
    """One piece as it was handed in (R-092). A later round of the same code supersedes the earlier."""

    MOMENTS: ClassVar[frozenset[str]] = frozenset({"given_at"})
    n: int
    code: str
    no: int
    given_at: datetime
    round: int = 0
    original: bool | None = None
    copies: int = 0
    pages: int = 0
    stamped: bool = False
    exists: bool = False  # not here, but it exists (R-107, ground 1)
    promise: bool = False  # promised in writing
    valid_until: str | None = None
    digital: bool = False  # with a file; which one is private


@dataclass(frozen=True, slots=True)
class Opinion(Row):
    """What somebody whose say it was found, with their letter where they needed one."""

    MOMENTS: ClassVar[frozenset[str]] = frozenset({"at"})
    n: int
    kind: str  # check, second_check, review, survey …, decision
    result: str
    at: datetime
    task: int | None = None
    staff: int | None = None
    letter: str | None = None


# filing


def filed(draft: Draft) -> None:
    """A new case, or a pre-registered one whose papers have come (R-078, R-079)."""
    facts = draft.facts
    if draft.case is None:
        draft.case = facts["case"]
        draft.put("party", Party(1, "applicant", facts["person"], None, facts.get("told_by", "sms")))
        if facts.get("agent"):
            draft.put("party", Party(2, "proxy", facts["agent"], None, None))
        draft.put(
            "application",
            Application(
                item=facts["item"],
                findings=tuple(facts["findings"]),
                by_agent=bool(facts.get("agent")),
                self_checked=bool(facts.get("self_checked")),
                earlier=facts.get("earlier"),
                told=_bound(facts),
            ),
            facts.get("private", {}),
        )
    else:
        _recheck(draft)
        draft.set(received_at=draft.at, **({"home": facts["home"]} if facts.get("home") else {}))
    _take_in(draft, facts.get("materials", ()), round_=0)
    draft.say(channel=draft.matter.channel, findings=len(facts["findings"]))


def _bound(facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was told when the same matter was returned binds this check, too; what came with it is fresh (KIND-01)."""
    if not facts.get("earlier_told"):
        return None
    brought = [f"material:{each['code']}" for each in facts.get("materials", ())]
    fields = [f"field:{name}" for name in facts.get("fields", ())]
    return _memory(_remembered(facts["earlier_told"]).supplied([*brought, *fields]))


def unused(draft: Draft) -> None:
    """A pre-registration nobody came with expires (R-079)."""
    draft.set(outcome="abandoned")


def _take_in(draft: Draft, pieces: Iterable[Mapping[str, Any]], round_: int) -> list[str]:
    codes = []
    for piece in pieces:
        private = piece.get("private")
        row = Material(
            n=draft.next_n("material"),
            given_at=draft.at,
            round=round_,
            **{name: value for name, value in piece.items() if name != "private"},
        )
        draft.put("material", row, private)
        codes.append(row.code)
    return codes


def application(draft: Draft) -> Application:
    return draft.of("application")[0]  # type: ignore[no-any-return]


def _recheck(draft: Draft) -> None:
    """Keep what the automatic check finds on the application as it now stands."""
    draft.put(
        "application",
        replace(application(draft), findings=tuple(draft.fact("findings", ()))),
        draft.fact("private"),
    )


# the check


def checked(draft: Draft) -> None:
    """Initial check by the hall, second check by the department (R-082): each is an opinion, and hands the case on."""
    assert draft.this is not None
    _opine(draft, draft.this, draft.this.kind, draft.fact("result", "in_order"))
    draft.close_task(draft.this, draft.fact("result", "in_order"))
    if draft.this.kind == "second_check":
        draft.open_task("check", data={"second": True})
    elif draft.world.item.intake_checks > 1 and not _second_checked(draft):
        draft.open_task("second_check")
    else:
        draft.open_task("check", data=draft.this.data)


def _second_checked(draft: Draft) -> bool:
    """Whether the department has checked the application as it now stands."""
    running = draft.running("intake")
    return any(
        each.kind == "second_check" and (running is None or each.at >= running.started_at)
        for each in draft.of("opinion")
    )


def _opine(draft: Draft, task: Task | None, kind: str, result: str) -> None:
    draft.put(
        "opinion",
        Opinion(
            n=draft.next_n("opinion"),
            kind=kind,
            result=result,
            at=draft.world.now,
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


BY_HAND: Final = "by_hand"
"""The rule of what a clerk found beyond the automatic check."""


def found(draft: Draft) -> tuple[Finding, ...]:
    """What the last check found."""
    return tuple(Finding.from_json(dict(each)) for each in application(draft).findings)


def told(now: Application) -> Told:
    """What the applicant has been told so far."""
    return _remembered(now.told or {})


def _remembered(memory: Mapping[str, Any]) -> Told:
    return Told(
        first=_demands(memory["first"]) if memory.get("first") is not None else None,
        later=_demands(memory.get("later", ())),
        fresh=frozenset(memory.get("fresh", ())),
        breaches=_demands(memory.get("breaches", ())),
    )


def _demands(pairs: Iterable[Sequence[str]]) -> frozenset[Demand]:
    return frozenset(Demand(subject, rule) for subject, rule in pairs)


def _memory(told: Told) -> dict[str, Any]:
    def listed(demands: Iterable[Demand]) -> list[list[str]]:
        return [[each.subject, each.rule] for each in sorted(demands)]

    return {
        "first": listed(told.first) if told.first is not None else None,
        "later": listed(told.later),
        "fresh": sorted(told.fresh),
        "breaches": listed(told.breaches),
    }


def told_once(draft: Draft) -> None:
    """Everything lacking is asked at once; what could have been asked before may not be now (LIC-07, LIC-32)."""
    now = application(draft)
    extra = draft.fact("extra", ())
    findings = [*found(draft), *(_by_hand(each) for each in extra)]
    leave = Override(now.override, Role.HALL_DIRECTOR, BY_HAND) if now.override else None
    before = told(now)
    memory = before.ask(findings, leave)
    draft.put(
        "application", replace(now, told=_memory(memory), asked_times=now.asked_times + 1, override=None)
    )
    draft.set(disposition="supplement")
    asking = [each for each in findings if each.lacks]
    draft.say(asked=[[each.subject, each.rule] for each in asking], times=now.asked_times + 1)
    if draft.facts.get("ground"):
        draft.say(ground=draft.facts["ground"])
    if breaches := memory.breaches - before.breaches:
        draft.say(breach=[each.subject for each in sorted(breaches)], override=now.override)
    draft.tell(extra=[each.get("text") for each in extra])
    draft.want(Paper.SUPPLEMENT, extra=list(extra), ground=draft.fact("ground"))


def _by_hand(each: Mapping[str, Any]) -> Finding:
    if not each.get("text"):
        raise Refused("fact_missing", fact="text", act="ask_supplement")
    if each.get("material"):
        return Finding(rule=BY_HAND, severity=Severity.CURABLE, material=each["material"])
    return Finding(rule=BY_HAND, severity=Severity.CURABLE, field=each.get("field") or "")


def leave_to_ask_again(draft: Draft) -> None:
    """The director's written leave for one more demand; it stays a mark against the check (LIC-32)."""
    draft.tell(reason=draft.need("reason"))
    draft.put("application", replace(application(draft), override=draft.actor.id))


def supplied(draft: Draft) -> None:
    """Pieces come in. When all that was asked is there, the matter is checked again (LIC-07b, LIC-31)."""
    pieces = draft.fact("materials", ())
    fields = tuple(draft.fact("changed_fields", ()))
    if not pieces and not fields:
        raise Refused("nothing_supplied")
    round_ = max((each.round for each in draft.of("material")), default=0) + 1
    codes = _take_in(draft, pieces, round_)
    _recheck(draft)
    draft.say(materials=codes, fields=list(fields))
    brought = [*(f"material:{code}" for code in codes), *(f"field:{name}" for name in fields)]
    memory = told(application(draft)).supplied(brought)
    draft.put("application", replace(application(draft), told=_memory(memory)))
    promised = next(iter(draft.tasks("promised")), None)
    if promised is not None and not any(each.facts.get("promised") for each in found(draft)):
        draft.close_task(promised, "supplied")
    if draft.matter.state != "supplement_pending":
        draft.stay()
        return
    lacking = {Demand.of(each) for each in found(draft) if each.lacks}
    asked = (memory.first or frozenset()) | memory.later
    rest = [
        each
        for each in asked
        if (each.subject not in memory.fresh if each.rule == BY_HAND else each in lacking)
    ]
    if rest:
        draft.say(still_lacking=len(rest))
        draft.stay()


def complete(draft: Draft) -> None:
    """Within powers, complete, in legal form or all supplemented: it must be accepted, and it may be (LIC-07b)."""
    lacking = [each for each in found(draft) if each.lacks]
    if lacking:
        raise Refused("still_lacking", count=len(lacking), what="、".join(each.subject for each in lacking))
    if draft.world.item.intake_checks > 1 and not _second_checked(draft):
        raise Refused("second_check_missing")
    _accept(draft)


def nobody_answered(draft: Draft) -> None:
    """The five days are over and nothing was said: accepted as of receipt (LIC-07, LIC-30)."""
    _accept(draft)
    draft.say(deemed=True)


def _accept(draft: Draft) -> None:
    """Acceptance dates from the day the last asked piece came, also a deemed one (LIC-31, R-107)."""
    intake = draft.running("intake")
    if intake is not None and (application(draft).asked_times or draft.actor.kind == "clock"):
        draft.at = intake.started_at
    item = draft.world.item
    track = item.track
    draft.set(track=track, item_version=item.version_id)
    if draft.fact("text"):
        draft.tell(text=draft.facts["text"])
    if any(each.facts.get("promised") for each in found(draft)):
        draft.open_task("promised", unit=None, person=_applicant(draft))
        draft.want(Paper.PROMISE)
    if track == "instant":
        draft.paperless = True  # it has its receipt and its result
    else:
        draft.want(Paper.ACCEPTANCE, alias=track)


def _applicant(draft: Draft) -> int | None:
    return next((each.person for each in draft.of("party") if each.role == "applicant"), None)


def declined(draft: Draft) -> None:
    """Not accepted: outside the body's powers, naming whose they are, or no licence needed (LIC-04, LIC-05)."""
    why = draft.need("why")
    if why not in {"out_of_remit", "no_approval_needed"}:
        raise Refused("unknown_ground", ground=why)
    if why == "out_of_remit":
        draft.put("application", replace(application(draft), competent=draft.need("competent")))
    draft.tell(text=draft.need("text"))
    draft.set(outcome="not_accepted")
    draft.say(why=why)
    draft.want(
        Paper.NOT_ACCEPTED_REMIT if why == "out_of_remit" else Paper.NOT_ACCEPTED_NO_NEED,
        reason=draft.facts["text"],
        competent=draft.fact("competent"),
    )


GROUNDS: Final = ("main_missing", "against_policy", "survey_failed")


def returned(draft: Draft) -> None:
    """退回 names its legal ground first (KIND-01): a one-time notice, not within powers, or a refusal after a survey."""
    ground = draft.need("ground")
    text = draft.need("text")
    if ground not in GROUNDS:
        raise Refused("unknown_ground", ground=ground)
    surveyed = any(each.kind == "survey" for each in draft.of("opinion"))
    if ground == "survey_failed":
        if draft.matter.state == RECEIVED or not surveyed:
            raise Refused("survey_missing")
        _letter(draft)
        _opine(draft, draft.this, "decision", "refused")
        draft.set(outcome="refused", decided_at=draft.world.now)
    else:
        if draft.matter.state != RECEIVED:
            raise Refused("too_late_to_return")
        if ground == "main_missing" and not any(each.severity is Severity.BLOCKING for each in found(draft)):
            raise Refused("main_not_missing")
        legal = draft.need("legal") if ground == "against_policy" else "one_time_notice"
        if legal not in {"one_time_notice", "out_of_remit", "refusal"}:
            raise Refused("unknown_ground", ground=legal)
        draft.say(legal=legal)
        draft.set(outcome="returned")
        if legal == "one_time_notice":  # it tells everything, and binds whoever checks the matter again
            now = application(draft)
            memory = told(now).ask(found(draft))
            draft.put("application", replace(now, told=_memory(memory), asked_times=now.asked_times + 1))
    draft.put("application", replace(application(draft), ground=ground))
    draft.set(disposition="returned")
    draft.say(ground=ground)
    draft.tell(text=text)
    draft.want(
        Paper.RETURNED,
        ground=ground,
        legal=draft.said.get("legal", "refusal"),
        reason=text,
    )


# the applicant's own will


def withdrawn(draft: Draft) -> None:
    """The applicant takes the application back, possible until the decision (R-098)."""
    draft.set(outcome="withdrawn")
    draft.tell(text=draft.fact("text"))


def nobody_supplied(draft: Draft) -> None:
    """Waited for long enough: closed as not completed by the applicant, which is not a return (R-107)."""
    draft.set(outcome="abandoned")


# review


def free_to_take(draft: Draft) -> None:
    """A task on the desk becomes one person's."""
    assert draft.this is not None
    if draft.this.staff is not None:
        raise Refused("taken_already")
    draft.put("task", replace(draft.this, staff=draft.actor.id))
    if draft.this.kind == "second_check":
        draft.target = None


def handed_over(draft: Draft) -> None:
    """A task goes to a colleague of the same desk, or back to the desk."""
    task = draft.this or next((each for each in draft.tasks() if each.n == draft.fact("task")), None)
    if task is None:
        raise Refused("no_such_task", task=draft.fact("task"))
    to = draft.fact("to")
    if to is not None and to not in draft.fact("colleagues", ()):
        raise Refused("not_a_colleague")
    draft.put("task", replace(draft.rows["task"][task.key], staff=to))
    draft.say(task=task.n, to=to)
    draft.tell(text=draft.fact("text"))


def opinion_given(draft: Draft) -> None:
    """A review, survey or other step ends with a recorded result; the record says all its kind must say (R-110)."""
    if draft.this is None:
        raise Refused("no_such_task", task=draft.fact("task"))
    step = draft.this.data or {}
    result = draft.need("result")
    if result not in {"agree", "disagree"}:
        raise Refused("unknown_result", result=result)
    text = draft.need("text")
    flow = draft.world.item.flow
    asked = next((each for stage in flow.stages for each in stage.tasks if each.key == step.get("key")), None)
    for missing in asked.lacks(draft.facts) if asked else ():
        raise Refused("fact_missing", fact=missing, act="finish_task")
    least = draft.world.value("verification.min_staff")  # substance is verified by at least two (LIC-09)
    if step.get("kind") == "survey" and len(draft.facts["participants"]) < least:
        raise Refused("more_needed", least=least)
    draft.tell(text=text)
    _opine(draft, draft.this, step.get("kind", "review"), result)
    draft.say(task=draft.this.n, result=result)


def one_of_the_eight(draft: Draft) -> None:
    """The clock rests only for a special procedure of article 45, and the applicant is told in writing how long (LIC-17)."""
    reason = draft.need("reason")
    lawful = _lawful(draft)
    if reason not in lawful:
        raise Refused("not_lawful_reason", given=reason, lawful="、".join(lawful.values()))
    if any(each.holds == reason for each in draft.tasks()):
        raise Refused("rests_already", ground=lawful[reason])
    needed = Limit.from_json(draft.need("needed"))
    if needed.n < 1:
        raise Refused("fact_missing", fact="needed", act="suspend")
    task = draft.open_task("special", holds=reason, staff=draft.actor.id, data={"limit": needed.to_json()})
    draft.start_clock("special", task=task.n, limit=needed, rule="LIC-17")
    draft.say(reason=reason, needed=needed.to_json())
    draft.tell(text=draft.need("text"))
    draft.want(Paper.SPECIAL, procedure=lawful[reason], reason=draft.facts["text"], needed=needed.to_json())


def _lawful(draft: Draft) -> dict[str, str]:
    """The closed list of reasons for which the clock may rest, with their names."""
    return {each.code: each.name for each in draft.world.pack.suspensions["licensing"]}


def special_over(draft: Draft) -> None:
    """The special procedure ended; the days in it are not counted."""
    if draft.this is None or draft.this.kind != "special":
        raise Refused("no_such_task", task=draft.fact("task"))
    draft.close_task(draft.this, draft.fact("result", "ended"))
    draft.say(reason=draft.this.holds)
    draft.tell(text=draft.fact("text"))


def not_yet_due(draft: Draft) -> None:
    """One extension, before the limit ends, approved by the head, told with reasons (LIC-08, CLK-05, R-123)."""
    text, approved_by = draft.need("text"), draft.need("approved_by")
    longer = draft.world.item.extension
    if longer is None:
        raise Refused("no_extension")
    statutory, promised = draft.running("statutory"), draft.running("promised")
    if statutory is None:
        raise Refused("act_not_open", state=draft.matter.state, act="extend")
    old_due = draft.matter.due_at
    for clock in (statutory, promised):
        if clock is None or (clock is promised and not draft.world.value("extension.moves_promised")):
            continue
        value = value_of(clock, draft.edition, pauses_of(draft.before))
        deadlines.extend(value, longer, draft.world.today, draft.world.calendar, draft.world.hours)
        draft.put("clock", replace(clock, more=clock.more + longer))
    draft.say(more=longer, approval=draft.fact("approval_no"))
    draft.tell(text=text, approved_by=approved_by)
    draft.want(
        Paper.EXTENSION, reason=text, approved_by=approved_by, old_due_at=old_due.isoformat(), more=longer
    )


def another_look(draft: Draft) -> None:
    """Whoever decides sends a step back, with a reason; the step is done again by the same desk."""
    n = draft.need("step")
    step = next(
        (each for each in draft.before.tasks if each.n == n and each.kind == "review" and not each.open), None
    )
    if step is None:
        raise Refused("no_such_task", task=n)
    for task in draft.tasks("decide"):
        draft.close_task(task, "send_back")
    draft.open_task(
        "review",
        stage=step.stage,
        unit=step.unit,
        post=step.post,
        staff=step.staff,
        data={**(step.data or {}), "again": step.n},
    )
    draft.say(step=n)
    draft.tell(text=draft.need("text"))


def on_the_spot(draft: Draft) -> None:
    """All is there: a committed item that may be done at once is done at once (R-109)."""
    if not draft.world.item.convertible or draft.matter.track != "committed":
        raise Refused("not_convertible")
    if any(each.lacks for each in found(draft)):
        raise Refused("still_lacking", count=1, what="")
    for task in draft.tasks("review", "decide"):
        draft.close_task(task, "converted")
    draft.set(track="instant")
    draft.open_task("decide", unit=draft.matter.home, post="window")
    draft.tell(text=draft.need("text"))


# the decision


def _letter(draft: Draft) -> None:
    """Decisions are made in the department's name, under its written authorisation (R-011, R-111)."""
    case = draft.matter
    assert case.department is not None
    letter = draft.actor.letter(Power.DECIDE, case.department, application(draft).item, draft.world.today)
    if letter is None:
        raise Refused("no_letter", item=application(draft).item)
    draft.letter = letter
    draft.say(letter=letter.number)


def _ready_to_decide(draft: Draft) -> None:
    if draft.this is None or draft.this.kind != "decide":
        raise Refused("steps_open")
    resting = [each.holds for each in draft.tasks() if each.holds]
    if resting:
        raise Refused("rests_still", ground="、".join(_lawful(draft).get(each, each) for each in resting))
    if draft.tasks("promised"):
        raise Refused("promise_open")
    _letter(draft)


def granted(draft: Draft) -> None:
    """Granted, by whom the letter authorises, after every required step has its result."""
    _ready_to_decide(draft)
    _opine(draft, draft.this, "decision", "granted")
    draft.set(outcome="granted")
    kind = Paper(draft.world.item.result_paper)
    draft.tell(text=draft.fact("text"))
    draft.want(
        kind,
        decision=draft.fact("text"),
        letter=draft.letter.number if draft.letter else None,
        valid_until=draft.fact("valid_until"),
    )


def refused(draft: Draft) -> None:
    """Refused, in writing, with reasons and the ways to have it reviewed (LIC-13)."""
    _ready_to_decide(draft)
    text = draft.need("text")
    _opine(draft, draft.this, "decision", "refused")
    draft.set(outcome="refused")
    draft.tell(text=text, basis=draft.need("basis"))
    draft.want(
        Paper.REFUSAL,
        reasons=text,
        basis=draft.facts["basis"],
        letter=draft.letter.number if draft.letter else None,
    )


def result_ready(draft: Draft) -> None:
    """Completed: the result is drawn and sealed, the fee's receipt noted, the applicant told (R-119, R-157)."""
    papers = [each for each in draft.of("paper") if each.kind in DECISION_PAPERS]
    if not papers or any(each.sealed_at is None for each in papers):
        raise Refused("not_sealed_yet")
    if draft.world.item.charged and draft.matter.outcome == "granted":
        draft.put("application", replace(application(draft), receipt_no=str(draft.need("receipt_no"))))


def identity_checked(draft: Draft) -> None:
    """Handed over to the applicant, or to a proxy with a letter, after a look at who it is (R-152, R-153, R-156)."""
    way = draft.need("way")
    if way not in {"pickup", "post", "by_hand"}:
        raise Refused("unknown_way", way=way)
    if way == "post":
        draft.say(way=way, carrier=draft.need("carrier"))
        draft.tell(tracking_no=draft.need("tracking_no"))
        recipient = draft.need("receiver")
    else:
        if not draft.fact("identity_checked"):
            raise Refused("identity_unchecked")
        if draft.need("to") == "proxy":
            draft.tell(letter=draft.need("proxy_letter"), relation=draft.fact("relation"))
        recipient = draft.need("receiver")
        draft.say(way=way, to=draft.facts["to"])
    draft.tell(receiver=recipient)
    for paper in draft.of("paper"):
        if paper.served_at is None and paper.kind in DECISION_PAPERS:
            draft.put("paper", replace(paper, served_at=draft.world.now, served_by=way))
    draft.want(Paper.DELIVERY, way=way, receiver=recipient)


def dossier_whole(draft: Draft) -> None:
    """Archived: every paper drawn, every adverse notice proven to have arrived; read-only from here on (R-143, R-144)."""
    unsealed = [each for each in draft.of("paper") if each.sealed_at is None]
    if unsealed:
        raise Refused("not_sealed_yet")
    unserved = [
        each
        for each in draft.of("paper")
        if each.served_at is None
        and each.kind in {Paper.RETURNED, Paper.NOT_ACCEPTED_REMIT, Paper.NOT_ACCEPTED_NO_NEED, Paper.REFUSAL}
    ]
    if unserved:
        raise Refused("not_served_yet", count=len(unserved))
    draft.put(
        "application",
        replace(
            application(draft),
            archive_no=draft.need("archive_no"),
            retention=str(draft.world.item.retention),
            shelf=draft.fact("shelf"),
        ),
    )
    draft.say(archive_no=draft.facts["archive_no"])


# at any time


def noted(draft: Draft) -> None:
    """An internal note; it changes nothing but what colleagues know."""
    draft.tell(text=draft.need("text"))


def contact_corrected(draft: Draft) -> None:
    """The applicant's telephone is another: recorded, and messages go there from now on."""
    person = draft.need("person")
    mine = next(each for each in draft.of("party") if each.role == "applicant" and each.until is None)
    if mine.person == person:
        raise Refused("same_contact")
    draft.put("party", replace(mine, until=draft.world.now))
    draft.put("party", Party(draft.next_n("party"), "applicant", person, None, mine.told_by))
    for task in draft.tasks():
        if task.person == mine.person:
            draft.put("task", replace(task, person=person))


def served(draft: Draft) -> None:
    """How and when a paper reached the applicant (R-144)."""
    number = (draft.need("series"), draft.need("k"))
    paper = draft.rows.get("paper", {}).get(number)
    if paper is None:
        raise Refused("no_such_paper")
    if paper.served_at is not None:
        raise Refused("served_already")
    how = draft.need("how")
    if how not in {"by_hand", "post", "sms", "online"}:
        raise Refused("unknown_way", way=how)
    draft.put("paper", replace(paper, served_at=draft.world.now, served_by=how))
    draft.say(series=number[0], k=number[1], how=how)
    draft.tell(receiver=draft.fact("receiver"))


def sealed(draft: Draft) -> None:
    """A paper was drawn and stored; its file's digest is under the veil."""
    drawn = {tuple(each) for each in draft.facts["papers"]}
    for key, paper in list(draft.rows.get("paper", {}).items()):
        if key in drawn and paper.sealed_at is None:
            draft.put("paper", replace(paper, sealed_at=draft.world.now))
    draft.tell(files=draft.fact("files"))


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
