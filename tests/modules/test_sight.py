"""Who sees which cases: the list an actor gets is exactly what the rules let them see, whatever they are and whatever the cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ground import BANNER, BIRTH, NURSE, ROAD, Ground, at, rows
from yimen.modules.cases import queries as lists
from yimen.modules.cases.queries import Filters
from yimen.modules.licensing import queries as dossiers
from yimen.modules.people import queries as people
from yimen.rules import permits
from yimen.rules.actors import NOBODY, Actor, Kind, Role
from yimen.rules.refused import Refused


def guard(digits: str) -> None:
    """Let a case be guarded, as a procedure that begins guarded would: no such one is here yet."""
    rows("ALTER TABLE cases_case DISABLE TRIGGER next_line")
    rows("UPDATE cases_case SET guarded = true WHERE number = %s", digits)
    rows(
        "UPDATE cases_task t SET guarded = true FROM cases_case c WHERE c.id = t.case_id AND c.number = %s",
        digits,
    )
    rows("ALTER TABLE cases_case ENABLE TRIGGER next_line")


@pytest.fixture
def busy(ground: Ground) -> tuple[Ground, list[str]]:
    """Cases in every state, at three halls, of five departments, some guarded."""
    ground.archived()
    ground.decided(who=1)
    digits = ground.accepted(NURSE, who=2)
    ground.do("reviewer-wj", digits, "take_task", task="review")
    ground.do(
        "reviewer-wj",
        digits,
        "suspend",
        reason="expert_review",
        needed={"n": 5, "unit": "working_day"},
        text="专家评审",
    )
    withdrawn = ground.accepted(BANNER)
    ground.do("clerk", withdrawn, "withdraw", text="不办了")
    waiting = ground.file(lack=("plan",), who=1)
    ground.do("clerk", waiting, "ask_supplement")
    ground.file(ROAD, by="web")
    ground.file(BIRTH, by="clerk", who=2)
    parallel = ground.file(ROAD)
    ground.do("clerk", parallel, "accept")
    ground.do("reviewer", parallel, "finish_task", task="survey", result="agree", text="属实", on="2026-03-02", place="明德路", participants=["甲", "乙"])  # fmt: skip
    ground.file("YX-ZX-01", by="clerk2")
    ground.file("YX-ZX-01", by="agent", channel="agent")
    secret, taken = ground.accepted(NURSE), ground.accepted(NURSE, who=1)
    ground.do("reviewer-wj", taken, "take_task", task="review")
    for each in (secret, taken):
        guard(each)
    everything = [number for (number,) in rows("SELECT number FROM cases_case ORDER BY id")]
    assert len({state for (state,) in rows("SELECT state FROM cases_case")}) >= 7
    return ground, everything


def seen_by_rules(ground: Ground, actor: Actor, everything: list[str]) -> set[str]:
    return {each for each in everything if permits.may_see(actor, ground.dossier(each))}


def seen_in_lists(ground: Ground, actor: Actor, filters: Filters | None = None) -> list[str]:
    found, after = [], None
    while True:
        page = lists.cases(actor, filters or Filters(), now=ground.now, after_=after, size=3)
        found += [each.digits for each in page.results]
        if page.next is None:
            return found
        after = page.next


@pytest.mark.rule("R-022")
def test_the_list_of_every_account_is_exactly_what_it_may_see(busy: tuple[Ground, list[str]]):
    ground, everything = busy
    some = 0
    for name in ground.world.staff:
        actor = ground.actor(name)
        found = seen_in_lists(ground, actor)
        assert set(found) == seen_by_rules(ground, actor, everything), name
        assert found == sorted(found, key=lambda each: -ground.case(each).id), (
            "the newest first, and each once"
        )
        some += bool(found)
    assert some > 10


@pytest.mark.rule("R-022")
def test_an_applicant_sees_their_own_and_nobody_elses(busy: tuple[Ground, list[str]]):
    ground, everything = busy
    persons = [id_ for (id_,) in rows("SELECT DISTINCT person FROM cases_party WHERE person IS NOT NULL")]
    assert len(persons) == 3
    for person in persons:
        actor = Actor(Kind.PERSON, 1, roles=frozenset({Role.APPLICANT}), persons=frozenset({person}))
        found = set(seen_in_lists(ground, actor))
        assert found == seen_by_rules(ground, actor, everything) != set()
        assert found == {number for (number,) in rows(
            "SELECT c.number FROM cases_case c JOIN cases_party p ON p.case_id = c.id WHERE p.person = %s AND NOT c.guarded", person
        )}  # fmt: skip
    assert seen_in_lists(ground, NOBODY) == []


@pytest.mark.rule("R-022")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.data())
def test_of_whatever_actor_the_two_readers_of_the_permit_table_say_the_same(
    busy: tuple[Ground, list[str]], told: st.DataObject
):
    ground, everything = busy
    units = st.frozensets(st.sampled_from([*ground.world.unit.values(), 1]), max_size=6)
    person = st.frozensets(
        st.sampled_from([id_ for (id_,) in rows("SELECT DISTINCT id FROM people_person")]), max_size=2
    )
    actor = told.draw(
        st.builds(
            Actor,
            kind=st.sampled_from([Kind.STAFF, Kind.PERSON, Kind.NOBODY]),
            id=st.sampled_from([0, *ground.world.staff.values()]),
            roles=st.frozensets(st.sampled_from(Role), max_size=3),
            division=st.sampled_from(["9901", "990100", "990100101", "4101"]),
            holds=units,
            under=units,
            persons=person,
        )
    )
    assert set(seen_in_lists(ground, actor)) == seen_by_rules(ground, actor, everything)


@pytest.mark.rule("PET-09", "R-203")
def test_a_guarded_case_is_known_only_to_those_named_on_it(busy: tuple[Ground, list[str]]):
    ground, _ = busy
    secret, taken = [number for (number,) in rows("SELECT number FROM cases_case WHERE guarded ORDER BY id")]
    knowing = {name for name in ground.world.staff if taken in seen_in_lists(ground, ground.actor(name))}
    assert knowing == {"reviewer-wj"}
    for name in ("supervisor", "director", "clerk", "reviewer-wj", "office"):
        actor = ground.actor(name)
        assert secret not in seen_in_lists(ground, actor)
        assert secret not in seen_in_lists(ground, actor, Filters(q=secret))
        for question in (dossiers.dossier, dossiers.card):
            with pytest.raises(Refused) as absent:
                question(actor, secret, now=ground.now)
            assert (absent.value.reason, dict(absent.value.facts)) == ("no_such_case", {})
    with pytest.raises(Refused):
        dossiers.progress(secret, None, now=ground.now)


@pytest.mark.rule("R-022")
def test_absent_and_forbidden_look_alike(busy: tuple[Ground, list[str]]):
    ground, everything = busy
    stranger = ground.actor("clerk2")
    hidden = next(each for each in everything if each not in seen_by_rules(ground, stranger, everything))
    said = []
    for number in (hidden, "99010020260302099991"):
        for run in (
            lambda number: dossiers.dossier(stranger, number, now=ground.now),
            lambda number: dossiers.ledger(stranger, number),
            lambda number: ground.do(stranger, number, "note", text="看一眼"),
        ):
            with pytest.raises(Refused) as refused:
                run(number)
            said.append((refused.value.reason, tuple(refused.value.facts)))
    assert len(set(said)) == 1


@pytest.mark.rule("R-022", "R-122")
def test_a_desk_shows_only_open_tasks_of_its_own_units_the_most_urgent_first(busy: tuple[Ground, list[str]]):
    ground, _ = busy
    kinds = ("keep", "check", "review", "decide", "issue", "special")
    for name in ("clerk", "clerk2", "reviewer", "reviewer-wj", "chief", "agent"):
        actor = ground.actor(name)
        found, after = [], None
        while True:
            page = lists.desk(actor, kinds, now=ground.now, after_=after, size=2)
            found += [each.digits for each in page.results]
            after = page.next
            if after is None:
                break
        told = rows(
            "SELECT c.number FROM cases_task t JOIN cases_case c ON c.id = t.case_id WHERE t.closed_at IS NULL"
            " AND t.unit = ANY (%s) AND t.kind = ANY (%s) AND (NOT c.guarded OR t.staff = %s)"
            " ORDER BY t.due_at, t.case_id, t.n",
            sorted(actor.holds), list(kinds), actor.id,
        )  # fmt: skip
        assert list(dict.fromkeys(found)) == list(dict.fromkeys(number for (number,) in told))
        ((open_tasks,),) = rows(
            "SELECT count(*) FROM cases_task WHERE closed_at IS NULL AND unit = ANY (%s) AND kind = ANY (%s)"
            " AND (NOT guarded OR staff = %s)", sorted(actor.holds), list(kinds), actor.id,
        )  # fmt: skip
        assert sum(lists.counts(actor, kinds).values()) == open_tasks
        assert sum(lists.tally(actor).kinds[kind] for kind in kinds) == open_tasks


@pytest.mark.rule("R-026")
def test_a_case_is_found_by_number_name_identity_number_and_telephone(busy: tuple[Ground, list[str]]):
    ground, _ = busy
    clerk = ground.actor("clerk")
    mine = set(seen_in_lists(ground, clerk))
    for question in ("王小明", "990100198804121176", "13800000001"):
        found = set(seen_in_lists(ground, clerk, Filters(q=question)))
        assert found
        assert found <= mine
        assert found == {number for (number,) in rows(
            "SELECT c.number FROM cases_case c JOIN cases_party p ON p.case_id = c.id JOIN people_person h ON h.id = p.person WHERE h.name = '王小明'"
        )} & mine  # fmt: skip
    one = min(mine)
    assert seen_in_lists(ground, clerk, Filters(q=one)) == [one]
    assert seen_in_lists(ground, clerk, Filters(q="nobody of that name")) == []
    assert people.person_ids("王小明")


def test_what_was_filtered_is_what_is_shown(busy: tuple[Ground, list[str]]):
    ground, _ = busy
    everybody = replace(ground.actor("supervisor"), division="9901")
    assert not lists.cases(everybody, Filters(state="suspended", light="red"), now=ground.now).results
    for state in ("received", "archived", "suspended", "in_review", "pre_registered"):
        cards = lists.cases(everybody, Filters(state=state), now=ground.now, size=50).results
        assert cards
        assert {each.state for each in cards} == {state}
    assert {
        each.light for each in lists.cases(everybody, Filters(light="off"), now=ground.now, size=50).results
    } == {"off"}
    assert at(3, 2) == ground.now
