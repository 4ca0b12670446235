"""Lists of cases, each by one index: desks by due moment, everything else by the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from yimen.base.keyset import Page, after, cursor
from yimen.modules.people import queries as people
from yimen.rules import permits
from yimen.rules.actors import Actor, Kind
from yimen.rules.dossier import Case, Clock, Dossier, Party, Row, Task
from yimen.rules.numbering import CaseNumber
from yimen.rules.permits import POSTS, SEE, Reach
from yimen.rules.refused import Refused

from .. import subjects
from ..versions import VERSIONS_SQL, Versions
from .cards import CaseCard, Names, card_of

CardPage = Page[CaseCard]
SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to."""

    q: str = ""
    state: str = ""
    light: str = ""
    procedure: str = ""
    department: int | None = None
    window: int | None = None
    mine: bool = False


# who sees what, as SQL: the second reader of the permit table


def sight(actor: Actor) -> tuple[str, list[Any]]:
    """The condition over `cases_case c` under which the actor may see a case; a property test holds it equal to `may_see`."""
    ways: list[str] = []
    told: list[Any] = []
    for permit in permits.permits(actor, SEE):
        match permit.reach:
            case Reach.EVERYWHERE:
                ways.append("starts_with(c.division, %s)")
                told.append(actor.division)
            case Reach.UNDER:
                ways.append(
                    "EXISTS (SELECT FROM cases_task t WHERE t.case_id = c.id AND t.unit = ANY (%s::bigint[]))"
                )
                told.append(sorted(actor.under))
            case Reach.OWN:
                ways.append(
                    "EXISTS (SELECT FROM cases_party p WHERE p.case_id = c.id AND p.until IS NULL"
                    " AND p.person = ANY (%s::bigint[]))"
                )
                told.append(sorted(actor.persons))
            case _:
                pass
    posts = sorted(post for post, roles in POSTS.items() if roles & actor.roles)
    if posts and actor.holds:
        ways.append(
            "EXISTS (SELECT FROM cases_task t WHERE t.case_id = c.id AND t.closed_at IS NULL"
            " AND t.unit = ANY (%s::bigint[]) AND t.post = ANY (%s::text[]))"
        )
        told += [sorted(actor.holds), posts]
    named = "FALSE"
    guarded: list[Any] = []
    if actor.kind is Kind.STAFF:
        named = "EXISTS (SELECT FROM cases_task t WHERE t.case_id = c.id AND t.staff = %s)"
        guarded = [actor.id]
    open_ = f"({' OR '.join(ways)})" if ways else "FALSE"
    return f"CASE WHEN c.guarded THEN {named} ELSE {open_} END", [*guarded, *told]


OPENLY: Final = "(NOT t.guarded OR t.staff = %(me)s)"
"""Which tasks of a desk show: those of a guarded case to whoever is named on them alone (engine: §9)."""


# lists


def desk(
    actor: Actor,
    kinds: Sequence[str],
    *,
    now: datetime,
    units: Iterable[int] | None = None,
    mine: bool = False,
    light: str = "",
    states: Sequence[str] = (),
    after_: str | None = None,
    size: int = SIZE,
) -> CardPage:
    """Open tasks of these kinds on the actor's desk as cards of their cases, the most urgent first.

    One probe of the desk's index per unit, merged (engine: §9); `units` narrows to some of the actor's, `mine` to what they took,
    `states` to cases that stand there.
    """
    place = after(after_, datetime, int, int)
    here = sorted(actor.holds if units is None else actor.holds & frozenset(units))
    conditions = [OPENLY, "t.kind = ANY (%(kinds)s::text[])"]
    if mine:
        conditions.append("t.staff = %(me)s")
    if light:
        conditions.append("t.light = %(light)s")
    if states:
        conditions.append(
            "EXISTS (SELECT FROM cases_case c WHERE c.id = t.case_id AND c.state = ANY (%(states)s::text[]))"
        )
    if place:
        conditions.append("(t.due_at, t.case_id, t.n) > (%(due)s, %(case)s, %(n)s)")
    where = " AND ".join(conditions)
    sql = f"""
        SELECT due.due_at, due.case_id, due.n FROM unnest(%(units)s::bigint[]) AS u(unit)
        CROSS JOIN LATERAL (
            SELECT t.due_at, t.case_id, t.n FROM cases_task t
            WHERE t.unit = u.unit AND t.closed_at IS NULL AND {where}
            ORDER BY t.due_at, t.case_id, t.n LIMIT %(size)s
        ) due
        ORDER BY due.due_at, due.case_id, due.n LIMIT %(size)s
    """  # noqa: S608  the parts are ours
    told: dict[str, Any] = {
        "kinds": list(kinds),
        "me": actor.id,
        "light": light,
        "states": list(states),
        "units": here,
        "size": size + 1,
        "due": place[0] if place else None,
        "case": place[1] if place else None,
        "n": place[2] if place else None,
    }
    with connection.cursor() as cursor_:
        cursor_.execute(sql, told)
        rows = cursor_.fetchall()
    shown = rows[:size]
    more = cursor(*shown[-1]) if len(rows) > size else None
    return Page(cards(actor, [row[1] for row in shown], now=now), more)


def counts(
    actor: Actor, kinds: Sequence[str], *, units: Iterable[int] | None = None, most: int = 1000
) -> dict[str, int]:
    """How many open tasks of each light lie on the desk, counted no further than `most`."""
    here = sorted(actor.holds if units is None else actor.holds & frozenset(units))
    with connection.cursor() as cursor_:
        cursor_.execute(_COUNTS, {"units": here, "kinds": list(kinds), "most": most, "me": actor.id})
        return {"red": 0, "yellow": 0, "green": 0, "off": 0, **dict(cursor_.fetchall())}


_COUNTS: Final = f"""
    SELECT light, count(*) FROM (
        SELECT t.light FROM cases_task t
        WHERE t.unit = ANY (%(units)s::bigint[]) AND t.closed_at IS NULL AND {OPENLY} AND t.kind = ANY (%(kinds)s::text[])
        LIMIT %(most)s
    ) counted GROUP BY light
"""  # noqa: S608  the condition is ours


def cases(
    actor: Actor, filters: Filters, *, now: datetime, after_: str | None = None, size: int = SIZE
) -> CardPage:
    """Every case the actor may see under these filters, the newest first."""
    place = after(after_, int)
    seen, told = sight(actor)
    conditions, values = [seen], list(told)
    if filters.q:
        ids = find_ids(filters.q)
        conditions.append("c.id = ANY (%s::bigint[])")
        values.append(ids)
    for column, value in (("state", filters.state), ("light", filters.light)):
        if value:
            conditions.append(_faced(value) if column == "state" else f"c.{column} = %s")
            values += [] if column == "state" and value in _FACES else [value]
    if filters.procedure:
        conditions.append("starts_with(c.procedure, %s)")
        values.append(f"{filters.procedure}.")
    if filters.department is not None:
        conditions.append("c.department = %s")
        values.append(filters.department)
    if filters.window is not None:
        conditions.append("c.home = %s")
        values.append(filters.window)
    if filters.mine:
        conditions.append(
            "EXISTS (SELECT FROM cases_task t WHERE t.case_id = c.id AND t.closed_at IS NULL AND t.staff = %s)"
        )
        values.append(actor.id)
    if place:
        conditions.append("c.id < %s")
        values.append(place[0])
    sql = f"SELECT c.id FROM cases_case c WHERE {' AND '.join(conditions)} ORDER BY c.id DESC LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor_:
        cursor_.execute(sql, [*values, size + 1])
        ids = [row[0] for row in cursor_.fetchall()]
    more = cursor(ids[size - 1]) if len(ids) > size else None
    return Page(cards(actor, ids[:size], now=now), more)


_HELD: Final = (
    "EXISTS (SELECT FROM cases_task t WHERE t.case_id = c.id AND t.closed_at IS NULL AND t.holds IS NOT NULL)"
)
_FACES: Final[Mapping[str, str]] = {
    "suspended": f"c.state IN ('accepted', 'in_review') AND {_HELD}",
    "accepted": f"c.state = 'accepted' AND NOT {_HELD}",
    "in_review": f"c.state = 'in_review' AND NOT {_HELD}",
}


def _faced(state: str) -> str:
    return _FACES.get(state, "c.state = %s")


def mine_as_applicant(
    actor: Actor, *, now: datetime, after_: str | None = None, size: int = SIZE
) -> CardPage:
    """The applicant's own cases, the newest first."""
    return cases(actor, Filters(), now=now, after_=after_, size=size)


def find_ids(text: str, *, most: int = 200) -> list[int]:
    """Cases that `text` may mean: a number, or an applicant's name, identity number or telephone."""
    try:
        number = CaseNumber.parse(text).digits
    except Refused:
        persons = people.person_ids(text, limit=most)
        sql = "SELECT DISTINCT case_id FROM cases_party WHERE person = ANY (%s::bigint[]) ORDER BY case_id DESC LIMIT %s"
        told: list[Any] = [persons, most]
    else:
        sql, told = "SELECT id FROM cases_case WHERE number = %s LIMIT %s", [number, 1]
    with connection.cursor() as cursor_:
        cursor_.execute(sql, told)
        return [row[0] for row in cursor_.fetchall()]


def public_number(id_: int) -> str | None:
    """The number of the case with that id, in digits; None where it is guarded."""
    with connection.cursor() as cursor_:
        cursor_.execute("SELECT number FROM cases_case WHERE id = %s AND NOT guarded", [id_])
        row = cursor_.fetchone()
    return row[0] if row else None


_LEAN: Final = f"""
    SELECT json_build_object(
        'case', row_to_json(c), 'versions', {VERSIONS_SQL},
        'task', (SELECT json_agg(t ORDER BY t.n) FROM cases_task t WHERE t.case_id = c.id AND t.closed_at IS NULL),
        'held', (SELECT json_agg(t ORDER BY t.n) FROM cases_task t WHERE t.case_id = c.id AND t.holds IS NOT NULL
                 AND t.closed_at IS NOT NULL),
        'clock', (SELECT json_agg(k ORDER BY k.n) FROM cases_clock k WHERE k.case_id = c.id AND k.stopped_at IS NULL),
        'party', (SELECT json_agg(p ORDER BY p.n) FROM cases_party p WHERE p.case_id = c.id)
    )::text FROM cases_case c WHERE c.id = ANY (%s::bigint[])
"""  # noqa: S608


def cards(actor: Actor, ids: Sequence[int], *, now: datetime) -> tuple[CaseCard, ...]:
    """Cards of these cases in this order: two statements, whatever their number."""
    if not ids:
        return ()
    with connection.cursor() as cursor_:
        cursor_.execute(_LEAN, [list(ids)])
        rows = [json.loads(row) for (row,) in cursor_.fetchall()]
    dossiers: dict[int, tuple[Dossier, Versions]] = {}
    for row in rows:
        case = Case.from_json(row["case"])
        kinds: dict[str, type[Row]] = {"task": Task, "clock": Clock, "party": Party}
        found: dict[str, dict[tuple[Any, ...], Any]] = {}
        for word in ("task", "clock", "party"):
            each_rows = [*(row["held"] or ()), *(row["task"] or ())] if word == "task" else row[word] or ()
            values: list[Any] = [kinds[word].from_json(each) for each in each_rows]
            found[word] = {each.key: each for each in sorted(values, key=lambda each: each.n)}
        dossiers[case.id] = (Dossier(case, b"", found), Versions.from_json(row["versions"]))
    applicants = {id_: _applicant(dossier) for id_, (dossier, _) in dossiers.items()}
    called = people.called(
        (task.staff for dossier, _ in dossiers.values() for task in dossier.open_tasks()), applicants.values()
    )
    result = []
    for id_ in dict.fromkeys(ids):
        if id_ not in dossiers:
            continue
        dossier, versions = dossiers[id_]
        assert dossier.case is not None
        subject = subjects.of(dossier.case.procedure)
        world = subject.world(dossier, now, versions, {})
        names = Names(world.places.names, called.staff)
        edition = subject.editions[dossier.case.procedure]
        applicant = called.applicants.get(applicants[id_] or 0, "")
        result.append(card_of(dossier, actor, edition, world, names, applicant=applicant))
    return tuple(result)


def _applicant(dossier: Dossier) -> int | None:
    return next(
        (each.person for each in dossier.parties if each.role == "applicant" and each.until is None), None
    )
