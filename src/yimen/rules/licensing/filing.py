"""Applications and pieces come in: each is registered, whatever it lacks (R-078)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from yimen.rules.dossier import Dossier, Party
from yimen.rules.engine import Draft
from yimen.rules.findings import Finding, lacking
from yimen.rules.materials import touched
from yimen.rules.once import BY_HAND, Demand, answers
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from .memory import kept, remembered, told
from .reading import application, found, wish
from .rows import Application, Material


def filed(draft: Draft) -> None:
    """A new case, or a pre-registered one whose papers have come (R-078, R-079)."""
    facts = draft.facts
    if draft.case is None:
        draft.case = facts["case"]
        if draft.world.late is not None:
            draft.set(received_at=draft.at)
        draft.put("party", Party(1, "applicant", facts["person"], None, wish(draft)))
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
        recheck(draft)
        draft.set(received_at=draft.at)
        _comes_home(draft, facts.get("home"))
    take_in(draft, facts.get("materials", ()), round_=0)
    draft.say(channel=draft.matter.channel, findings=len(facts["findings"]))


def _comes_home(draft: Draft, home: int | None) -> None:
    """Whoever takes the papers in keeps the case from now on (R-163)."""
    if home:
        draft.set(home=home)
        for task in draft.tasks("keep"):
            draft.put("task", replace(task, unit=home))


def _bound(facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was told when the same matter was returned binds this check, too; what came with it is fresh (KIND-01)."""
    if not facts.get("earlier_told"):
        return None
    brought = [f"material:{each['code']}" for each in facts.get("materials", ())]
    fields = [f"field:{name}" for name in facts.get("fields", ())]
    return kept(remembered(facts["earlier_told"]).supplied([*brought, *fields]))


def unused(draft: Draft) -> None:
    """A pre-registration nobody came with expires (R-079)."""
    draft.set(outcome="abandoned")


def take_in(draft: Draft, pieces: Iterable[Mapping[str, Any]], round_: int) -> list[Material]:
    rows = []
    for piece in pieces:
        row = Material(
            n=draft.next_n("material"),
            given_at=draft.when,
            round=round_,
            **{name: value for name, value in piece.items() if name != "private"},
        )
        draft.put("material", row, piece.get("private"))
        rows.append(row)
    return rows


def recheck(draft: Draft, brought: frozenset[str] = frozenset()) -> None:
    """Keep what the automatic check finds now, beside what was asked by hand and has not come yet."""
    now = application(draft)
    left = [
        each
        for each in now.findings
        if each["rule"] == BY_HAND and not answers(brought, Finding.from_json(dict(each)))
    ]
    hidden = draft.fact("private")
    if hidden is not None and left:
        open_ = {Demand.of(Finding.from_json(dict(each))) for each in left}
        words = [each for each in draft.fact("by_hand", ()) if Demand.of(Finding.from_json(each)) in open_]
        hidden = {**hidden, "findings": [*hidden.get("findings", ()), *words]}
    draft.put("application", replace(now, findings=(*draft.fact("findings", ()), *left)), hidden)


def supplied(draft: Draft) -> None:
    """Pieces come in. When all that was asked is there, the matter is checked again (LIC-07b, LIC-31)."""
    _bring(draft)
    if draft.matter.state != "supplement_pending":
        draft.stay()
        return
    lacking = {Demand.of(each) for each in found(draft) if each.lacks}
    if rest := told(application(draft)).asked & lacking:
        draft.say(still_lacking=len(rest))
        draft.stay()


def brought_later(draft: Draft) -> None:
    """After acceptance comes what was promised in writing, and what lacked when silence accepted (R-107, BUS-03, LIC-30).

    Nothing is demanded by it, so no guarantee is broken and no clock rests or starts anew. A promise that is not kept turns red;
    that the application counts as taken back is for people to record, not for the clock.
    """
    task = next(iter(draft.tasks("promised")), None)
    if task is None and not lacking(found(draft)):
        raise Refused("nothing_promised")
    _bring(draft)
    if rest := lacking(found(draft)):
        draft.say(still_lacking=len(rest))
    if task is None:
        return
    owed = set((task.data or {}).get("promised", ()))
    if not any(each.subject in owed and (each.lacks or each.facts.get("promised")) for each in found(draft)):
        draft.close_task(task, "supplied")


def _bring(draft: Draft) -> None:
    """Pieces and fields as they came, checked at once; whoever brings a piece has a receipt for it (R-092)."""
    pieces = draft.fact("materials", ())
    fields = tuple(draft.fact("changed_fields", ()))
    if not (pieces or fields or told(application(draft)).fresh):  # corrected particulars are supplied, too
        raise Refused("nothing_supplied")
    rows = take_in(draft, pieces, 1 + max((each.round for each in draft.of("material")), default=0))
    here = [f"material:{each.code}" for each in rows if each.here]
    brought = frozenset([*here, *(f"field:{name}" for name in fields)])
    recheck(draft, brought)
    memory = told(application(draft)).supplied(touched(draft.world.item.materials, brought))
    draft.put("application", replace(application(draft), told=kept(memory)))
    draft.say(materials=[each.code for each in rows], fields=list(fields))
    if rows:
        draft.want(Paper.RECEIPT)


def lacks_nothing(dossier: Dossier) -> bool:
    """Whether the last check found everything there."""
    return not any(
        lacking(Finding.from_json(dict(each)) for each in row.findings) for row in dossier.of("application")
    )


def nobody_supplied(draft: Draft) -> None:
    """Waited for long enough: closed as not completed by the applicant, which is not a return (R-107)."""
    draft.set(outcome="abandoned")
