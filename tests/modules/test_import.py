"""Taking in lists of items and guides: good rows go in, every other cell is reported with what to do about it."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import shelf
import town
from town import SETUP, Town
from yimen.base.sheets import Line
from yimen.modules.catalogue import commands, events, queries
from yimen.modules.catalogue.commands import Report, print_report
from yimen.modules.catalogue.contents import Contents
from yimen.modules.catalogue.importing import cells, headings, reading
from yimen.modules.catalogue.importing.sentences import PROBLEMS
from yimen.modules.catalogue.kinds import Subject
from yimen.modules.catalogue.models import Item, ItemVersion
from yimen.modules.ledger import queries as ledger
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor, Kind
from yimen.rules.limits import Limit, Unit
from yimen.rules.refused import Refused

HEAD = "department,main_item,name,item_code,area_code,task_type,dept_code"
GOOD = "市城市管理局,,占用城市道路审批,511A0014100002-511602000000-000-2222222222222-1-00,990100000000,1,12441500196720244T"


@pytest.fixture
def place(db: None, now: datetime) -> Town:
    return town.build(now)


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows]).encode()


def table(rows: Sequence[Sequence[Any]], sheet: str = "事项") -> bytes:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def found(report: Report) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.reason) for each in report.problems]


def said(code: str) -> Contents:
    return Contents.of(ItemVersion.objects.filter(item__code=code).latest("n"))


def state() -> tuple[Any, ...]:
    return (
        list(ItemVersion.objects.order_by("id").values()),
        list(Item.objects.order_by("id").values()),
        ledger.books(),
        [each.name for each in people.units()],
    )


# --- what goes in ----------------------------------------------------------------------------------------


@pytest.mark.rule("R-029")
def test_a_good_row_goes_in_as_a_draft(place: Town, now: datetime) -> None:
    report = commands.import_items(SETUP, csv(GOOD), now=now)
    assert (report.rows_read, report.created, report.clean) == (1, 1, True)
    item = Item.objects.get()
    assert (item.scheme, item.department_id, item.current) == ("other", place.unit["streets"], None)
    assert said(item.code).kind == "permit"
    assert queries.items().results == ()


@pytest.mark.rule("R-029")
def test_a_list_with_real_dirt_gives_a_report_line_by_line(place: Town, now: datetime) -> None:
    """The sorts of dirt real lists have: no department, no name, odd codes, doubles, other cities, wrong words."""
    content = csv(
        GOOD,
        "市残联,,残疾人证办理,513F00100,990100000000,7,5",  # nobody knows the department; its code is odd
        ",,无部门事项,513F00101,990100000000,7,",
        "市城市管理局,,,513F00102,990100000000,7,",
        "市城市管理局,,没有编码,,990100000000,7,",
        "市城市管理局,,科学计数,1.15113E+17,990100000000,7,",
        GOOD,  # the same again
        GOOD.replace("占用城市道路审批", "另一个名称"),
        GOOD.replace("511A0014100002", "511A0014100003"),  # a twin with another code
        "市城市管理局,,类型不明,513F00103,990100000000,99,083372204",
        "市城市管理局,,　全角 编码　,５１３Ｆ 00104,990100000000,20,68236467-9",
    )
    report = commands.import_items(SETUP, content, now=now)
    assert (report.rows_read, report.created, report.unchanged, report.refused) == (11, 4, 1, 6)
    assert found(report) == [
        (3, "dept_code", "department_code_odd"),
        (3, "department", "department_unknown"),
        (4, "department", "department_missing"),
        (5, "name", "name_missing"),
        (6, "item_code", "code_missing"),
        (7, "item_code", "code_lost_digits"),
        (9, "item_code", "code_twice"),
        (10, "name", "name_twice"),
        (11, "task_type", "kind_unknown"),
        (12, "item_code", "code_padded"),
    ]
    assert all(each.zh and each.en for each in report.problems)
    assert Item.objects.filter(code="513F00104").exists()
    assert said("513F00104").name == "全角 编码"


def test_running_twice_changes_nothing(place: Town, now: datetime) -> None:
    content = csv(GOOD, "市场监督管理局,,食品经营许可,513F00105,990100000000,1,")
    commands.import_items(SETUP, content, now=now)
    before = state()
    report = commands.import_items(SETUP, content, now=now)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert state() == before


def test_a_trial_run_writes_nothing_and_foretells_the_run(place: Town, now: datetime) -> None:
    content = csv(GOOD, "区林业局,,木材运输,513F00106,990100000000,1,", ",,x,y,,,")
    before = state()
    trial = commands.import_items(SETUP, content, dry_run=True, create_departments="990100", now=now)
    assert state() == before
    real = commands.import_items(SETUP, content, create_departments="990100", now=now)
    assert (
        (trial.created, trial.refused, trial.problems)
        == (real.created, real.refused, real.problems)
        != (0, 0, ())
    )
    assert trial.departments_created == real.departments_created == ("区林业局",)
    assert trial.dry_run


def test_an_import_is_one_line_of_the_catalogues_book(place: Town, now: datetime) -> None:
    commands.import_items(SETUP, csv(GOOD, GOOD.replace("0002", "0009")), now=now)
    books = {name: id_ for id_, name in ledger.books()}
    (line,) = ledger.lines(books["catalogue"])
    assert line.act == events.IMPORTED
    assert len(line.body["facts"]["created"]) == 2


def test_a_changed_row_updates_the_draft_and_leaves_the_rest_of_it(place: Town, now: datetime) -> None:
    commands.draft(SETUP, "A1", "streets", shelf.whole(), now=now)
    report = commands.import_items(SETUP, csv("市城市管理局,,占用道路,A1,,1,"), now=now)
    assert (report.updated, report.created) == (1, 0)
    assert said("A1") == Contents().changed({**shelf.whole(), "name": "占用道路"})


@pytest.mark.rule("R-030")
def test_a_changed_row_of_a_published_item_becomes_its_next_draft(place: Town, now: datetime) -> None:
    version = shelf.put(now, "A1")
    report = commands.import_items(SETUP, csv("市城市管理局,,占用道路,A1,,1,"), now=now)
    assert report.updated == 1
    assert queries.published("A1").version_id == version
    assert queries.published("A1").name == "占用城市道路审批"
    assert [each.name for each in queries.drafts(SETUP, now=now).results] == ["占用道路"]
    assert commands.import_items(SETUP, csv("市城市管理局,,占用道路,A1,,1,"), now=now).unchanged == 1


@pytest.mark.rule("KIND-02", "R-029")
@pytest.mark.parametrize(
    ("track", "written", "becomes"),
    [
        ("committed", "1", "instant"),
        ("committed", "2", "committed"),
        ("joint", "2", "joint"),  # the exchange has no code of its own for it
        ("escalated", "２", "escalated"),
        ("joint", "承诺件", "committed"),
    ],
)
def test_the_national_code_leaves_an_item_the_track_it_may_mean(
    place: Town, now: datetime, track: str, written: str, becomes: str
) -> None:
    commands.draft(SETUP, "A1", "streets", {**shelf.whole(), "track": track}, now=now)
    content = csv(f"市城市管理局,占用道路,A1,{written}", head="部门,事项名称,事项编码,办件类型")
    assert not commands.import_items(SETUP, content, now=now).problems
    assert said("A1").track == becomes


def test_the_national_code_for_the_rest_names_no_track(place: Town, now: datetime) -> None:
    content = csv("市城市管理局,占用道路,A1,9", head="部门,事项名称,事项编码,办件类型")
    report = commands.import_items(SETUP, content, now=now)
    assert found(report)[-1][1:] == ("办件类型", "track_unknown")
    assert said("A1").track == "committed"


def test_a_column_that_is_not_there_changes_nothing(place: Town, now: datetime) -> None:
    commands.draft(SETUP, "A1", "streets", shelf.whole(), now=now)
    content = csv("市城市管理局,占用城市道路审批,A1", head="部门,事项名称,事项编码")
    assert commands.import_items(SETUP, content, now=now).unchanged == 1


def test_departments_that_are_not_there_are_created_only_when_asked(place: Town, now: datetime) -> None:
    content = csv(
        "区林业局,,木材运输,B1,,1,12441500196720244T", "区水务局,,取水许可,B2,,1,x", "区水务局,,再取水,B3,,1,"
    )
    assert commands.import_items(SETUP, content, now=now).refused == 3
    report = commands.import_items(SETUP, content, create_departments="990100", now=now)
    assert (report.created, report.departments_created) == (3, ("区林业局", "区水务局"))
    codes = {each.name: each.code for each in people.departments()}
    assert codes["区林业局"] == "12441500196720244T"
    assert codes["区水务局"] == "990100-QSWJ"


def test_a_short_name_is_asked_about_not_guessed(place: Town, now: datetime) -> None:
    report = commands.import_items(SETUP, csv("市城管局,,占用道路,A1,,1,"), now=now)
    (problem,) = report.problems
    assert "是不是“云岫市城市管理局”？" in problem.zh
    assert report.refused == 1


def test_an_item_does_not_move_to_another_department_by_import(place: Town, now: datetime) -> None:
    shelf.put(now, "A1")
    report = commands.import_items(SETUP, csv("市场监督管理局,,占用道路,A1,,1,"), now=now)
    assert found(report) == [(2, "department", "department_other")]


def test_an_office_imports_only_for_its_own_division(place: Town, now: datetime) -> None:
    office = place.actor("clerk-of-office")
    elsewhere = Actor(Kind.STAFF, id=office.id, roles=office.roles, division="510100")
    assert found(commands.import_items(elsewhere, csv(GOOD), now=now)) == [(2, "department", "not_yours")]
    assert commands.import_items(office, csv(GOOD), now=now).created == 1


# --- the forms lists come in -----------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_from_an_old_office_computer_is_read(place: Town, now: datetime, encoding: str) -> None:
    content = csv(GOOD).decode().encode(encoding)
    assert commands.import_items(SETUP, content, now=now).created == 1


def test_a_workbook_with_a_title_above_its_headings_is_read(place: Town, now: datetime) -> None:
    content = table([
        ["云岫市政务服务事项清单（2026年版）"],
        [],
        ["序号", "实施主体", "事项名称*", "实施编码*", "办件类型", "法定办结时限", "承诺办结时限", "是否收费", "备注"],
        [1, "市城市管理局", "占用城市道路审批", "A1", "承诺件", "二十个工作日", "9个工作日", "否", "x"],
        [2, "市城市管理局", "打印证明", "A2", "即办件", 3, "当场办结", "是", ""],
    ])  # fmt: skip
    report = commands.import_items(SETUP, content, now=now)
    assert report.created == 2
    assert found(report) == [(3, "序号", "column_unknown"), (3, "备注", "column_unknown")]
    first, second = said("A1"), said("A2")
    assert (first.statutory_limit, first.promised_limit, first.charged) == (Limit(20), Limit(9), False)
    assert (second.track, second.statutory_limit, second.promised_limit) == ("instant", Limit(3), Limit(0))


def test_missing_columns_are_named_before_anything_is_read(place: Town, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        commands.import_items(SETUP, csv("占用道路", head="事项名称"), now=now)
    assert (caught.value.reason, caught.value.facts["missing"]) == ("file_columns_missing", "事项编码、部门")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ({"服务对象": "外星人"}, "subject_unknown"),
        ({"办件类型": "特快"}, "track_unknown"),
        ({"网办深度": "很深"}, "online_unknown"),
        ({"保管期限": "7年"}, "retention_unknown"),
        ({"法定时限": "很快"}, "limit_unreadable"),
        ({"是否收费": "也许"}, "flag_unreadable"),
        ({"可延长": "十"}, "count_unreadable"),
        ({"受理审查道数": "3"}, "count_unreadable"),
        ({"权力清单生效日期": "去年"}, "value_unreadable"),
        ({"法定时限": "3个工作日", "承诺时限": "5个工作日"}, "promise_over_statute"),
    ],
)
def test_a_cell_that_cannot_be_read_is_left_out_and_the_row_goes_in(
    place: Town, now: datetime, cell: dict[str, str], reason: str
) -> None:
    content = table(
        [["部门", "事项名称", "事项编码", *cell], ["市城市管理局", "占用道路", "A1", *cell.values()]]
    )
    report = commands.import_items(SETUP, content, now=now)
    assert report.created == 1
    assert found(report) == [(2, list(cell)[-1], reason)]


# --- guides ----------------------------------------------------------------------------------------------

GUIDE = {
    "id": "some-outdoor-ad",
    "name": "设置大型户外广告审批",
    "region": "某省某县",
    "authority": "市城市管理局",
    "item_type": "行政许可",
    "implementation_code": "",
    "case_type": "承诺件",
    "service_object": "企业法人",
    "materials": [
        {"name": "申请表", "form": "原件", "copies": 1},
        {"name": "身份证", "form": "原件、复印件", "required": False, "note": "核对原件"},
        {"form": "复印件"},
    ],
    "conditions": ["确因广告和宣传需要设置"],
    "process": ["受理", "审查", "决定"],
    "statutory_limit": {"n": 5, "unit": "working_day", "basis": "行政许可法第四十二条"},
    "promised_limit": {"n": 1, "unit": "immediate"},
    "fee": {"charged": False},
    "legal_basis": [{"law": "城市市容和环境卫生管理条例", "articles": ["第十一条"]}],
    "materials_note": "复印件需盖公章",
    "notes": "时限不含补正时间",
    "visits": 0,
    "four_ways": ["网上办"],
    "source_url": "http://example.gov.cn/1",
}


@pytest.mark.rule("R-033")
def test_a_published_guide_goes_in_as_a_draft_and_says_what_it_lacks(place: Town, now: datetime) -> None:
    scenarios = {
        **GUIDE,
        "id": "by-situation",
        "scenarios": [{"name": "工地"}, {"name": "装修"}],
        "item_type": "一件事",
    }
    nobody = {**GUIDE, "id": "nobody", "authority": None}
    content = json.dumps([GUIDE, scenarios, nobody], ensure_ascii=False, indent=1).encode()
    report = commands.import_guides(SETUP, content, now=now)
    assert (report.rows_read, report.created, report.refused) == (3, 2, 1)
    reasons = {(each.line, each.reason) for each in report.problems}
    first, second, third = (each for each in sorted({each.line for each in report.problems}))
    assert first == 2
    assert {(first, "column_unknown"), (first, "material_unreadable"), (first, "guide_lacks")} <= reasons
    assert {(second, "by_situation"), (second, "kind_unknown")} <= reasons
    assert (third, "department_missing") in reasons
    lacks = next(each for each in report.problems if (each.line, each.reason) == (first, "guide_lacks"))
    for word in (
        "权力清单条目",
        "数量限制",
        "申请范文",
        "审批内容",
        "办公地点",
        "办事责任人",
        "2 项材料的材料类别",
        "主件",
    ):
        assert word in lacks.zh
    kept = said("some-outdoor-ad")
    assert (kept.kind, kept.subject, kept.track) == ("permit", "organisation", "committed")
    assert (kept.statutory_limit, kept.promised_limit) == (Limit(5), Limit(0))
    assert [row["name"] for row in kept.materials] == ["申请表", "身份证"]
    assert [(row["original"], row.get("blocks", True)) for row in kept.materials] == [
        (True, True),
        (True, False),
    ]
    assert kept.guide["tips"] == ["复印件需盖公章", "时限不含补正时间"]
    assert kept.guide["visits"] == 0
    assert commands.import_guides(SETUP, content, now=now).unchanged == 2


def test_a_guide_may_come_as_a_table(place: Town, now: datetime) -> None:
    content = table([
        ["部门", "事项名称", "事项编码", "办事条件", "办事依据", "申报材料目录", "办理程序", "收费标准", "收费依据", "咨询电话"],
        ["市城市管理局", "占用道路", "A1", "1.确有需要\n2、有修复方案",
         "《城市道路管理条例》第三十条、第三十一条；《道路交通安全法》第三十二条",
         "申请表|主件\n位置图|附件|2|标明尺寸", "受理；审查；决定", "每平方米每日0.5元", "云发改收费〔2024〕6号", "0689-8637203"],
    ])  # fmt: skip
    report = commands.import_guides(SETUP, content, now=now)
    kept = said("A1")
    assert report.created == 1
    assert kept.guide["conditions"] == ["确有需要", "有修复方案"]
    assert kept.guide["legal_basis"] == [
        {"law": "城市道路管理条例", "articles": ["第三十条", "第三十一条"]},
        {"law": "道路交通安全法", "articles": ["第三十二条"]},
    ]
    assert [(row["class"], row.get("copies", 1), row.get("note")) for row in kept.materials] == [
        ("main", 1, None), ("attachment", 2, "标明尺寸"),
    ]  # fmt: skip
    assert kept.guide["process"] == ["受理", "审查", "决定"]
    assert kept.guide["fee"] == {
        "charged": True, "standards": [{"standard": "每平方米每日0.5元", "basis": "云发改收费〔2024〕6号"}],
    }  # fmt: skip


def test_our_own_json_comes_back_in_whole(place: Town, now: datetime) -> None:
    shelf.put(now, "A1")
    entry = {"code": "A1", "department": "streets", "synonyms": ["占道"], "categories": ["城市管理"]}
    content = json.dumps([{**said("A1").to_json(), **entry}]).encode()
    assert commands.import_items(SETUP, content, now=now).updated == 1  # its words are new
    assert commands.import_items(SETUP, content, now=now).unchanged == 1
    assert queries.drafts(SETUP, now=now).results == ()
    assert queries.guide("A1").synonyms == ("占道",)


@pytest.mark.parametrize(
    "entry",
    [{"guide": "x"}, {"materials": [1, None]}, {"form": []}, {"flow": "x"}, {"power_entry": 7}, {"statutory_limit": []},
     {"name": {"a": 1}, "kind": ["x"]}, {"preconditions": {}}, {"synonyms": {"a": 1}}, {"fee": "看情况"}, {"scenarios": 3},
     {"materials": [{"name": "x", "copies": "many", "class": "喵"}]}, {"extension": "x"}, {"retention": []},
     {"fee": {"charged": True, "standards": ["10元"]}}, {"guide": {"fee": {"charged": True, "standards": 10}}}, {"guide": {"fee": 7}}],
)  # fmt: skip
def test_values_of_the_wrong_shape_are_reported_never_a_crash(
    place: Town, now: datetime, entry: dict[str, Any]
) -> None:
    content = json.dumps([{"code": "A1", "department": "streets", "name": "占用道路", **entry}]).encode()
    report = commands.import_guides(SETUP, content, now=now)
    assert report.rows_read == 1
    assert report.created + report.refused == 1
    assert commands.import_guides(SETUP, content, now=now).created == 0


# --- the workbook ----------------------------------------------------------------------------------------


def test_the_workbook_of_a_hall_imports_back_without_a_change(now: datetime, db: None) -> None:
    shelf.found_departments(now)
    commands.load_demo(SETUP, now=now)
    content = queries.workbook(SETUP)
    before = state()
    report = commands.import_items(SETUP, content, now=now)
    assert (report.rows_read, report.unchanged, report.clean) == (24, 24, True)
    assert state() == before


def test_a_corrected_workbook_changes_just_that_cell(now: datetime, db: None) -> None:
    shelf.found_departments(now)
    codes = commands.load_demo(SETUP, now=now)
    book = load_workbook(io.BytesIO(queries.workbook(SETUP)))
    sheet = book["事项"]
    column = next(cell.column for cell in sheet[1] if cell.value == "承诺时限")
    line = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == codes[0])
    sheet.cell(line, column, "1个工作日")
    out = io.BytesIO()
    book.save(out)
    report = commands.import_items(SETUP, out.getvalue(), now=now)
    assert (report.updated, report.unchanged) == (1, 23)
    assert said(codes[0]).promised_limit == Limit(1)


def test_the_template_has_the_headings_and_nothing_else(place: Town, now: datetime) -> None:
    shelf.put(now, "A1")
    book = load_workbook(io.BytesIO(queries.workbook(SETUP, template=True)))
    rows = list(book["事项"].iter_rows(values_only=True))
    assert len(rows) == 1
    assert all(headings.word_of(str(heading)) for heading in rows[0])
    assert book["填写说明"].max_row > 3


def test_a_name_that_looks_like_a_formula_stays_a_name(place: Town, now: datetime) -> None:
    shelf.put(now, "A1", name="=1+1")
    book = load_workbook(io.BytesIO(queries.workbook(SETUP)))
    cell = next(each for each in book["事项"][2] if each.value == "=1+1")
    assert cell.data_type == "s"


# --- the report ------------------------------------------------------------------------------------------


def test_the_report_says_the_same_trouble_once_with_all_its_lines(place: Town, now: datetime) -> None:
    rows = [f"区林业局,,事项{n},L{n},,1," for n in range(6)]
    report = commands.import_items(
        SETUP, csv(GOOD, *rows[:3], GOOD.replace("0002", "0009"), *rows[3:]), now=now
    )
    text = print_report(report)
    assert "共读取 8 行：新建 2，更新 0，没有变化 0，未导入 6。" in text
    assert "第 3–5、7–9 行“department”（共 6 行）：系统里没有“区林业局”" in text
    english = print_report(report, "en")
    assert "8 rows read: 2 created, 0 updated, 0 unchanged, 6 not taken in." in english
    assert "line 3–5, 7–9, department (6 rows):" in english


def test_a_trial_run_says_so_first(place: Town, now: datetime) -> None:
    report = commands.import_items(SETUP, csv(GOOD), dry_run=True, now=now)
    assert print_report(report).startswith("试运行")
    assert print_report(report, "en").startswith("Trial run")


@pytest.mark.parametrize("reason", PROBLEMS)
def test_every_problem_has_its_words_in_both_languages(reason: str) -> None:
    words = PROBLEMS[reason]
    assert words.zh.endswith("。")
    assert words.en.endswith(".")


rows = st.lists(
    st.tuples(
        st.sampled_from(["市城市管理局", "市场监督管理局", "区林业局", ""]),
        st.sampled_from(["占用道路", "悬挂横幅", "", "长" * 300]),
        st.sampled_from(["A1", "A2", "A 3", "", "1.2E+18"]),
        st.sampled_from(["1", "20", "99", ""]),
    ),
    min_size=1,
    max_size=8,
)


@given(rows=rows)
def test_every_row_is_accounted_for(rows: list[tuple[str, ...]]) -> None:
    """Created, updated, unchanged or refused: nothing read goes missing, and what is refused says why."""
    lines = [Line(1, ("部门", "事项名称", "事项编码", "事项类型"))]
    lines += [Line(n, row) for n, row in enumerate(rows, start=2)]
    read, _, _ = headings.rows_of(lines, ("code", "name", "department"))
    for row, wanted in zip(rows, map(reading.read, read), strict=True):
        bad = not row[0] or not row[1] or len(row[1]) > 200 or not row[2] or "E+" in row[2]
        assert wanted.refused is bad
        assert all(each.line == wanted.line for each in wanted.problems)


# --- cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20个工作日", Limit(20)), ("20 工作日", Limit(20)), ("二十五个工作日", Limit(25)), ("十日", Limit(10, Unit.DAY)),
        ("７日", Limit(7, Unit.DAY)), ("3个月", Limit(3, Unit.MONTH)), ("2小时", Limit(2, Unit.HOUR)), ("30分钟", Limit(30, Unit.MINUTE)),
        ("即办", Limit(0)), ("当场办结", Limit(0)), ("0", Limit(0)), ("5", Limit(5)), (5, Limit(5)), ("5工作日内", Limit(5)),
        ({"n": 1, "unit": "immediate"}, Limit(0)), ({"n": 4, "unit": "clock_hour"}, Limit(4, Unit.CLOCK_HOUR)),
        ("尽快", None), ("-3日", None), (-1, None), (True, None), (None, None), ("3 fortnights", None), ({"n": "x", "unit": "day"}, None),
    ],
)  # fmt: skip
def test_a_limit_is_read_in_words(text: Any, expected: Limit | None) -> None:
    assert cells.limit(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自然人", Subject.PERSON), ("企业法人", Subject.ORGANISATION), ("自然人,企业法人", Subject.BOTH),
        ("公民、法人或其他社会组织", Subject.BOTH), ("企业退休人员", Subject.PERSON), ("个人和法人", Subject.BOTH), ("外星", None),
    ],
)  # fmt: skip
def test_for_whom_an_item_is_is_read_in_words(text: str, expected: Subject | None) -> None:
    assert cells.subject(text) is expected


@given(st.text(max_size=30))
def test_no_text_in_a_cell_can_break_the_reading(text: str) -> None:
    cells.limit(text)
    cells.subject(text)
    cells.flag(text)
    cells.pieces(text)
    cells.names(text)
    cells.material(1, text)
