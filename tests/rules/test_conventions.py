"""Form conventions: what is written right passes, what is not comes back once, with the right form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.conventions import CONVENTIONS, Against, check_form, unknown_conventions
from yimen.rules.findings import Severity
from yimen.rules.preconditions import Boundary, boundaries

TODAY = date(2026, 3, 2)
EQUIPMENT = ("液体机械灌装设备", "反应釜", "自动贴标机(立式)", "电子天平")
STANDARDS = ("咪鲜胺原药GB22623-2008", "草甘膦原药GB12686-2017")
SCOPE = "许可项目：农药生产；危险化学品经营（依法须经批准的项目，经相关部门批准后方可开展）。一般项目：化肥销售、塑料制品制造。"


def check(convention: str, value: str, choices: tuple[str, ...] = (), record: str | None = None):
    return CONVENTIONS[convention](value, Against(TODAY, choices, record))


def suggested(convention: str, value: str, choices: tuple[str, ...] = (), record: str | None = None):
    defect = check(convention, value, choices, record)
    assert defect is not None
    return defect.suggestion


# ── units of measure ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-086")
@pytest.mark.parametrize(
    ("convention", "value"),
    [
        ("amount_wan", "50"),
        ("amount_wan", "50万元"),
        ("amount_wan", "1,250.5 万元"),
        ("amount_wan", "５０万元"),
        ("amount_wan", "50万元整"),
        ("years", "3年"),
        ("years", "3"),
        ("people", "12人"),
        ("pages", "8页"),
        ("equipment_unit", "3台"),
        ("equipment_unit", "个"),
        ("equipment_unit", "10 把"),
    ],
)
def test_each_class_of_field_takes_its_own_unit(convention, value):
    assert check(convention, value) is None


@pytest.mark.rule("R-086")
@pytest.mark.parametrize(
    ("convention", "value", "suggestion"),
    [
        ("amount_wan", "500000元", "50万元"),
        ("amount_wan", "500000 元", "50万元"),
        ("amount_wan", "￥500,000", "50万元"),
        ("amount_wan", "人民币1234.5元", "0.12345万元"),
        ("amount_wan", "1.2亿元", "12000万元"),
        ("amount_wan", "50万", "50万元"),
        ("amount_wan", "五十万元", None),
        ("amount_wan", "50美元", None),
        ("years", "36个月", "3年"),
        ("years", "7个月", None),  # no plain number of years
        ("people", "12名", "12人"),
        ("people", "12台", None),
        ("pages", "8张", None),  # a sheet may have one page or two
        ("equipment_unit", "3部", "3台"),
        ("equipment_unit", "3套", None),
        ("equipment_unit", "3", None),
    ],
)
def test_other_units_are_rejected_and_rewritten_where_that_is_certain(convention, value, suggestion):
    assert suggested(convention, value) == suggestion


@pytest.mark.rule("R-086")
def test_the_defect_names_the_unit_that_is_wanted():
    assert check("amount_wan", "50美元").facts == {"unit": "万元"}
    assert check("equipment_unit", "3套").facts == {"units": "台、个、把"}


@pytest.mark.rule("R-086")
@given(st.decimals(0, 10**9, places=2))
def test_an_amount_in_yuan_is_offered_as_the_same_amount(yuan):
    offered = suggested("amount_wan", f"{yuan}元")
    assert float(offered.removesuffix("万元")) * 10_000 == pytest.approx(float(yuan))


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-087")
@pytest.mark.parametrize(
    ("convention", "value"),
    [("year_month", "2008年05月"), ("full_date", "2008年05月12日"), ("valid_until", "2026年03月02日")],
)
def test_a_date_in_its_form_passes(convention, value):
    assert check(convention, value) is None


@pytest.mark.rule("R-087")
@pytest.mark.parametrize(
    ("convention", "value", "suggestion"),
    [
        ("year_month", "2008-5", "2008年05月"),
        ("year_month", "08年5月", "2008年05月"),
        ("year_month", "85年5月", "1985年05月"),
        ("year_month", "2008年5月", "2008年05月"),
        ("year_month", "2008/05", "2008年05月"),
        ("year_month", "200805", "2008年05月"),
        ("year_month", "2008.5.12", "2008年05月"),
        ("year_month", "２００８年０５月", "2008年05月"),
        ("year_month", "2008年13月", None),
        ("year_month", "二〇〇八年五月", None),
        ("year_month", "去年", None),
        ("full_date", "2008-5-12", "2008年05月12日"),
        ("full_date", "20080512", "2008年05月12日"),
        ("full_date", "08年5月12号", "2008年05月12日"),
        ("full_date", "2008年05月", None),  # the day cannot be guessed
        ("full_date", "2026年02月30日", None),
        ("valid_until", "2026-12-31", "2026年12月31日"),
    ],
)
def test_a_date_written_otherwise_is_reported_with_the_corrected_form(convention, value, suggestion):
    assert suggested(convention, value) == suggestion


@pytest.mark.rule("R-087")
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_every_month_is_read_from_the_usual_spellings(day, mark):
    right = f"{day.year}年{day.month:02}月"
    assert check("year_month", right) is None
    assert suggested("year_month", f"{day.year}{mark}{day.month}") == right
    assert suggested("year_month", day.isoformat()) == right


@pytest.mark.rule("R-085")
@pytest.mark.parametrize("value", ["2026年03月01日", "2026-3-1", "20251231"])
def test_a_validity_that_has_passed_is_told_before_the_way_it_is_written(value):
    defect = check("valid_until", value)
    assert defect.rule == "validity_over"
    assert defect.facts["boundary"] == "validity"
    assert defect.suggestion is None


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────

REGISTERED = "云岫市云溪区枕溪镇滨河路18号"


@pytest.mark.rule("R-088")
def test_the_registered_address_equals_the_licence_s():
    assert check("registered_address", REGISTERED, record=REGISTERED) is None
    assert check("registered_address", "云岫市云溪区枕溪镇 滨河路１８号", record=REGISTERED) is None
    defect = check("registered_address", "云岫市云溪区枕溪镇滨河路19号", record=REGISTERED)
    assert (defect.rule, defect.suggestion) == ("registered_address_differs", REGISTERED)


@pytest.mark.rule("R-088")
def test_without_a_licence_record_no_address_is_compared():
    assert check("registered_address", "随便") is None


@pytest.mark.rule("R-088")
@pytest.mark.parametrize(
    "value",
    [
        REGISTERED,
        "云岫市石桥县枕溪乡滨河街十八号",
        "河南省郑州市登封市大金店镇金龙路5号院2号楼",
        "云岫市东城区嵩阳街道少林大道12号",
        "江苏省镇江市京口区谏壁镇月湖路12-3号",
        "云岫市 云溪区 枕溪镇 滨河路 １８号",
    ],
)
def test_a_production_address_with_all_its_parts_passes(value):
    assert check("production_address", value) is None


@pytest.mark.rule("R-088")
@pytest.mark.parametrize(
    ("value", "missing"),
    [
        ("云溪区枕溪镇滨河路18号", "市"),
        ("云岫市枕溪镇滨河路18号", "区（县）"),
        ("云岫市云溪区滨河路18号", "乡（镇）"),
        ("云岫市云溪区枕溪镇18号", "路（街道）"),
        ("云岫市云溪区枕溪镇滨河路", "号"),
        ("东城区枕溪镇城市路5号", "市"),  # the 市 of 城市路 is none
        ("枕溪镇滨河路18号", "市、区（县）"),
        ("滨河路", "市、区（县）、乡（镇）、号"),
        ("云岫", "市、区（县）、乡（镇）、路（街道）、号"),
        ("云岫市云溪区枕溪镇滨河路编号", "号"),
    ],
)
def test_a_production_address_names_each_part_it_lacks(value, missing):
    assert check("production_address", value).facts == {"missing": missing}


@pytest.mark.rule("R-088")
def test_a_very_long_address_is_judged_at_once():
    assert check("production_address", "市区乡路" * 5000).facts == {"missing": "号"}


# ── equipment ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-089")
@pytest.mark.parametrize(
    "value",
    [
        "液剂自动包装机 (液体机械灌装设备)",
        "液剂自动包装机（液体机械灌装设备）",
        "液体机械灌装设备",
        "电子 天平",
        "贴标机（自动贴标机（立式））",
    ],
)
def test_an_equipment_name_passes_alone_if_listed_or_with_a_listed_one_in_brackets(value):
    assert check("equipment_name", value, EQUIPMENT) is None


@pytest.mark.rule("R-089")
@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("液体灌装设备", "液体灌装设备（液体机械灌装设备）"),
        ("液剂自动包装机（液体灌装设备）", "液剂自动包装机（液体机械灌装设备）"),
        ("液体机械灌装设备（液剂自动包装机）", "液剂自动包装机（液体机械灌装设备）"),
        ("液剂自动包装机", None),
        ("液剂自动包装机（进口）", None),
        ("（液体机械灌装设备）", "液体机械灌装设备"),
    ],
)
def test_an_unlisted_equipment_name_is_a_defect(value, suggestion):
    assert suggested("equipment_name", value, EQUIPMENT) == suggestion


@pytest.mark.rule("R-089")
def test_an_item_without_a_list_has_no_equipment_names_to_differ_from():
    assert check("equipment_name", "液剂自动包装机") is None


# ── standards ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-090")
@pytest.mark.parametrize(
    "value",
    [
        "咪鲜胺原药GB22623-2008",
        "咪鲜胺原药 GB 22623—2008",
        "农药水分测定方法（卡尔费休法）GB/T 1600-2001",
        "云岫绿茶DB41/T 1234-2020",
        "企业标准Q/YXNY 001-2020",
        "质量管理体系 要求GB/T19001-2016",
    ],
)
def test_a_standard_is_its_chinese_name_and_then_its_number(value):
    assert check("standard", value) is None


@pytest.mark.rule("R-090")
@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("GB22623-2008咪鲜胺原药", "咪鲜胺原药GB22623-2008"),
        ("GB/T 1600-2001 农药水分测定方法", "农药水分测定方法GB/T 1600-2001"),
        ("咪鲜胺原药gb22623-2008", "咪鲜胺原药GB22623-2008"),
        ("GB22623-2008", "××××GB22623-2008"),
        ("咪鲜胺原药", "咪鲜胺原药GB××××-××××"),
        ("？", "××××GB××××-××××"),
    ],
)
def test_a_standard_the_wrong_way_round_or_by_half_shows_the_right_form(value, form):
    defect = check("standard", value)
    assert defect.form == form
    assert defect.suggestion == (None if "×" in form else form)


@pytest.mark.rule("R-090")
@pytest.mark.parametrize("value", ["GB22623-2008", "gb 22623—2008", "咪鲜胺原药"])
def test_the_missing_half_of_a_standard_comes_from_those_the_item_knows(value):
    assert suggested("standard", value, STANDARDS) == "咪鲜胺原药GB22623-2008"


# ── products ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-091")
def test_a_product_is_picked_from_the_rules_and_free_text_refused():
    products = ("杀菌剂原药", "杀虫剂原药", "除草剂制剂")
    assert check("listed", "杀菌剂原药", products) is None
    assert suggested("listed", "杀菌剂 原药", products) == "杀菌剂原药"
    assert suggested("listed", "杀菌原药", products) == "杀菌剂原药"
    assert suggested("listed", "化妆品", products) is None
    assert check("listed", "杀菌剂原药").rule == "not_listed"


@pytest.mark.rule("R-085")
@pytest.mark.parametrize("value", ["农药", "农药原药", "化肥", "塑料制品"])
def test_what_the_licence_s_scope_names_is_covered(value):
    assert check("business_scope", value, record=SCOPE) is None


@pytest.mark.rule("R-085")
@pytest.mark.parametrize("value", ["兽药", "食品", "医疗器械"])
def test_what_lies_outside_the_licence_s_scope_is_a_listed_defect(value):
    defect = check("business_scope", value, record=SCOPE)
    assert (defect.rule, defect.facts["boundary"]) == ("scope_not_covered", "business_scope")


@pytest.mark.rule("R-085")
def test_without_a_licence_record_no_scope_is_compared():
    assert check("business_scope", "兽药") is None


# ── the whole form ───────────────────────────────────────────────────────────────────────────────────

SCHEMA = {
    "type": "object",
    "x-order": ["company", "equipment"],
    "properties": {
        "equipment": {
            "type": "array",
            "title": "生产设备",
            "items": {
                "type": "object",
                "properties": {
                    "name": {
                        "type": "string",
                        "title": "设备名称",
                        "x-title-en": "Equipment",
                        "x-convention": "equipment_name",
                        "x-choices": list(EQUIPMENT),
                    },
                    "made": {"type": "string", "title": "生产日期", "x-convention": "year_month"},
                    "bought": {"type": "string", "title": "购置日期", "x-convention": "year_month"},
                },
            },
        },
        "company": {
            "type": "object",
            "properties": {
                "address": {
                    "type": "string",
                    "title": "注册地址",
                    "x-convention": "registered_address",
                    "x-record": "address",
                },
                "capital": {"type": "number", "title": "注册资金", "x-convention": "amount_wan"},
                "category": {
                    "type": "string",
                    "title": "产品类别",
                    "x-convention": ["business_scope", "listed"],
                    "x-record": "scope",
                    "enum": ["农药原药", "农药制剂"],
                },
            },
        },
    },
}
RIGHT = {
    "company": {"address": REGISTERED, "capital": 50, "category": "农药原药"},
    "equipment": [{"name": "反应釜", "made": "2008年05月", "bought": "2009年01月"}],
}
LICENCE = {"address": REGISTERED, "scope": SCOPE}


def findings(form):
    return check_form(SCHEMA, form, today=TODAY, record=LICENCE)


@pytest.mark.rule("R-084")
def test_the_form_with_three_errors_is_found_in_one_pass():
    # The fault of the source: basic data on the first visit, the equipment's name on the second, its dates on the third.
    form = {
        "company": {**RIGHT["company"], "address": "云岫市云溪区枕溪镇滨河路19号"},
        "equipment": [
            RIGHT["equipment"][0],
            {"name": "液体灌装设备", "made": "08年5月", "bought": "2009-1"},
        ],
    }
    assert [(finding.field, finding.rule) for finding in findings(form)] == [
        ("company.address", "registered_address_differs"),
        ("equipment.1.name", "equipment_name_unlisted"),
        ("equipment.1.made", "month_form"),
        ("equipment.1.bought", "month_form"),
    ]
    assert {finding.severity for finding in findings(form)} == {Severity.CURABLE}


@pytest.mark.rule("R-084")
def test_a_form_filled_in_right_has_no_findings():
    assert findings(RIGHT) == ()


@pytest.mark.rule("R-084")
def test_taking_every_suggestion_leaves_nothing_to_find():
    form = {
        "company": {"address": "别处", "capital": "500000元", "category": "农药 原药"},
        "equipment": [{"name": "液体灌装设备", "made": "08年5月", "bought": "2009.1"}],
    }
    for finding in findings(form):
        *above, last = finding.field.split(".")
        place = form
        for step in above:
            place = place[int(step) if step.isdigit() else step]
        place[last] = finding.facts["suggestion"]
    assert findings(form) == ()


@pytest.mark.rule("R-084", "R-085")
def test_one_field_may_break_two_conventions_and_both_are_told():
    form = {"company": {**RIGHT["company"], "category": "兽药制剂"}}
    assert [finding.rule for finding in findings(form)] == ["scope_not_covered", "not_listed"]


@pytest.mark.rule("R-085")
def test_scope_and_validity_in_the_form_answer_for_their_boundaries():
    schema = {
        "properties": {
            "category": {"x-convention": "business_scope", "x-record": "scope"},
            "until": {"x-convention": "valid_until"},
        }
    }
    form = {"category": "兽药", "until": "2026年02月28日"}
    found = check_form(schema, form, today=TODAY, record=LICENCE)
    assert boundaries(found) == {
        Boundary.LICENCE_CLASS: True,
        Boundary.BUSINESS_SCOPE: False,
        Boundary.VALIDITY: False,
    }


@pytest.mark.rule("R-084")
def test_what_is_empty_or_of_another_shape_is_no_matter_of_conventions():
    for form in ({}, {"company": None, "equipment": []}, {"company": {"address": ""}}, None, [], "text"):
        assert findings(form) == ()


@pytest.mark.rule("R-084")
def test_every_defect_reads_well_in_both_languages():
    from yimen.base.findings import sentence

    form = {
        "company": {"address": "别处", "capital": "50美元", "category": "兽药"},
        "equipment": [{"name": "液剂自动包装机", "made": "2008-5"}],
    }
    texts = [(sentence(finding), sentence(finding, "en")) for finding in findings(form)]
    assert texts[0][0] == (
        "“注册地址”与营业执照上的地址不一致。",
        f"请填写营业执照上的地址：{REGISTERED}；地址已经变更的，请先变更营业执照。",
    )
    assert texts[-1][0] == ("“生产日期（第1行）”应写作“xxxx年xx月”。", "请按“2008年05月”的写法填写。")
    assert texts[-2][1][0] == "“Equipment (row 1)” is not a name of the item's rules."
    assert all("“”" not in text and "：。" not in text for both in texts for pair in both for text in pair)


@pytest.mark.rule("R-086", "R-087", "R-088", "R-089", "R-090", "R-091")
@given(st.sampled_from(sorted(CONVENTIONS)), st.text(max_size=30))
def test_whatever_is_typed_is_judged_and_what_is_suggested_passes(convention, value):
    from yimen.base.findings import FINDINGS

    for choices in ((), EQUIPMENT, STANDARDS):
        for record in (None, REGISTERED, SCOPE):
            defect = check(convention, value, choices, record)
            assert defect is None or defect.rule in FINDINGS
            if defect is not None and defect.suggestion is not None:
                assert check(convention, defect.suggestion, choices, record) is None


@pytest.mark.rule("R-086", "R-087", "R-089", "R-090")
@given(
    st.sampled_from(sorted(CONVENTIONS)),
    st.lists(
        st.sampled_from(["GB", "22623", "-2008", "2008", "年", "月", "5", "咪鲜胺原药", "反应釜", "（", "）", "万元", "元", "台", "部"]),
        max_size=6,
    ).map("".join),
)  # fmt: skip
def test_what_is_suggested_for_likely_slips_passes(convention, value):
    for choices in (EQUIPMENT, STANDARDS):
        defect = check(convention, value, choices, REGISTERED)
        if defect is not None and defect.suggestion is not None:
            assert check(convention, defect.suggestion, choices, REGISTERED) is None


def test_every_convention_can_be_named_by_a_form_and_no_other():
    schema = {
        "properties": {
            "a": {"x-convention": "year_month"},
            "b": {"items": {"properties": {"c": {"x-convention": ["standard", "typo"]}}}},
            "d": {"x-convention": "typo"},
        }
    }
    assert unknown_conventions(schema) == ("typo",)
    assert unknown_conventions(SCHEMA) == ()
    assert unknown_conventions({"properties": {name: {"x-convention": name} for name in CONVENTIONS}}) == ()
