"""The item's form: what it does not ask stays, what is not changed does not change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from office import ADVERT, DRAFT, TRADER, Office, form_of
from yimen.base import forms
from yimen.base.form_fields import FormField, fields_of
from yimen.desks.office.item_form import PARTS, changes_of, item_schema, place_of, values_of
from yimen.desks.office.item_form.part import at
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.contents import Contents
from yimen.rules.guides import GUIDE_FIELDS

pytestmark = pytest.mark.rule("R-029", "R-033", "R-036", "R-040")

_DEMO = files("yimen.modules.catalogue") / "demo"
ITEMS = {
    file.name.removesuffix(".json"): json.loads(file.read_text("utf-8"))
    for folder in ("items", "drafts")
    for file in sorted((_DEMO / folder).iterdir(), key=lambda each: each.name)
}
_NOT_ASKED_OF_AN_ITEM = ("code", "department", "synonyms", "categories")
NAMES = st.sampled_from(sorted(ITEMS))


def kept(name: str) -> dict[str, Any]:
    """A demo item as the catalogue keeps it."""
    said = {word: value for word, value in ITEMS[name].items() if word not in _NOT_ASKED_OF_AN_ITEM}
    return Contents().changed(said).to_json()


def sent(fields: tuple[FormField, ...]) -> Iterator[tuple[str, str]]:
    """What a browser sends of a form as it was drawn."""
    for field in fields:
        if field.fields:
            yield from sent(field.fields)
        elif field.widget == "bool":
            yield from [(field.name, "1")] if field.checked else []
        elif field.choices:
            chosen = [(field.name, each.value) for each in field.choices if each.chosen]
            yield from chosen or ([(field.name, "")] if field.widget == "select" else [])
        elif field.widget not in {"group", "rows"}:
            yield field.name, field.value.replace("\n", "\r\n")


def through_the_form(item: dict[str, Any], **written: Any) -> tuple[dict[str, Any], list[forms.Fault]]:
    """An item drawn, sent back with some fields written otherwise, and read."""
    values = values_of(item)
    schema = item_schema(values, ())
    post = QueryDict(mutable=True)
    for name, value in sent(fields_of(schema, values)):
        post.appendlist(name, value)
    for name, value in written.items():
        post[name] = value
    return forms.parse(schema, post), forms.validate(schema, forms.parse(schema, post))


@pytest.mark.parametrize("name", ITEMS)
def test_a_form_saved_unchanged_changes_nothing(name: str) -> None:
    item = kept(name)
    values, faults = through_the_form(item)
    assert faults == []
    assert changes_of(values, item) == {}


def test_a_page_opened_and_sent_back_saves_nothing(office: Office) -> None:
    client = office.client()
    for code in (ADVERT, TRADER, DRAFT):
        form = form_of(client.get(f"/office/items/{code}/edit/"))
        answer = client.post(f"/office/items/{code}/edit/", form.fields, follow=True)
        assert "Nothing was changed." in answer.content.decode()
    assert {each.code for each in catalogue.drafts(office.ground.actor("office"), now=office.ground.now).results} == {
        DRAFT, "YX-ZX-03", "11990100MB0000035A3000117006001",
    }  # fmt: skip


@given(
    NAMES,
    st.sampled_from([part for part in PARTS if part.path.count(".") == 1 and "." in part.key]),
    st.text("户外广告ab1 ", min_size=1),
)
def test_one_field_written_otherwise_is_the_only_change(name: str, part: Any, text: str) -> None:
    item = kept(name)
    values = values_of(item)
    group, field = part.path.split(".")
    if not isinstance(at(values, part.path), str):
        return
    values = {**values, group: {**values[group], field: f"{text.strip()}。"}}
    changes = changes_of(values, item)
    assert set(changes) <= {"guide"}
    assert set(changes.get("guide", {})) <= {part.key.removeprefix("guide.")}
    after = Contents().changed(item).changed(changes).to_json()
    assert {word: value for word, value in after.items() if word != "guide"} == {
        word: value for word, value in item.items() if word != "guide"
    }


@given(NAMES, st.data())
def test_a_material_put_elsewhere_keeps_all_that_is_known_of_it(name: str, data: st.DataObject) -> None:
    item = kept(name)
    values = values_of(item)
    rows = values["materials"]["list"]
    order = data.draw(st.permutations(range(len(rows))))
    moved = [{**row, "no": order.index(n) + 1} for n, row in enumerate(rows)]
    after = changes_of({**values, "materials": {"list": moved}}, item).get("materials", item["materials"])
    known = {
        row["code"]: {word: value for word, value in row.items() if word != "no"} for row in item["materials"]
    }
    assert [row["code"] for row in after] == [item["materials"][n]["code"] for n in order]
    assert [row["no"] for row in after] == list(range(1, len(rows) + 1))
    assert {
        row["code"]: {word: value for word, value in row.items() if word != "no"} for row in after
    } == known


def test_a_material_s_other_words_survive_a_new_name_and_even_a_new_code() -> None:
    item = kept("outdoor_advertising")
    values, faults = through_the_form(
        item, **{"form.materials.list.5.name": "委托书", "form.materials.list.5.code": "mandate"}
    )
    assert not faults
    proxy = changes_of(values, item)["materials"][5]
    assert proxy["name"] == "委托书"
    assert proxy["code"] == "mandate"
    assert proxy["needed_if"] == {"field": "by_proxy", "is": True}


def test_no_copy_is_not_one_copy() -> None:
    """营业执照 is shared: nobody brings a copy (BUS-02)."""
    item = kept("outdoor_advertising")
    values, _ = through_the_form(item, **{"form.materials.list.0.note": "用黑色签字笔填写"})
    assert changes_of(values, item)["materials"][1]["copies"] == 0


def test_a_new_material_gets_a_number_and_a_code_of_its_own() -> None:
    item = kept("outdoor_advertising")
    values, faults = through_the_form(
        item, **{"form.materials.list.6.name": "安全鉴定报告", "form.materials.list.6.class": "attachment"}
    )
    assert not faults
    assert changes_of(values, item)["materials"][6] == {
        "name": "安全鉴定报告", "class": "attachment", "no": 7, "code": "m1"
    }  # fmt: skip


def test_a_row_goes_when_it_is_marked_or_emptied() -> None:
    item = kept("outdoor_advertising")
    values, _ = through_the_form(item, **{"form.materials.list.3.remove": "1"})
    codes = [each["code"] for each in changes_of(values, item)["materials"]]
    assert codes == ["application", "business_licence", "drawing", "structure", "proxy"]
    values, _ = through_the_form(
        item, **{f"form.basis.laws.1.{word}": "" for word in ("law", "articles", "doc_no")}
    )
    assert changes_of(values, item)["guide"]["legal_basis"] == item["guide"]["legal_basis"][:1]


def test_a_step_changed_keeps_its_key_and_its_stage() -> None:
    item = kept("outdoor_advertising")
    values, _ = through_the_form(item, **{"form.review.steps.1.limit.n": "2"})
    flow = changes_of(values, item)["flow"]
    assert flow["stages"][0] == item["flow"]["stages"][0]
    assert flow["stages"][1]["tasks"] == [
        {"key": "survey", "name": "现场踏勘", "kind": "survey", "limit": {"n": 2, "unit": "working_day"}}
    ]


def test_tasks_of_one_stage_run_side_by_side() -> None:
    item = kept("outdoor_advertising")
    values, _ = through_the_form(
        item,
        **{
            "form.review.steps.2.stage": "审查",
            "form.review.steps.2.name": "结构审查",
            "form.review.steps.2.no": "1",
        },
    )
    stages = changes_of(values, item)["flow"]["stages"]
    assert [stage["name"] for stage in stages] == ["审查", "现场踏勘"]
    assert [(task["name"], task["key"]) for task in stages[0]["tasks"]] == [
        ("位置与效果审查", "documents"), ("结构审查", "step1")
    ]  # fmt: skip


def test_a_field_of_the_form_keeps_its_bounds_and_examples() -> None:
    item = kept("outdoor_advertising")
    values, _ = through_the_form(item, **{"form.form.questions.2.title": "画面宽度"})
    form = changes_of(values, item)["form"]
    assert form["properties"]["width"] == {**item["form"]["properties"]["width"], "title": "画面宽度"}
    assert form["x-order"] == item["form"]["x-order"]
    assert form["required"] == item["form"]["required"]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("text", {"type": "string", "minLength": 1, "maxLength": 200}),
        ("long", {"type": "string", "minLength": 1, "maxLength": 2000, "x-widget": "textarea"}),
        ("number", {"type": "number"}),
        ("integer", {"type": "integer"}),
        ("date", {"type": "string", "format": "date"}),
        ("yes_no", {"type": "boolean"}),
        ("one", {"type": "string", "enum": ["白天", "夜间"]}),
        ("many", {"type": "array", "items": {"type": "string", "enum": ["白天", "夜间"]}, "minItems": 1, "uniqueItems": True}),
    ],
)  # fmt: skip
def test_a_new_field_of_each_kind_is_a_sound_schema(kind: str, wanted: dict[str, Any]) -> None:
    item = kept("birth_service_registration")
    n = len(item["form"]["properties"])
    written = {f"form.form.questions.{n}.title": "时段", f"form.form.questions.{n}.type": kind}
    if kind in {"one", "many"}:
        written[f"form.form.questions.{n}.choices"] = "白天\r\n夜间"
    values, faults = through_the_form(item, **written)
    assert not faults
    form = changes_of(values, item)["form"]
    assert form["properties"]["q1"] == {"title": "时段", **wanted}
    assert form["x-order"][-1] == "q1"
    assert forms.validate(form, {}) is not None  # a schema the validator can compile


def test_a_fee_that_comes_or_goes_takes_its_own_words_with_it() -> None:
    free = kept("outdoor_advertising")
    values, _ = through_the_form(
        free,
        **{
            "form.fee.charged": "yes",
            "form.fee.standards.0.name": "工本费",
            "form.fee.standards.0.standard": "10元/证",
        },
    )
    charged = changes_of(values, free)["guide"]["fee"]
    assert charged == {"charged": True, "standards": [{"name": "工本费", "standard": "10元/证"}]}
    values, _ = through_the_form(
        {**free, "guide": {**free["guide"], "fee": charged}},
        **{"form.fee.charged": "no", "form.fee.basis": "已取消"},
    )
    again = changes_of(values, {**free, "guide": {**free["guide"], "fee": charged}})["guide"]["fee"]
    assert again == {"charged": False, "basis": "已取消"}


def test_what_lacks_has_its_place_in_the_form() -> None:
    asked_elsewhere = {"department", "materials"}
    for field in GUIDE_FIELDS:
        if field.key not in asked_elsewhere and "union" in field.sets:
            assert place_of(field.key), field.key
    assert place_of("materials.3.class") == "materials.list.2.class"
    assert place_of("materials.main") == "materials.list"
    assert place_of("power_entry") == "basis.power"
    assert place_of("flow.tasks.survey") == "review.steps"


def test_an_earlier_choice_that_is_offered_no_more_stays_until_somebody_changes_it() -> None:
    item = kept("outdoor_advertising")
    item["flow"]["stages"][0]["tasks"][0]["unit"] = "GONE"
    values, faults = through_the_form(item)
    assert faults == []
    assert changes_of(values, item) == {}
