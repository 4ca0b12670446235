"""Forms that are data: read as written, judged all at once, said in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yimen.base.form_fields import fields_of
from yimen.base.forms import Fault, parse, sentence, validate

ITEMS = Path(settings.PACKAGE) / "modules" / "catalogue" / "demo" / "items"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name", "kind", "truth"],
    "x-order": ["name", "kind"],
    "properties": {
        "truth": {"type": "boolean", "const": True, "title": "内容真实", "x-title-en": "All this is true"},
        "kind": {
            "title": "业态",
            "x-title-en": "Kind",
            "oneOf": [
                {"const": "a", "title": "餐饮", "x-title-en": "Catering"},
                {"const": "b", "title": "销售", "x-title-en": "Retail"},
            ],
        },
        "name": {"type": "string", "title": "名称", "x-title-en": "Name", "minLength": 2, "maxLength": 5},
        "area": {
            "type": "number",
            "title": "面积",
            "x-title-en": "Area",
            "minimum": 8,
            "x-unit": "平方米",
            "x-unit-en": "m²",
        },
        "people": {"type": "integer", "title": "人数", "x-title-en": "People", "maximum": 100},
        "opened": {
            "type": "string",
            "title": "开业",
            "x-convention": "year_month",
            "pattern": "^[0-9]{4}年[0-9]{2}月$",
        },
        "until": {"type": "string", "title": "有效期", "format": "date"},
        "foods": {"type": "array", "title": "项目", "minItems": 2, "items": {"enum": ["热食", "冷食"]}},
        "officer": {
            "type": "object",
            "title": "管理员",
            "required": ["phone"],
            "properties": {"phone": {"title": "手机"}, "name": {"title": "姓名"}},
        },
        "machines": {
            "type": "array",
            "title": "设备",
            "maxItems": 4,
            "items": {
                "type": "object",
                "required": ["unit"],
                "properties": {
                    "name": {"title": "设备名称"},
                    "unit": {"title": "单位", "enum": ["台", "个", "把"]},
                    "count": {"type": "integer", "title": "数量"},
                },
            },
        },
    },
}


def post(**values: str | list[str]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        sent.setlist(f"form.{name.replace('__', '.')}", value if isinstance(value, list) else [value])
    return sent


def told(values: dict[str, Any], language: str = "zh-hans") -> list[str]:
    with translation.override(language):
        return [sentence(SCHEMA, fault) for fault in validate(SCHEMA, values)]


def test_what_was_written_comes_back_as_json() -> None:
    sent = post(
        name=" 小馆 ",
        kind="a",
        area="1,200.5",
        people="12",
        foods=["热食", "冷食"],
        truth="1",
        officer__phone="139",
    )
    assert parse(SCHEMA, sent) == {
        "name": "小馆",
        "kind": "a",
        "area": 1200.5,
        "people": 12,
        "foods": ["热食", "冷食"],
        "officer": {"phone": "139"},
        "truth": True,
    }


def test_what_was_left_empty_is_absent_and_an_unticked_box_is_a_no() -> None:
    assert parse(SCHEMA, post(name="  ", area="", officer__name="")) == {"truth": False}


def test_a_word_where_a_number_belongs_stays_as_written_and_is_a_fault() -> None:
    values = parse(SCHEMA, post(area="约十平米", people="3.5"))
    assert values["area"] == "约十平米"
    assert values["people"] == "3.5"
    faults = {fault.field: fault.keyword for fault in validate(SCHEMA, values)}
    assert faults["area"] == faults["people"] == "type"


def test_rows_of_a_list_are_read_and_blank_ones_left_out() -> None:
    sent = post(
        machines__0__name="包装机",
        machines__0__unit="台",
        machines__1__name="",
        machines__3__count="2",
        truth="1",
    )
    assert parse(SCHEMA, sent)["machines"] == [{"name": "包装机", "unit": "台"}, {"count": 2}]


@pytest.mark.rule("R-107", "LIC-07")
def test_all_faults_are_told_at_once_in_the_order_of_the_form() -> None:
    faults = validate(SCHEMA, {"area": 3, "machines": [{"unit": "套"}], "officer": {}, "name": "一"})
    assert [fault.field for fault in faults] == [
        "name", "kind", "truth", "area", "officer.phone", "machines.0.unit",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "zh", "en"),
    [
        ({}, "请填写：名称。", "Please fill in: Name."),
        ({}, "请选择：业态。", "Please choose: Kind."),
        ({}, "请阅读并勾选确认：内容真实", "Please read and confirm: All this is true"),
        ({"truth": False}, "请阅读并勾选确认：内容真实", "Please read and confirm: All this is true"),
        ({"name": "一"}, "名称：至少填写 2 个字。", "Name: at least 2 characters."),
        ({"name": "一二三四五六"}, "名称：最多填写 5 个字。", "Name: at most 5 characters."),
        ({"kind": "c"}, "业态：请从给出的选项中选择。", "Kind: choose one of those offered."),
        ({"area": 3}, "面积：不能少于 8 平方米。", "Area: at least 8 m²."),
        ({"area": "x"}, "面积：请填写数字，例如 12.5。", "Area: write a number in digits, such as 12.5."),
        (
            {"people": "3.5"},
            "人数：请填写整数，例如 12。",
            "People: write a whole number in digits, such as 12.",
        ),
        ({"people": 101}, "人数：不能多于 100。", "People: at most 100."),
        (
            {"opened": "2008-5"},
            "开业：请写成xxxx年xx月，例如 2008年05月。",
            "开业: write it as year and month, such as 2008年05月.",
        ),
        (
            {"until": "2026-02-30"},
            "有效期：没有这一天，请重新选择年、月、日。",
            "有效期: there is no such date; choose year, month and day.",
        ),
        ({"foods": ["热食"]}, "项目：至少填写 2 项。", "项目: at least 2 entries."),
    ],
)
@pytest.mark.rule("R-086", "R-087", "R-286")
def test_each_fault_is_said_in_both_languages(values: dict[str, Any], zh: str, en: str) -> None:
    assert zh in told(values)
    assert en in told(values, "en")


def test_every_keyword_of_json_schema_has_a_sentence() -> None:
    words = [
        "required",
        "type",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "uniqueItems",
        "enum",
        "oneOf",
        "anyOf",
        "const",
        "format",
        "pattern",
        "additionalProperties",
        "dependentRequired",
        "not",
        "if",
    ]
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for keyword in words:
                text = sentence(SCHEMA, Fault("area", keyword, {"wants": 2}))
                assert text
                assert "%(" not in text


def test_the_fields_drawn_are_those_asked_in_the_order_asked() -> None:
    fields = fields_of(SCHEMA, {"machines": [{"unit": "台"}]})
    assert [field.path for field in fields][:3] == ["name", "kind", "truth"]
    widgets = {field.path: field.widget for field in fields}
    assert widgets == {
        "name": "text", "kind": "radios", "truth": "bool", "area": "number", "people": "number", "opened": "text",
        "until": "date", "foods": "checks", "officer": "group", "machines": "rows",
    }  # fmt: skip
    machines = next(field for field in fields if field.path == "machines")
    assert len(machines.fields) == 4, "one written and three blank, at most four in all"
    assert [each.chosen for each in machines.fields[0].fields[1].choices] == [True, False, False]


def test_a_finding_stands_beside_its_field_also_inside_a_group() -> None:
    findings = [
        {"field": "officer.phone", "severity": "blocking", "text": "请填写手机", "remedy": "十一位数字"}
    ]
    html = (
        engines["django"].from_string("{% schema_form s v f %}").render({"s": SCHEMA, "v": {}, "f": findings})
    )
    field = html.split('id="form.officer.phone"')[1].split("</div>\n</div>")[0]
    assert "请填写手机" in field
    assert "十一位数字" in field
    assert 'aria-invalid="true"' in field


def test_labels_and_units_follow_the_language() -> None:
    source = engines["django"].from_string("{% schema_form s %}")
    with translation.override("en"):
        html = source.render({"s": SCHEMA})
    assert "Area" in html
    assert "m²" in html
    assert "Catering" in html
    with translation.override("zh-hans"):
        html = source.render({"s": SCHEMA})
    assert "平方米" in html
    assert "xxxx年xx月" in html


TEXTS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
    .map(str.strip)
    .filter(bool)
)
WRITTEN = st.fixed_dictionaries(
    {"truth": st.booleans()},
    optional={
        "name": TEXTS,
        "kind": st.sampled_from(["a", "b"]),
        "area": st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=2).map(float),
        "people": st.integers(-(10**6), 10**6),
        "foods": st.sampled_from([["热食"], ["冷食"], ["热食", "冷食"]]),
        "officer": st.fixed_dictionaries({"phone": TEXTS}, optional={"name": TEXTS}),
        "machines": st.lists(
            st.fixed_dictionaries({"unit": st.sampled_from(["台", "个"])}, optional={"name": TEXTS}),
            min_size=1,
            max_size=4,
        ),
    },
)


@given(WRITTEN)
def test_a_form_shown_with_its_values_and_sent_back_unchanged_says_the_same(values: dict[str, Any]) -> None:
    sent = QueryDict(mutable=True)
    _send(fields_of(SCHEMA, values), sent)
    assert parse(SCHEMA, sent) == values


def _send(fields: Any, sent: QueryDict) -> None:
    """What a browser sends of the fields as drawn."""
    for field in fields:
        if field.fields:
            _send(field.fields, sent)
        elif field.choices:
            for choice in field.choices:
                if choice.chosen:
                    sent.appendlist(field.name, choice.value)
        elif field.widget == "bool":
            if field.checked:
                sent[field.name] = "1"
        else:
            sent[field.name] = field.value


@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=3), max_size=6))
def test_no_nonsense_sent_to_a_form_breaks_it(junk: dict[str, list[str]]) -> None:
    sent = QueryDict(mutable=True)
    for number, (name, values) in enumerate(junk.items()):
        sent.setlist(f"form.{name}", values)
        sent.setlist(f"form.machines.{name}.unit", values)
        sent.setlist(f"form.machines.{number}.unit", values)
        sent.setlist("form.area", values)
    values = parse(SCHEMA, sent)
    for fault in validate(SCHEMA, values):
        assert sentence(SCHEMA, fault)
    fields_of(SCHEMA, values)
