"""Who may do what, how far: one table with two readers, this one for a single case and `cases.access` for lists.

Reach is a fact about tasks and parties, not columns on the case (engine: §9). Acting needs HOLD or OWN, so whoever may act may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused

if TYPE_CHECKING:
    from yimen.rules.dossier import Dossier, Task


class Reach(StrEnum):
    """How far somebody's right goes."""

    ANYONE = "anyone"  # also who is not signed in
    FILE = "file"  # may bring a new case in
    OWN = "own"  # a party of the case
    HOLD = "hold"  # an open task on their desk
    UNDER = "under"  # any task, open or closed, of a unit below them
    EVERYWHERE = "everywhere"  # every case of their division that is not guarded
    ITSELF = "itself"  # what falls due by itself or follows from a line


class Permit(NamedTuple):
    """A reach; for HOLD the kinds of task that give it ("" for any on the desk), for OWN the parties that have it (none: any)."""

    reach: Reach
    among: frozenset[str] = frozenset()


def _hold(*tasks: str) -> Permit:
    return Permit(Reach.HOLD, frozenset(tasks))


OWN: Final = Permit(Reach.OWN)
HIMSELF: Final = Permit(Reach.OWN, frozenset({"applicant"}))  # not whoever was entrusted with it
UNDER: Final = Permit(Reach.UNDER)
ALL: Final = Permit(Reach.EVERYWHERE)
SELF: Final = Permit(Reach.ITSELF)
FILE: Final = Permit(Reach.FILE)

R = Role
WINDOW: Final = (R.WINDOW_CLERK, R.AGENT_OFFICER)
REVIEW: Final = (R.DEPT_REVIEWER, R.CHIEF_REPRESENTATIVE, R.SERVICE_SECTION_CHIEF)
DECIDE: Final = (R.CHIEF_REPRESENTATIVE, R.SERVICE_SECTION_CHIEF)

POSTS: Final[Mapping[str, frozenset[Role]]] = {
    "window": frozenset(WINDOW),
    "reviewer": frozenset(REVIEW),
    "decider": frozenset(DECIDE),
}
"""Which roles sit at a post."""


def _for(roles: tuple[Role, ...], permit: Permit) -> dict[Role | str, Permit]:
    return {role: permit for role in roles}  # noqa: C420  a key may also be a word


SEE: Final = "see"
BY_ITSELF: Final = "by_itself"

# fmt: off
PERMITS: Final[Mapping[str, Mapping[Role | str, Permit]]] = {
    SEE:              {R.APPLICANT: OWN, R.PROXY: OWN, **_for(WINDOW, UNDER), R.RECEPTIONIST: UNDER, **_for(REVIEW, UNDER), R.HALL_DIRECTOR: UNDER, R.CENTRE_OFFICE: UNDER, R.BUSINESS_OFFICE: UNDER, R.SUPERVISOR: ALL},
    "pre_register":   {"nobody": FILE, R.APPLICANT: FILE, **_for(WINDOW, FILE), R.HOTLINE_OPERATOR: FILE},
    "receive":        {"nobody": FILE, R.APPLICANT: FILE, **_for(WINDOW, FILE)},
    "check":          {**_for(WINDOW, _hold("check")), **_for(REVIEW, _hold("second_check"))},
    "ask_supplement": {**_for(WINDOW, _hold("check"))},
    "supply":         {R.APPLICANT: OWN, **_for(WINDOW, _hold("keep"))},
    "allow_demand":   {R.HALL_DIRECTOR: UNDER},
    "accept":         {**_for(WINDOW, _hold("check"))},
    "return":         {**_for(WINDOW, _hold("check")), **_for(DECIDE, _hold("decide"))},
    "decline":        {**_for(WINDOW, _hold("check"))},
    "take_task":      {**_for(REVIEW, _hold("review", "decide", "second_check"))},
    "finish_task":    {**_for(REVIEW, _hold("review"))},
    "hand_over_task": {**_for(WINDOW, _hold("")), **_for(REVIEW, _hold("")), R.HALL_DIRECTOR: UNDER},
    "suspend":        {**_for(REVIEW, _hold("review", "decide"))},
    "resume":         {**_for(REVIEW, _hold("special"))},
    "extend":         {**_for(DECIDE, _hold("review", "decide"))},
    "send_back":      {**_for(DECIDE, _hold("decide"))},
    "convert":        {**_for(WINDOW, _hold("keep")), **_for(DECIDE, _hold("review", "decide"))},
    "grant":          {**_for(WINDOW, _hold("decide")), **_for(DECIDE, _hold("decide"))},
    "refuse":         {**_for(WINDOW, _hold("decide")), **_for(DECIDE, _hold("decide"))},
    "complete":       {**_for(WINDOW, _hold("issue"))},
    "deliver":        {**_for(WINDOW, _hold("hand_out"))},
    "archive":        {**_for(WINDOW, _hold("file"))},
    "take_back":      {**_for(WINDOW, _hold("file"))},
    "withdraw":       {R.APPLICANT: HIMSELF, **_for(WINDOW, _hold("keep"))},
    "note":           {**_for(WINDOW, _hold("")), **_for(REVIEW, _hold(""))},
    "correct_contact":{**_for(WINDOW, _hold(""))},
    "serve":          {R.APPLICANT: OWN, **_for(WINDOW, _hold(""))},
    # by itself
    "expire":         {BY_ITSELF: SELF},
    "deem_accept":    {BY_ITSELF: SELF},
    "abandon":        {BY_ITSELF: SELF},
    "turn":           {BY_ITSELF: SELF},
    "retime":         {BY_ITSELF: SELF},
    "seal":           {BY_ITSELF: SELF},
}
# fmt: on


def permits(actor: Actor, act: str) -> tuple[Permit, ...]:
    """Every permit that one of the actor's roles gives for `act`."""
    return _permits(actor.kind, actor.roles, act)


@lru_cache(maxsize=4096)  # roles × acts: a page of cases asks for the same few a thousand times
def _permits(kind: Kind, roles: frozenset[Role], act: str) -> tuple[Permit, ...]:
    keys: frozenset[Role | str] = roles
    if kind in (Kind.CLOCK, Kind.RUN):
        keys = frozenset({BY_ITSELF})
    elif kind is Kind.NOBODY:
        keys = frozenset({"nobody"})
    return tuple(dict.fromkeys(permit for key, permit in PERMITS.get(act, {}).items() if key in keys))


def sits_at(actor: Actor, post: str | None) -> bool:
    return post is not None and bool(actor.roles & POSTS.get(post, frozenset()))


OF_THE_DESK: Final = frozenset({"hand_over_task", "note", "resume", "extend"})
"""Acts that do not take a task from whoever has it."""


def holds(actor: Actor, act: str, task: Task) -> bool:
    """Whether this open task lies on the actor's desk and gives the act.

    A task taken by somebody is theirs alone until it is handed over; what is the desk's is open to all of it, so that nobody's
    absence stops a case.
    """
    if not task.open or task.unit not in actor.holds or not sits_at(actor, task.post):
        return False
    if task.staff not in (None, actor.id) and task.kind != "keep" and act not in OF_THE_DESK:
        return False
    return any(
        permit.reach is Reach.HOLD and (task.kind in permit.among or "" in permit.among)
        for permit in permits(actor, act)
    )


def leads(actor: Actor, act: str, task: Task) -> bool:
    """Whether the act on this open task is the actor's by leading those on whose desk it lies."""
    return (
        task.open
        and task.unit in actor.under
        and any(permit.reach is Reach.UNDER for permit in permits(actor, act))
    )


def may_see(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may know that the case exists."""
    assert dossier.case is not None
    if actor.kind in (Kind.CLOCK, Kind.RUN):
        return True
    if dossier.case.guarded:
        return any(task.staff == actor.id for task in dossier.tasks) and actor.kind is Kind.STAFF
    for permit in permits(actor, SEE):
        match permit.reach:
            case Reach.EVERYWHERE:
                if dossier.case.division.startswith(actor.division):
                    return True
            case Reach.UNDER:
                if any(task.unit in actor.under for task in dossier.tasks):
                    return True
            case Reach.OWN:
                if any(party.person in actor.persons and party.until is None for party in dossier.parties):
                    return True
            case _:
                pass
    return any(
        task.unit in actor.holds and sits_at(actor, task.post)
        for task in dossier.open_tasks()
        if task.unit is not None
    )


def may(actor: Actor, act: str, dossier: Dossier) -> bool:
    """Whether the actor may do `act` on this case, as far as desks and parties tell."""
    for permit in permits(actor, act):
        match permit.reach:
            case Reach.FILE:
                if dossier.case is None or any(holds(actor, "note", task) for task in dossier.open_tasks()):
                    return True
            case Reach.OWN:
                if dossier.case is not None and any(
                    party.person in actor.persons
                    and party.until is None
                    and (not permit.among or party.role in permit.among)
                    for party in dossier.parties
                ):
                    return True
            case Reach.HOLD:
                if any(holds(actor, act, task) for task in dossier.open_tasks()):
                    return True
            case Reach.UNDER:
                if any(task.unit in actor.under for task in dossier.open_tasks()):
                    return True
            case Reach.EVERYWHERE:
                if dossier.case is not None and dossier.case.division.startswith(actor.division):
                    return True
            case Reach.ITSELF:
                return True
            case Reach.ANYONE:
                return True
    return False


def demand_sight(actor: Actor, dossier: Dossier) -> None:
    """Absent and forbidden look alike."""
    if not may_see(actor, dossier):
        raise Refused("no_such_case")


def demand_role(actor: Actor, act: str) -> None:
    """Somebody of these roles may do this at all; else it is as if there were nothing to do it on."""
    if act not in PERMITS or not permits(actor, act):
        raise Refused("not_permitted", act=act)


def demand(actor: Actor, act: str, dossier: Dossier) -> None:
    """This case lies on their desk, or is their own."""
    if not may(actor, act, dossier):
        raise Refused("not_yours_to_do" if dossier.case else "not_permitted", act=act)
