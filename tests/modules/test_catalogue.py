"""Items, versions and guides: what may be published, what stays as it was, what people and cases read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import jsonschema_rs
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

import shelf
import town
from shelf import CODE
from town import CITY, SETUP, TOWNSHIP, Town
from yimen.modules.catalogue import commands, events, queries
from yimen.modules.catalogue.contents import Contents
from yimen.modules.catalogue.models import Item, ItemVersion, Listing
from yimen.modules.catalogue.queries import Online
from yimen.modules.ledger import queries as ledger
from yimen.modules.people import commands as people
from yimen.modules.people.queries import UnitKind, department_ids
from yimen.rules import conventions, flows, guides, materials, preconditions
from yimen.rules.actors import NOBODY, Actor, Kind, Role
from yimen.rules.engine import Item as EngineItem
from yimen.rules.guides import DISPLAYED, GUIDE_FIELDS, UNION
from yimen.rules.limits import Limit, Unit
from yimen.rules.matters import LICENCE
from yimen.rules.parameters import Scope
from yimen.rules.refused import Refused

pytestmark = pytest.mark.django_db
OFFICE = Actor(Kind.STAFF, id=0, roles=frozenset({Role.BUSINESS_OFFICE}), division=CITY)


@pytest.fixture
def place(now: datetime) -> Town:
    return town.build(now)


@pytest.fixture
def departments(now: datetime) -> dict[str, int]:
    return shelf.found_departments(now)


@pytest.fixture
def demo(departments: dict[str, int], now: datetime) -> tuple[str, ...]:
    return commands.load_demo(SETUP, now=now)


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def lacking(now: datetime, code: str = CODE) -> list[str]:
    """The fields for which publication of a draft is refused."""
    refused = refusal(lambda: commands.publish(SETUP, code, now=now))
    assert refused.reason == "guide_incomplete"
    return [each["field"] for each in refused.facts["problems"]]


def without(field: str) -> dict[str, Any]:
    """A whole item but for one field."""
    match field:
        case "name":
            return shelf.whole(name="　")
        case "materials" | "statutory_limit" | "promised_limit":
            return shelf.whole(**{field: [] if field == "materials" else None})
        case "fee_standard" | "fee_basis":
            line = {"name": "占用费", "standard": "每平方米每日0.5元", "basis": "云发改收费〔2024〕6号"}
            del line[field.removeprefix("fee_")]
            return shelf.whole(guide={"fee": {"charged": True, "standards": [line]}})
        case "flow_chart":
            return shelf.whole(flow=None, guide={"process": None})
        case _:
            return shelf.whole(guide={field: None})


def lines() -> list[dict[str, Any]]:
    books = {name: id_ for id_, name in ledger.books()}
    return [line.body for line in ledger.lines(books["catalogue"])]


# --- what may be published -------------------------------------------------------------------------------

MANDATORY = [
    each.key for each in GUIDE_FIELDS if UNION in each.sets and each.key not in {"name", "department"}
]


@pytest.mark.rule("R-033")
@pytest.mark.parametrize("field", MANDATORY)
def test_taking_any_one_mandatory_field_away_blocks_publication_and_names_it(
    place: Town, now: datetime, field: str
) -> None:
    commands.draft(SETUP, CODE, "streets", without(field), now=now)
    assert field in lacking(now)


@pytest.mark.rule("LIC-02")
@pytest.mark.parametrize("field", ["quantity_limit", "sample_text"])
def test_a_licence_is_not_published_without_its_number_limit_and_a_model_application(
    place: Town, now: datetime, field: str
) -> None:
    commands.draft(SETUP, CODE, "streets", without(field), now=now)
    assert lacking(now) == [field]
    commands.edit(SETUP, CODE, {"kind": "confirmation"}, now=now)
    assert commands.publish(SETUP, CODE, now=now)


@pytest.mark.parametrize(
    "fee", [{"charged": True, "standards": ["10元"]}, {"charged": True, "standards": 10}, "10元", ["10元"]]
)
def test_a_fee_of_the_wrong_shape_cannot_even_be_kept(place: Town, now: datetime, fee: Any) -> None:
    refused = refusal(
        lambda: commands.draft(SETUP, CODE, "streets", shelf.whole(guide={"fee": fee}), now=now)
    )
    assert (refused.reason, refused.facts["field"]) == ("item_field", "guide")


@pytest.mark.parametrize(
    "limit", [{"n": 300, "unit": "month"}, {"n": 10_000, "unit": "day"}, {"n": -1, "unit": "day"}]
)
def test_a_limit_beyond_any_calendar_cannot_even_be_kept(
    place: Town, now: datetime, limit: dict[str, Any]
) -> None:
    refused = refusal(
        lambda: commands.draft(SETUP, CODE, "streets", shelf.whole(statutory_limit=limit), now=now)
    )
    assert (refused.reason, refused.facts["field"]) == ("item_field", "statutory_limit")


@pytest.mark.rule("R-033")
def test_an_item_without_a_name_cannot_even_be_kept(place: Town, now: datetime) -> None:
    refused = refusal(lambda: commands.draft(SETUP, CODE, "streets", without("name"), now=now))
    assert (refused.reason, refused.facts["field"]) == ("item_field", "name")
    assert not Item.objects.exists()


@pytest.mark.rule("R-033")
def test_everything_a_guide_lacks_is_named_at_once(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", {"name": "占用城市道路审批"}, now=now)
    assert set(lacking(now)) >= {*MANDATORY, "kind", "online"}


@pytest.mark.rule("R-033")
def test_that_nothing_is_to_be_paid_must_be_said(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(guide={"fee": None}), now=now)
    assert lacking(now) == ["fee_standard", "fee_basis"]
    commands.edit(SETUP, CODE, {"guide": {"fee": {"charged": False}}}, now=now)
    commands.publish(SETUP, CODE, now=now)
    assert queries.published(CODE).charged is False


@pytest.mark.rule("R-033")
def test_a_guide_can_be_checked_against_either_set_of_six_disclosures(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(guide={"legal_basis": None}), now=now)
    assert queries.lacks(CODE, guides.DENGFENG) == ("legal_basis",)
    assert queries.lacks(CODE, guides.TOWNSHIP) == ()


@pytest.mark.rule("R-032")
def test_an_approval_that_is_not_on_the_power_list_is_not_published(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(power_entry=None), now=now)
    assert lacking(now) == ["power_entry"]
    lapsed = {**shelf.whole()["power_entry"], "effective_to": "2026-03-01"}
    commands.edit(SETUP, CODE, {"power_entry": lapsed}, now=now)
    assert lacking(now) == ["power_entry"]


@pytest.mark.rule("R-032")
def test_a_service_needs_no_entry_of_the_power_list(place: Town, now: datetime) -> None:
    shelf.put(now, kind="public_service", power_entry=None)
    assert queries.guide(CODE).power_entry == ""


@pytest.mark.rule("R-032")
def test_an_entry_of_the_power_list_that_lapses_later_is_reported(place: Town, now: datetime) -> None:
    shelf.put(now, power_entry={**shelf.whole()["power_entry"], "effective_to": "2026-03-31"})
    assert queries.off_power_list(now=now) == ()
    (gone,) = queries.off_power_list(now=now + timedelta(days=30))
    assert (gone.code, gone.reason) == (CODE, "power_entry_lapsed")


@pytest.mark.rule("R-036")
def test_materials_must_name_a_main_piece_and_each_its_class_and_number(place: Town, now: datetime) -> None:
    rows = [
        {"no": 1, "code": "map", "name": "位置图", "class": "attachment"},
        {"code": "plan", "name": "方案"},
    ]
    commands.draft(SETUP, CODE, "streets", shelf.whole(materials=rows), now=now)
    assert set(lacking(now)) == {"materials.2.no", "materials.2.class", "materials.main"}


@pytest.mark.rule("R-036")
def test_that_no_materials_are_needed_may_be_said_instead(place: Town, now: datetime) -> None:
    shelf.put(now, materials=[], guide={"no_materials": True})
    assert queries.published(CODE).materials == ()


@pytest.mark.rule("CLK-06", "R-041")
def test_a_promise_longer_than_the_statute_is_refused(place: Town, now: datetime) -> None:
    longer = {"n": 21, "unit": "working_day"}
    commands.draft(SETUP, CODE, "streets", shelf.whole(promised_limit=longer), now=now)
    assert lacking(now) == ["promised_limit"]


@pytest.mark.rule("CLK-06")
def test_the_database_itself_refuses_a_published_promise_over_the_statute(place: Town, now: datetime) -> None:
    commands.draft(
        SETUP, CODE, "streets", shelf.whole(promised_limit={"n": 21, "unit": "working_day"}), now=now
    )
    published = {"state": "published", "effective_from": now.date(), "published_at": now}
    with pytest.raises(DatabaseError, match="version_promise_within_statute"), transaction.atomic():
        ItemVersion.objects.update(**published)


@pytest.mark.rule("R-125", "R-041")
def test_steps_that_take_longer_than_the_promise_are_refused(place: Town, now: datetime) -> None:
    task = {"key": "look", "name": "审查", "kind": "review", "limit": {"n": 10, "unit": "working_day"}}
    commands.draft(
        SETUP, CODE, "streets", shelf.whole(flow={"stages": [{"name": "审查", "tasks": [task]}]}), now=now
    )
    assert lacking(now) == ["flow.tasks.look"]


def side_by_side(*units: str) -> dict[str, Any]:
    tasks = [{"key": f"t{n}", "name": unit, "kind": "review", "unit": unit} for n, unit in enumerate(units)]
    return {"stages": [{"name": "并联审查", "tasks": tasks}]}


@pytest.mark.rule("R-104")
def test_a_flow_of_three_departments_is_kept_but_not_published_yet(
    departments: dict[str, int], now: datetime
) -> None:
    flow = side_by_side("owner", "D-GA", "D-WJ")
    commands.draft(SETUP, CODE, "D-CG", shelf.whole(flow=flow), now=now)
    refused = refusal(lambda: commands.publish(SETUP, CODE, now=now))
    assert (refused.reason, refused.facts["units"], refused.facts["least"]) == ("joint_comes_later", 3, 3)
    assert queries.office_item(SETUP, CODE, now=now).draft is not None


@pytest.mark.rule("R-131")
def test_a_flow_of_two_departments_is_not_joint(departments: dict[str, int], now: datetime) -> None:
    shelf.put(now, flow=side_by_side("owner", "云岫市公安局"))
    facts = queries.published(CODE)
    assert flows.units(facts.flow) == {"owner", "D-GA"}  # named, kept by code
    assert facts.track == "committed"


@pytest.mark.rule("R-105")
def test_an_escalated_item_is_kept_but_not_published_yet(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(track="escalated"), now=now)
    assert refusal(lambda: commands.publish(SETUP, CODE, now=now)).reason == "escalated_comes_later"


@pytest.mark.rule("R-040")
def test_a_flow_may_name_only_departments_there_are(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(flow=side_by_side("owner", "月球局")), now=now)
    assert lacking(now) == ["flow.tasks.t1"]


@pytest.mark.rule("R-102")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"track": "instant", "flow": None}, "promised_limit"),
        ({"track": "instant", "promised_limit": {"n": 0, "unit": "working_day"}}, "flow"),
        ({"track": "instant", "promised_limit": {"n": 0, "unit": "working_day"}, "flow": None, "convertible": True},
         "convertible"),
    ],
)  # fmt: skip
def test_an_instant_item_promises_the_same_day_and_has_no_review(
    place: Town, now: datetime, changes: dict[str, Any], field: str
) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(**changes), now=now)
    assert lacking(now) == [field]


# --- versions --------------------------------------------------------------------------------------------


@pytest.mark.rule("R-030", "R-040")
def test_a_published_version_is_frozen_by_the_database(place: Town, now: datetime) -> None:
    version = ItemVersion.objects.filter(pk=shelf.put(now))
    for change in (
        {"name": "别的"},
        {"promised_n": 1},
        {"guide": {}},
        {"effective_from": now.date() - timedelta(1)},
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            version.update(**change)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        cursor.execute("DELETE FROM catalogue_itemversion")
    with pytest.raises(DatabaseError, match="go back"), transaction.atomic():
        version.update(state="draft")
    assert version.update(state="superseded") == 1
    with pytest.raises(DatabaseError, match="go back"), transaction.atomic():
        version.update(state="published")


@pytest.mark.rule("R-030", "R-040")
def test_a_case_keeps_the_version_it_was_accepted_under(place: Town, now: datetime) -> None:
    first = shelf.put(now)
    commands.revise(SETUP, CODE, {"promised_limit": {"n": 5, "unit": "working_day"}, "flow": None}, now=now)
    assert queries.published(CODE).version_id == first
    second = commands.publish(SETUP, CODE, now=now)
    assert queries.published(CODE).version_id == second
    old, new = queries.version(first), queries.version(second)
    assert (old.promised, new.promised) == (Limit(9), Limit(5))
    assert (len(old.flow.stages), len(new.flow.stages)) == (1, 0)
    assert [each.state for each in queries.office_item(SETUP, CODE, now=now).versions] == [
        "published",
        "superseded",
    ]


@pytest.mark.rule("R-030")
def test_a_version_for_a_later_day_waits_for_it(place: Town, now: datetime) -> None:
    first = shelf.put(now)
    commands.revise(SETUP, CODE, {"name": "占用道路"}, now=now)
    second = commands.publish(SETUP, CODE, effective_from=now.date() + timedelta(days=3), now=now)
    assert not commands.put_next_in_force(SETUP, now=now + timedelta(days=2))
    assert queries.published(CODE).version_id == first
    assert commands.put_next_in_force(SETUP, now=now + timedelta(days=7))  # a late worker catches up
    assert not commands.put_next_in_force(SETUP, now=now + timedelta(days=7))
    assert queries.published(CODE).version_id == second
    assert [card.name for card in queries.items().results] == ["占用道路"]


def test_of_two_versions_only_one_may_wait(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(), now=now)
    commands.publish(SETUP, CODE, effective_from=now.date() + timedelta(days=3), now=now)
    assert refusal(lambda: queries.published(CODE)).reason == "no_such_item"
    commands.revise(SETUP, CODE, now=now)
    assert refusal(lambda: commands.publish(SETUP, CODE, now=now)).reason == "version_waiting"


def test_nothing_takes_effect_in_the_past(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(), now=now)
    yesterday = now.date() - timedelta(days=1)
    refused = refusal(lambda: commands.publish(SETUP, CODE, effective_from=yesterday, now=now))
    assert refused.reason == "effective_in_the_past"


def test_an_item_has_one_draft_at_a_time(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(), now=now)
    assert refusal(lambda: commands.revise(SETUP, CODE, now=now)).reason == "draft_exists"
    assert refusal(lambda: commands.draft(SETUP, CODE, "streets", now=now)).reason in {
        "item_code_taken",
        "item_field",
    }
    commands.publish(SETUP, CODE, now=now)
    assert refusal(lambda: commands.edit(SETUP, CODE, {"name": "x"}, now=now)).reason == "no_draft"


def test_a_discarded_draft_leaves_the_version_in_force(place: Town, now: datetime) -> None:
    first = shelf.put(now)
    commands.revise(SETUP, CODE, {"name": "占用道路"}, now=now)
    commands.discard(SETUP, CODE, now=now)
    assert queries.published(CODE).version_id == first
    commands.draft(SETUP, "YX-CG-02", "streets", shelf.whole(), now=now)
    commands.discard(SETUP, "YX-CG-02", now=now)
    assert not Item.objects.filter(code="YX-CG-02").exists()


def test_a_retired_item_is_found_no_more_but_its_cases_run_out(place: Town, now: datetime) -> None:
    version = shelf.put(now)
    commands.retire(SETUP, CODE, now=now)
    assert queries.items().results == ()
    assert not Listing.objects.exists()
    for gone in (lambda: queries.guide(CODE), lambda: queries.published(CODE)):
        assert refusal(gone).reason == "no_such_item"
    assert queries.version(version).name == "占用城市道路审批"
    assert refusal(lambda: commands.retire(SETUP, CODE, now=now)).reason == "item_not_published"
    commands.revise(SETUP, CODE, now=now)
    commands.publish(SETUP, CODE, now=now)
    assert queries.published(CODE).n == 2


def test_every_act_is_a_line_with_the_digest_of_what_was_said(place: Town, now: datetime) -> None:
    shelf.put(now)
    commands.revise(SETUP, CODE, now=now)
    commands.edit(SETUP, CODE, {"name": "占用道路"}, now=now)
    commands.publish(SETUP, CODE, now=now)
    commands.describe(SETUP, CODE, synonyms=["占道"], now=now)
    commands.retire(SETUP, CODE, now=now)
    written = lines()
    assert [each["act"] for each in written] == [
        events.DRAFTED, events.PUBLISHED, events.REVISED, events.EDITED, events.PUBLISHED, events.DESCRIBED, events.RETIRED,
    ]  # fmt: skip
    digests = [each["facts"].get("digest") for each in written[:5]]
    assert digests[0] == digests[1] == digests[2] != digests[3] == digests[4]
    kept = Contents.of(ItemVersion.objects.get(n=2))
    assert digests[4] == kept.digest


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nmae": "x"}, "nmae"),
        ({"kind": "magic"}, "kind"),
        ({"subject": "cats"}, "subject"),
        ({"track": "fast"}, "track"),
        ({"online": "maybe"}, "online"),
        ({"convertible": "yes"}, "convertible"),
        ({"statutory_limit": {"n": -1, "unit": "working_day"}}, "statutory_limit"),
        ({"statutory_limit": {"n": 3, "unit": "fortnight"}}, "statutory_limit"),
        ({"promised_limit": "soon"}, "promised_limit"),
        ({"extension": 0}, "extension"),
        ({"intake_checks": 3}, "intake_checks"),
        ({"retention": "7"}, "retention"),
        ({"guide": ["x"]}, "guide"),
        ({"materials": {"no": 1}}, "materials"),
        ({"form": "x"}, "form"),
        ({"name": "长" * 201}, "name"),
    ],
)
def test_a_value_no_field_can_have_is_refused_by_name(
    place: Town, now: datetime, changes: dict[str, Any], field: str
) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(), now=now)
    refused = refusal(lambda: commands.edit(SETUP, CODE, changes, now=now))
    assert (refused.reason, refused.facts["field"]) == ("item_field", field)
    commands.publish(SETUP, CODE, now=now)  # nothing of it was kept


limits = st.builds(Limit, st.integers(0, 90), st.sampled_from(Unit))


@given(
    said=st.builds(
        Contents,
        name=st.text("食品经营许可", min_size=1, max_size=20),
        kind=st.sampled_from(["", "permit", "public_service"]),
        statutory_limit=st.none() | limits,
        promised_limit=st.none() | limits,
        extension=st.none() | st.integers(1, 30),
        convertible=st.booleans(),
        guide=st.dictionaries(st.sampled_from(["content", "tips"]), st.text("好的", min_size=1)),
        power_entry=st.none() | st.just({"code": "1", "basis": "b"}),
    )
)
def test_what_an_item_says_comes_back_the_same_from_its_json(said: Contents) -> None:
    again = Contents().changed(said.to_json())
    assert again == said
    assert again.digest == said.digest


# --- who may ---------------------------------------------------------------------------------------------


@pytest.mark.rule("R-040", "R-022")
@pytest.mark.parametrize("name", ["lin", "zhao", "qian", "director", "supervisor", "village-agent"])
def test_only_the_office_keeps_the_catalogue(place: Town, now: datetime, name: str) -> None:
    actor = place.actor(name)
    shelf.put(now)
    for act in (
        lambda: commands.draft(actor, "X", "streets", now=now),
        lambda: commands.revise(actor, CODE, now=now),
        lambda: commands.retire(actor, CODE, now=now),
        lambda: commands.describe(actor, CODE, synonyms=["x"], now=now),
        lambda: commands.import_items(actor, b"code,name,department\n", now=now),
        lambda: queries.drafts(actor, now=now),
        lambda: queries.office_item(actor, CODE, now=now),
        lambda: queries.workbook(actor),
    ):
        assert refusal(act).reason == "not_permitted"


def test_the_office_of_one_city_does_not_keep_anothers_items(place: Town, now: datetime) -> None:
    shelf.put(now)
    elsewhere = Actor(Kind.STAFF, id=1, roles=OFFICE.roles, division="510100")
    assert refusal(lambda: commands.revise(elsewhere, CODE, now=now)).reason == "not_permitted"
    assert queries.drafts(elsewhere, now=now).results == ()
    assert refusal(lambda: commands.revise(NOBODY, CODE, now=now)).reason == "not_permitted"
    commands.revise(place.actor("clerk-of-office"), CODE, now=now)


def test_whoever_published_stands_in_the_history(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(), now=now)
    commands.publish(place.actor("clerk-of-office"), CODE, now=now)
    assert [each.published_by for each in queries.office_item(SETUP, CODE, now=now).versions] == ["冯文"]


# --- what people read ------------------------------------------------------------------------------------


@pytest.mark.rule("R-034")
def test_all_guides_have_the_same_sections_and_headings_in_the_same_order(
    demo: tuple[str, ...], now: datetime
) -> None:
    for language in ("zh-hans", "en"):
        layouts = {
            tuple(
                (s.group, tuple((e.key, e.label) for e in s.entries))
                for s in queries.guide(code, language).sections
            )
            for code in demo
        }
        assert len(layouts) == 1


@pytest.mark.rule("R-035", "R-215")
def test_a_changed_fee_changes_every_answer_in_one_step(place: Town, now: datetime) -> None:
    shelf.put(now)
    fee = {
        "charged": True,
        "standards": [{"name": "占用费", "standard": "每平方米每日0.5元", "basis": "云发改收费〔2024〕6号"}],
    }
    commands.revise(SETUP, CODE, {"guide": {"fee": fee}}, now=now)
    assert not queries.items().results[0].charged
    commands.publish(SETUP, CODE, now=now)
    entries = {e.key: e.value for s in queries.guide(CODE).sections for e in s.entries}
    assert queries.items().results[0].charged
    assert queries.guide(CODE).charged
    assert queries.published(CODE).charged
    assert entries["fee_standard"] == [{"name": "占用费", "standard": "每平方米每日0.5元"}]
    assert entries["fee_basis"] == [{"name": "占用费", "basis": "云发改收费〔2024〕6号"}]


def test_a_guide_speaks_english_where_somebody_translated_it(place: Town, now: datetime) -> None:
    shelf.put(now, guide={"summary": "占道前办理。", "summary_en": "Before you occupy a road."})
    chinese, english = queries.guide(CODE), queries.guide(CODE, "en")
    assert (chinese.name, english.name) == ("占用城市道路审批", "Permit to occupy a city road")
    assert (chinese.summary, english.summary) == ("占道前办理。", "Before you occupy a road.")
    assert english.document["content"] == chinese.document["content"]
    assert not [key for key in english.document if key.endswith("_en")]
    assert (chinese.kind_text, english.kind_text) == ("行政许可", "Administrative licence")


def test_a_form_keeps_the_order_of_its_questions(place: Town, now: datetime) -> None:
    shelf.put(now)
    form = queries.published(CODE).form
    assert form is not None
    assert form["x-order"] == ["road", "area", "days"]


@pytest.mark.rule("R-029")
def test_items_are_counted_by_department_and_type(demo: tuple[str, ...], now: datetime) -> None:
    counted = queries.counts()
    assert sum(each.items for each in counted) == len(demo) == 21
    streets = {each.kind: each.items for each in counted if each.department == "云岫市城市管理局"}
    assert streets == {"permit": 4}


@pytest.mark.rule("R-043")
def test_the_online_report_names_the_missing_items_and_why(demo: tuple[str, ...], now: datetime) -> None:
    report = queries.online_report()
    assert (report.online, report.items) == (17, 21)
    assert {each.name: bool(each.reason) for each in report.missing} == {
        "居民身份证丢失补领": True, "新生儿出生登记（入户）": True, "临时救助": True, "老年人优待证办理": True,
    }  # fmt: skip
    assert queries.online_report(Online.GUIDE).missing == ()


# --- what cases read -------------------------------------------------------------------------------------


def test_the_facts_of_a_version_are_what_the_engine_asks_of_an_item(place: Town, now: datetime) -> None:
    version = shelf.put(now, extension=10, intake_checks=2, retention="30")
    facts: EngineItem = queries.version(version)
    assert (facts.version_id, facts.item_code, facts.department) == (version, CODE, place.unit["streets"])
    assert (facts.statutory, facts.promised, facts.track) == (Limit(20), Limit(9), "committed")
    read = queries.published(CODE)
    assert (read.extension, read.intake_checks, read.retention, read.result_paper) == (10, 2, "30", "permit")
    assert read.legal_basis == ("《城市道路管理条例》第三十一条",)
    assert [each.code for each in read.materials] == ["application"]


@pytest.mark.rule("R-107")
def test_a_promise_counts_only_where_the_item_takes_promises(place: Town, now: datetime) -> None:
    rows = [
        *shelf.whole()["materials"],
        {"no": 2, "code": "map", "name": "位置图", "class": "attachment", "tolerates_promise": True},
    ]
    strict, tolerant = (
        shelf.put(now, materials=rows),
        shelf.put(now, "T", materials=rows, accepts_promise=True),
    )
    assert [each.tolerates_promise for each in queries.version(strict).materials] == [False, False]
    assert [each.tolerates_promise for each in queries.version(tolerant).materials] == [False, True]


def test_a_draft_is_no_version_a_case_could_have(place: Town, now: datetime) -> None:
    commands.draft(SETUP, CODE, "streets", shelf.whole(), now=now)
    draft = ItemVersion.objects.get()
    assert refusal(lambda: queries.version(draft.pk)).reason == "no_such_item"
    commands.publish(SETUP, CODE, now=now)
    assert queries.version(draft.pk).name == "占用城市道路审批"


# --- parameters ------------------------------------------------------------------------------------------


@pytest.mark.rule("R-284")
def test_a_hall_that_sets_a_parameter_changes_it_for_itself_from_that_day_on(
    place: Town, now: datetime
) -> None:
    today, later = now.date(), now.date() + timedelta(days=4)
    commands.set_parameter(
        OFFICE, "reminder.days_before", 2, scope=Scope.HALL, scope_id="centre", basis="云政务〔2026〕3号",
        effective_from=later, now=now,
    )  # fmt: skip
    found = queries.parameters()
    assert found.get("reminder.days_before", today, "centre") == 3
    assert found.get("reminder.days_before", later, "centre") == 2
    assert found.get("reminder.days_before", later, "township") == 3
    books = {name: id_ for id_, name in ledger.books()}
    (line,) = ledger.lines(books["parameters"])
    assert (line.act, line.body["facts"]["value"]) == (events.PARAMETER_SET, 2)


@pytest.mark.rule("R-284")
@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"key": "nothing.of_the_kind"}, "no_such_parameter"),
        ({"value": "three"}, "parameter_value"),
        ({"key": "clock.count_weekends_holidays", "value": True}, "parameter_not_yours"),
        ({"basis": " "}, "parameter_without_basis"),
        ({"effective_from": date(2026, 3, 1)}, "effective_in_the_past"),
        ({"scope": Scope.ITEM, "scope_id": "nowhere"}, "no_such_item"),
    ],
)
def test_a_parameter_is_set_only_as_it_may_be(
    place: Town, now: datetime, told: dict[str, Any], reason: str
) -> None:
    asked: dict[str, Any] = {
        "key": "reminder.days_before", "value": 2, "scope": Scope.HALL, "scope_id": "centre", "basis": "云政务〔2026〕3号",
        "effective_from": now.date(),
    }  # fmt: skip
    key, value = (asked | told).pop("key"), (asked | told).pop("value")
    rest = {name: each for name, each in (asked | told).items() if name not in {"key", "value"}}
    assert refusal(lambda: commands.set_parameter(OFFICE, key, value, **rest, now=now)).reason == reason
    if reason == "parameter_without_basis":
        commands.set_parameter(OFFICE, key, value, **{**rest, "basis": "x"}, now=now)
        again = refusal(lambda: commands.set_parameter(OFFICE, key, value, **{**rest, "basis": "x"}, now=now))
        assert again.reason == "parameter_twice"


@pytest.mark.rule("R-041", "R-284")
def test_a_hall_that_promises_two_fifths_less_than_the_statute_is_held_to_it(
    place: Town, now: datetime
) -> None:
    office = place.actor("clerk-of-office")
    commands.set_parameter(
        office, "committed.reduction_vs_statutory", 0.4, scope=Scope.HALL, scope_id="centre", basis="缩短40%时间",
        effective_from=now.date(), now=now,
    )  # fmt: skip
    commands.draft(
        office, CODE, "streets", shelf.whole(promised_limit={"n": 13, "unit": "working_day"}), now=now
    )
    refused = refusal(lambda: commands.publish(office, CODE, now=now))
    assert [each["rule"] for each in refused.facts["problems"]] == ["promised_over_policy"]
    assert [card.problems[0].rule for card in queries.lacking(office, now=now)] == ["promised_over_policy"]
    commands.edit(office, CODE, {"promised_limit": {"n": 12, "unit": "working_day"}}, now=now)
    commands.publish(office, CODE, now=now)


# --- the demo --------------------------------------------------------------------------------------------


def facts_of(demo: tuple[str, ...]) -> list[queries.ItemFacts]:
    return [queries.published(code) for code in demo]


def test_the_demo_has_items_of_every_sort(demo: tuple[str, ...]) -> None:
    found = facts_of(demo)
    assert {each.track for each in found} == {"instant", "committed"}
    assert {each.online for each in found} == {level.value for level in Online}
    assert {each.kind for each in found} >= {"permit", "benefit", "confirmation", "public_service"}
    assert any(each.charged for each in found)
    assert any(each.convertible for each in found)
    assert any(each.intake_checks == 2 for each in found)
    assert any(piece.tolerates_promise for each in found for piece in each.materials)
    assert any(task.kind == "survey" for each in found for task in each.flow.tasks)
    assert any(len(stage.tasks) > 1 for each in found for stage in each.flow.stages)
    assert {each.statutory.unit for each in found} == {Unit.WORKING_DAY, Unit.DAY}
    national = [Item.objects.get(code=code).scheme == "national" for code in demo]
    assert national.count(True) == 19


def test_every_demo_form_takes_its_own_examples(demo: tuple[str, ...], now: datetime) -> None:
    """An example is what a field's hint shows: it must pass the schema, the conventions and the item's own conditions."""
    for facts in facts_of(demo):
        assert facts.form is not None
        filled = {name: part["examples"][0] for name, part in facts.form["properties"].items()}
        assert list(jsonschema_rs.Draft202012Validator(dict(facts.form)).iter_errors(filled)) == []
        assert conventions.check_form(facts.form, filled, today=now.date()) == ()
        assert preconditions.violated(facts.preconditions, filled) == ()
        assert set(facts.form["x-order"]) == set(facts.form["properties"])
        asked = materials.needed(facts.materials, filled)
        assert all(piece.name for piece in asked)


def test_every_demo_guide_says_all_there_is_to_say(demo: tuple[str, ...]) -> None:
    for code in demo:
        card = queries.guide(code)
        silent = [e.key for s in card.sections for e in s.entries if e.value in (None, "", [])]
        assert set(silent) <= {"forms", "sample_text"}  # of items with neither
        assert card.kind != LICENCE or not set(silent) & DISPLAYED
        assert card.summary
        assert queries.guide(code, "en").summary != card.summary
        assert card.synonyms
        assert card.categories


@pytest.mark.rule("R-033", "R-104", "R-105")
def test_the_demo_keeps_three_drafts_back_and_says_why(demo: tuple[str, ...], now: datetime) -> None:
    kept = {card.name: card for card in queries.lacking(SETUP, now=now)}
    assert set(kept) == {"特困人员救助供养认定", "大型户外商业活动联合审批", "农村村民住宅用地审核转报"}
    assert set(kept["特困人员救助供养认定"].lacking) >= {
        "responsible_person",
        "window",
        "process",
        "advice_phone",
    }
    assert kept["大型户外商业活动联合审批"].comes_later
    assert kept["农村村民住宅用地审核转报"].comes_later
    assert not kept["农村村民住宅用地审核转报"].problems


def test_loading_the_demo_twice_changes_nothing(demo: tuple[str, ...], now: datetime) -> None:
    before, written = list(ItemVersion.objects.order_by("id").values()), len(lines())
    assert commands.load_demo(SETUP, now=now) == demo
    assert list(ItemVersion.objects.order_by("id").values()) == before
    assert len(lines()) == written


def test_the_demo_needs_its_departments(place: Town, now: datetime) -> None:
    refused = refusal(lambda: commands.load_demo(SETUP, now=now))
    assert refused.reason == "demo_departments_missing"
    assert "市公安局" in refused.facts["names"]
    assert not Item.objects.exists()


# --- how much it asks of the database --------------------------------------------------------------------


@pytest.fixture
def counted() -> Callable[[Callable[[], object]], int]:
    def count(ask: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as asked:
            ask()
        return len(asked)

    return count


def test_reading_takes_the_statements_it_says(
    demo: tuple[str, ...], now: datetime, counted: Callable[[Callable[[], object]], int]
) -> None:
    code = demo[0]
    queries.published(code)
    asked = {
        "items": counted(queries.items),
        "found": counted(lambda: queries.items("开餐馆")),
        "guide": counted(lambda: queries.guide(code)),
        "published": counted(lambda: queries.published(code)),
        "version": counted(lambda: queries.version(queries.published(code).version_id)) - 1,
        "themes": counted(queries.themes),
        "departments": counted(queries.departments),
        "office_items": counted(lambda: queries.office_items(SETUP)),
        "office_item": counted(lambda: queries.office_item(SETUP, code, now=now)),
        "drafts": counted(lambda: queries.drafts(SETUP, now=now)),
        "counts": counted(queries.counts),
        "online_report": counted(queries.online_report),
    }
    assert asked == {
        "items": 1, "found": 1, "guide": 3, "published": 1, "version": 0, "themes": 1, "departments": 1,
        "office_items": 1, "office_item": 4, "drafts": 3, "counts": 1, "online_report": 1,
    }  # fmt: skip


def test_the_offices_lists_go_on_where_they_ended(demo: tuple[str, ...], now: datetime) -> None:
    def walk(ask: Callable[[str | None], Any]) -> Iterator[str]:
        after = None
        while True:
            page = ask(after)
            yield from (each.code for each in page.results)
            if page.next is None:
                return
            after = page.next

    every = list(walk(lambda after: queries.office_items(SETUP, after=after, limit=7)))
    assert len(every) == len(set(every)) == 24
    assert (
        len(list(walk(lambda after: queries.office_items(SETUP, state="draft", after=after, limit=2)))) == 3
    )
    assert len(list(walk(lambda after: queries.drafts(SETUP, now=now, after=after, limit=1)))) == 3
    assert [each.code for each in queries.office_items(SETUP, "临时救助").results] == ["YX-ZX-01"]
    assert refusal(lambda: queries.office_items(SETUP, after="invented")).reason == "bad_cursor"


def test_ids_carry_their_city(departments: dict[str, int], now: datetime) -> None:
    """Before anything is written; afterwards the sequences stay where they are."""
    with connection.cursor() as cursor:
        for table in ("catalogue_item", "catalogue_itemversion"):
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id RESTART")
    commands.found(990100)
    version = shelf.put(now)
    assert version == 990100 * 10**12 + 1
    commands.found(510100)
    assert shelf.put(now, "T") == version + 1


def test_a_department_of_the_township_may_own_items(departments: dict[str, int], now: datetime) -> None:
    shelf.put(now, department="枕溪镇人民政府")
    assert queries.published(CODE).department == departments["枕溪镇人民政府"]
    assert "G-ZX" not in department_ids()


@pytest.mark.parametrize("name", ["市城市管理局", "城市管理局", "云岫市城市管理局", "streets"])
def test_a_department_is_meant_by_its_name_with_more_or_less_of_its_place(
    place: Town, now: datetime, name: str
) -> None:
    shelf.put(now, department=name)
    assert queries.published(CODE).department == place.unit["streets"]


@pytest.mark.parametrize("name", ["城管局", "管理局", "市场局", "", "云岫市"])
def test_a_department_is_not_guessed(place: Town, now: datetime, name: str) -> None:
    refused = refusal(lambda: commands.draft(SETUP, CODE, name, shelf.whole(), now=now))
    assert refused.reason == "department_unknown"


def test_a_name_two_departments_answer_to_is_nobodys(place: Town, now: datetime) -> None:
    people.create_unit(
        SETUP, code="streets-t", kind=UnitKind.DEPARTMENT, name="枕溪镇城市管理局", division=TOWNSHIP, now=now
    )
    refused = refusal(lambda: commands.draft(SETUP, CODE, "城市管理局", shelf.whole(), now=now))
    assert refused.reason == "department_unknown"
