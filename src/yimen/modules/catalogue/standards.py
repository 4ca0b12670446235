"""What the catalogue holds a version to before it is published, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from yimen.base import packs
from yimen.modules.people import queries as people
from yimen.rules import flows, matters, publication
from yimen.rules.actors import Actor
from yimen.rules.findings import Finding, Severity
from yimen.rules.guides import flow
from yimen.rules.limits import Limit
from yimen.rules.promises import Policy
from yimen.rules.publication import Standards
from yimen.rules.refused import Refused
from yimen.rules.rulepack import Rule

from .contents import Contents
from .kinds import Track
from .parameters import parameters as in_force


def standards(today: date, hall: str | None = None) -> Standards:
    """The nation's, and where a hall asks more of its promises or guides, that hall's."""
    parameters, law = in_force(), packs.national_rules()
    return Standards(
        check_set=parameters.get("disclosure.check_set", today, hall),
        policy=Policy(
            parameters.share("committed.reduction_vs_statutory", today, hall),
            parameters.get("committed.use_lower_bound", today, hall),
        ),
        joint_min_units=int(parameters.get("joint.min_units", today, hall)),
        reasons=tuple(each.code for each in law.suspensions["licensing"]),
        extension=_put_off(law.rule("LIC-08a", today)),
        joint_extension=_put_off(law.rule("LIC-08b", today)),
    )


def _put_off(rule: Rule) -> Limit | None:
    return rule.extend.limit if rule.extend else None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a version is judged by: the standards of the office's hall on a day, and the departments there are."""

    today: date
    standards: Standards
    units: Collection[str]

    @classmethod
    def of(cls, actor: Actor, today: date) -> Self:
        """Two statements, three for somebody who sits in a hall."""
        hall = people.unit(actor.hall) if actor.hall else None
        return cls(today, standards(today, hall.code if hall else None), people.department_ids())


def problems(contents: Contents, department: str, by: Yardstick) -> tuple[Finding, ...]:
    """Everything that keeps it from being published, in one pass (R-032, R-033, R-036, R-040, R-041, CLK-06, LIC-02, LIC-25)."""
    return (
        *_of_columns(contents, by.today),
        *publication.problems(
            contents.document(department), by.standards, licence=contents.kind == matters.LICENCE
        ),
        *_of_units(contents, by.units),
    )


def demand_open_track(contents: Contents, by: Yardstick) -> None:
    """Joint and escalated items are kept, and published once their handling is here (R-104, R-105).

    Refused: joint_comes_later, escalated_comes_later.
    """
    if contents.track == Track.ESCALATED:
        raise Refused("escalated_comes_later", name=contents.name)
    least = by.standards.joint_min_units
    path = flow(contents.document(""))
    if contents.track == Track.JOINT or flows.is_joint(path, least):
        raise Refused("joint_comes_later", name=contents.name, units=len(flows.units(path)), least=least)


def _problem(rule: str, field: str, **facts: Any) -> Finding:
    return Finding(rule=rule, severity=Severity.BLOCKING, field=field, facts=facts)


def _of_columns(contents: Contents, today: date) -> Iterator[Finding]:
    if not contents.kind:
        yield _problem("guide_lacks", "kind", zh="事项类型", en="the type of matter")
    else:
        try:
            publication.require_power_entry(contents.kind, contents.power_entry, today)
        except Refused as refused:
            yield _problem(refused.reason, "power_entry", **refused.facts)
        except (KeyError, ValueError):
            yield _problem("power_entry_missing", "power_entry", type=contents.kind)
    if contents.online is None:
        yield _problem("guide_lacks", "online", zh="网办深度", en="how far it can be done online")
    if contents.track == Track.INSTANT and contents.promised_limit and contents.promised_limit.n:
        yield _problem("instant_promises_days", "promised_limit", promised=contents.promised_limit.to_json())
    if contents.track == Track.INSTANT and contents.flow and contents.flow.get("stages"):
        yield _problem("instant_with_flow", "flow")
    if contents.convertible and contents.track != Track.COMMITTED:
        yield _problem("convertible_not_committed", "convertible")


def _of_units(contents: Contents, units: Collection[str]) -> Iterator[Finding]:
    try:
        path = flow(contents.document(""))
    except Refused:
        return  # `publication.problems` has said so
    for task in path.tasks:
        if task.unit != flows.OWNER and task.unit not in units:
            yield _problem("flow_unit_unknown", f"flow.tasks.{task.key}", task=task.name, unit=task.unit)
