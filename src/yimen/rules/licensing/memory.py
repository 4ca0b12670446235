"""What an applicant was told, kept with the application: the one-time guarantee's memory (LIC-07b, LIC-32)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yimen.rules.actors import Role
from yimen.rules.engine import Draft
from yimen.rules.findings import Finding
from yimen.rules.once import BY_HAND, Demand, Override, Told, asked_by_hand

from .reading import application, found
from .rows import Application


def told(now: Application) -> Told:
    """What the applicant has been told so far."""
    return remembered(now.told or {})


def remembered(memory: Mapping[str, Any]) -> Told:
    return Told(
        first=_demands(memory["first"]) if memory.get("first") is not None else None,
        later=_demands(memory.get("later", ())),
        fresh=frozenset(memory.get("fresh", ())),
        breaches=_demands(memory.get("breaches", ())),
    )


def kept(told: Told) -> dict[str, Any]:
    def listed(demands: Iterable[Demand]) -> list[list[str]]:
        return [[each.subject, each.rule] for each in sorted(demands)]

    return {
        "first": listed(told.first) if told.first is not None else None,
        "later": listed(told.later),
        "fresh": sorted(told.fresh),
        "breaches": listed(told.breaches),
    }


def _demands(pairs: Iterable[Sequence[str]]) -> frozenset[Demand]:
    return frozenset(Demand(subject, rule) for subject, rule in pairs)


def by_hand(draft: Draft) -> tuple[Finding, ...]:
    """What the checker found beyond the automatic check, in their words."""
    return asked_by_hand(draft.fact("extra", ()), draft.fact("by_hand", ()))


def tell_once(draft: Draft, extra: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Everything that lacks is asked now, in one notice, and remembered. Refused: `nothing_lacking`, `told_once`.

    What could have been named in the first notice needs the director's leave, and counts against the check (R-084).
    """
    now = application(draft)
    findings = (*found(draft), *extra)
    leave = Override(now.override, Role.HALL_DIRECTOR, BY_HAND) if now.override else None
    before = told(now)
    after = before.ask(findings, leave)
    asking = tuple(each for each in findings if each.lacks)
    hidden = None
    if extra:
        words = [each.to_json() for each in extra]
        old = draft.fact("hidden", {})
        hidden = {
            **old,
            "findings": [*old.get("findings", ()), *words],
            "by_hand": [*draft.fact("by_hand", ()), *words],
        }
    row = replace(
        now,
        findings=(*now.findings, *(_in_the_open(each) for each in extra)),
        told=kept(after),
        asked_times=now.asked_times + 1,
        override=None,
    )
    draft.put("application", row, hidden)
    draft.say(asked=[[each.subject, Demand.of(each).rule] for each in asking], times=row.asked_times)
    if breaches := after.breaches - before.breaches:
        checked = sorted(draft.before.did("ask_supplement"))
        draft.say(
            breach=[each.subject for each in sorted(breaches)], override=now.override, checked_by=checked
        )
    draft.tell(extra=[each.facts["text"] for each in extra])
    return asking


def _in_the_open(finding: Finding) -> dict[str, Any]:
    """What a checker wrote is their words, so that only its place is public."""
    row = finding.to_json()
    return {**row, "facts": {"nth": row["facts"]["nth"]}}
