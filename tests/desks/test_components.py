"""Every component in every state, as the pages use them: what it says, and that none is forgotten."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Template, engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from calendars import CN, HOURS, at, day
from yimen.base import phrases, words
from yimen.base.icons import UnknownIcon, icon
from yimen.base.templatetags.yimen import query
from yimen.rules import deadlines
from yimen.rules.limits import Limit, Unit

TEMPLATES = Path(settings.PACKAGE) / "base" / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "c").glob("*.html"))
FACE_STATES = [
    "pre_registered",
    "received",
    "supplement_pending",
    "accepted",
    "in_review",
    "suspended",
    "waiting_superior",
    "decided",
    "completed",
    "delivered",
    "archived",
    "returned",
    "not_accepted",
    "withdrawn",
    "closed_by_applicant",
]
KINDS = {"instant": "即办件", "committed": "承诺件", "joint": "联办件", "escalated": "上报件", "supplement": "补办件",
         "returned": "退回件"}  # fmt: skip
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def drawn(source: str, language: str = "zh-hans", **context: Any) -> str:
    with translation.override(language):
        engine = engines["django"]
        html: str = engine.from_string(CottonCompiler().process(source)).render(context)
    return re.sub(r"\s+", " ", html)


def said(html: str) -> str:
    """What a reader or a screen reader gets."""
    html = re.sub(r'<svg[^>]*aria-label="([^"]*)"[^>]*>.*?</svg>', r" \1 ", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", FACE_STATES)
@pytest.mark.rule("R-286", "ACC-03")
def test_every_state_has_its_icon_and_its_word_in_both_languages(state: str, language: str) -> None:
    html = drawn('<c-state :state="state" only />', language, state=state)
    assert "<svg" in html
    assert bool(re.search("[\u4e00-\u9fff]", said(html))) is (language == "zh-hans")


def test_the_table_of_states_is_that_of_the_requirements() -> None:
    assert list(words.STATES) == FACE_STATES


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
@pytest.mark.rule("R-286")
def test_the_six_kinds_have_their_exact_names(kind: str, name: str) -> None:
    assert said(drawn('<c-kind :kind="kind" only />', kind=kind)).endswith(name)
    assert name in drawn('<c-kind :kind="kind" bare only />', kind=kind), "a bare seal is still read out"


@pytest.mark.parametrize(
    ("light", "word"), [("off", "未计时"), ("green", "正常"), ("yellow", "临期"), ("red", "超期")]
)
@pytest.mark.rule("ACC-03", "R-121")
def test_a_light_never_speaks_by_colour_alone(light: str, word: str) -> None:
    html = drawn('<c-light :light="light" only />', light=light)
    assert "<svg" in html
    assert said(html) == word


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        (Limit(5), "5 个工作日", "5 working days"),
        (Limit(1), "1 个工作日", "1 working day"),
        (Limit(0), "当日", "the same day"),
        (Limit(2, Unit.MONTH), "2 个月", "2 months"),
        (Limit(1, Unit.DAY), "1 天", "1 day"),
        (Limit(4, Unit.HOUR), "4 个工作小时", "4 office hours"),
        (Limit(24, Unit.CLOCK_HOUR), "24 小时", "24 hours"),
        (Limit(30, Unit.MINUTE), "30 分钟", "30 minutes"),
        ({"n": 5, "unit": "working_day"}, "5 个工作日", "5 working days"),
        (None, "—", "—"),
    ],
)
def test_a_limit_is_said_with_its_unit(limit: Limit | None, zh: str, en: str) -> None:
    assert said(drawn('<c-limit :limit="limit" only />', limit=limit)) == zh
    assert said(drawn('<c-limit :limit="limit" only />', "en", limit=limit)) == en


@pytest.mark.parametrize(
    ("remaining", "zh"),
    [
        (Limit(3), "还剩 3 个工作日"),
        (Limit(0), "今日到期"),
        (Limit(-2), "已超期 2 个工作日"),
        (Limit(0, Unit.MINUTE), "即将到点"),
    ],
)
@pytest.mark.rule("R-121", "R-126")
def test_what_remains_is_nothing_on_the_due_day_and_over_after_it(remaining: Limit, zh: str) -> None:
    assert said(drawn('<c-remaining :remaining="left" only />', left=remaining)) == zh


def test_where_no_limit_runs_the_light_says_so() -> None:
    assert said(drawn('<c-remaining :remaining="left" light="off" only />', left=None)) == "未计时"


def test_days_and_moments_are_written_as_each_language_writes_them() -> None:
    assert said(drawn('<c-date :on="day" only />', day=NOON.date())) == "2026年3月2日"
    assert said(drawn('<c-date :on="day" short only />', "en", day=NOON.date())) == "2 March"
    assert said(drawn('<c-moment :at="noon" only />', noon=NOON)) == "2026年3月2日 12:00"
    assert said(drawn('<c-moment :at="noon" only />', "en", noon=NOON)) == "2 March 2026 12:00"
    with translation.override("zh-hans"):
        assert phrases.day_of_week(NOON) == "3月2日 星期一"
        assert phrases.day(None) == "—"
        midnight = NOON.replace(hour=0)
        assert phrases.ending(midnight) == "2026年3月1日"
        assert phrases.ending(NOON) == phrases.moment(NOON)


def test_a_moment_is_shown_in_hall_time_wherever_it_was_written() -> None:
    utc = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert said(drawn('<c-moment :at="at" only />', at=utc)) == "2026年3月2日 07:30"


def test_all_findings_stand_there_at_once_with_their_remedies() -> None:
    findings = [
        {"field": "area", "severity": "blocking", "text": "面积太小", "remedy": "不少于8平方米"},
        {"material": "lease", "severity": "curable", "text": "缺少合同", "remedy": "15日内补交"},
        {"field": "note", "severity": "hint", "text": "请核对"},
    ]
    html = drawn('<c-findings :findings="findings" links only />', findings=findings)
    assert [each in said(html) for each in ("必须改正", "可以后补", "不少于8平方米", "15日内补交")] == [
        True
    ] * 4
    assert 'href="#form.area"' in html
    assert "没有发现问题" in said(drawn('<c-findings :findings="none" only />', none=[]))


def test_what_people_wrote_is_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    sources = [
        '<c-card title="{{ evil }}" note="{{ evil }}" only>{{ evil }}</c-card>',
        '<c-page-head :title="evil" lead="{{ evil }}" only />',
        '<c-number :number="evil" copy only />',
        '<c-field name="a" label="{{ evil }}" :value="evil" error="{{ evil }}" only />',
        '<c-facts :facts="facts" only />',
        '<c-timeline :steps="steps" only />',
        '<c-file :name="evil" only />',
        '<c-masked :value="evil" only />',
        '<c-empty title="{{ evil }}" only>{{ evil }}</c-empty>',
        "{% schema_form schema values findings %}",
    ]
    context = {
        "evil": evil,
        "facts": [(evil, evil)],
        "steps": [{"text": evil, "by": evil, "note": evil}],
        "schema": {
            "properties": {"a": {"title": evil, "description": evil, "x-unit": evil}, "b": {"enum": [evil]}}
        },
        "values": {"a": evil},
        "findings": [{"field": "a", "severity": "blocking", "text": evil, "remedy": evil}],
    }
    for source in sources:
        html = drawn(source, **context)
        assert "<script" not in html, source
        assert "&lt;script" in html, source
        assert "&amp;lt;" not in html, f"escaped twice: {source}"


def test_a_field_ties_its_hint_and_its_error_to_its_control() -> None:
    html = drawn('<c-field name="phone" label="手机" hint="十一位" error="少一位" required only />')
    assert 'aria-describedby="phone-hint phone-help"' in html
    assert 'id="phone-hint"' in html
    assert 'id="phone-help"' in html
    assert 'aria-invalid="true"' in html
    assert "选填" not in html


def test_a_wrong_icon_is_found_before_a_reader_finds_it() -> None:
    for name in ("no-such-icon", "../outline/search", "", "search.svg"):
        with pytest.raises(UnknownIcon):
            icon(name)
    assert 'role="img" aria-label="搜索"' in icon("search", "搜索")


def test_a_page_address_keeps_its_other_parameters() -> None:
    request = RequestFactory().get("/window/", {"q": "张&三", "after": "old"})
    assert query(request, after="new") == "?q=%E5%BC%A0%26%E4%B8%89&after=new"
    assert query(request, q="", after=None) == "/window/"


def test_every_icon_a_template_names_exists() -> None:
    names = set()
    for path in sorted(Path(settings.PACKAGE).rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        names |= set(re.findall(r'{% icon "([^"]+)"', source)) | set(
            re.findall(r'\bicon="([a-z0-9-]+)"', source)
        )
    assert len(names) > 20
    for name in names:
        icon(name)
    for table in (words.STATES, words.LIGHTS, words.SEVERITIES, words.NOTES):
        for sign in table.values():
            icon(sign.icon)


def test_every_template_compiles_and_leaves_no_component_unrendered(rf: RequestFactory) -> None:
    for path in sorted(Path(settings.PACKAGE).rglob("templates/**/*.html")):
        name = str(path.relative_to(next(each for each in path.parents if each.name == "templates")))
        template: Template = engines["django"].get_template(name).template
        assert "<c-" not in "".join(
            token.contents for token in _tokens(template) if token.token_type.name == "TEXT"
        ), name


def _tokens(template: Template) -> list[Any]:
    from django.template.base import Lexer

    return Lexer(template.source).tokenize()


def test_no_template_breaks_the_policy() -> None:
    for path in sorted(Path(settings.PACKAGE).rglob("templates/**/*.html")):
        source = re.sub(r"{%.*?%}", "", path.read_text(encoding="utf-8"))
        assert not re.search(r'\sstyle="', source), f"{path.name}: a style attribute"
        assert not re.search(r"<script(?![^>]*\bsrc=)", source), f"{path.name}: an inline script"
        assert not re.search(r"\son[a-z]+=|hx-on", source), f"{path.name}: an inline handler"
        assert not re.search(r"(src|href)=\"(https?:)?//", source), f"{path.name}: another host"


def test_the_gallery_shows_every_component() -> None:
    shown = "".join(
        path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html") if "c" not in path.parts[-2:-1]
    )
    missing = [name for name in COMPONENTS if f"<c-{name.replace('_', '-')}" not in shown]
    assert missing in ([], ["pagination"]), "a new component comes with its place in style.html"
    assert "<c-pagination" in (TEMPLATES / "c" / "table.html").read_text()


def test_a_day_is_a_day_also_without_a_time() -> None:
    html = drawn('<c-timeline :steps="steps" only />', steps=[{"at": date(2026, 3, 2), "text": "收件"}])
    assert said(html) == "收件 2026年3月2日"


@pytest.mark.rule("CLK-07", "R-126", "ACC-03")
def test_why_this_date_says_of_every_day_what_it_was() -> None:
    clock = deadlines.Clock(started_at=at("2026-04-30"), limit=Limit(3))
    clock = replace(clock, pauses=(deadlines.Pause("survey", at("2026-05-06"), at("2026-05-08")),))
    why = deadlines.explain(clock, day("2026-04-30"), CN, HOURS)
    words = said(drawn('<c-why :why="why" only />', why=why))
    assert "4月30日: 起算当日不计入" in words
    assert "5月1日: 法定节假日：" in words
    assert "5月6日: 第 1 天" in words
    assert "5月8日: 依法暂停计时" in words
    assert "5月9日: 第 2 天，调休上班" in words
    assert "5月10日: 休息日，不计入" in words
    assert "5月11日: 第 3 天. 到期日" in words
    html = drawn('<c-why :why="why" only />', why=[each.to_json() for each in why])
    assert said(html) == words, "the API's words draw the same"
    rows = html.split("<tbody>")[1].split("</tbody>")[0]
    assert (rows.count("<tr>"), rows.count("<td")) == (3, 21), "weeks from Monday to Sunday"


def test_an_unpublished_year_is_said_beside_the_days_it_may_move() -> None:
    reason = {"kind": "weekday", "works": True, "name": "", "provisional": True}
    why = [{"on": "2027-02-08", "mark": "counted", "n": 1, "due": True, "reason": reason}]
    assert "节假日安排尚未公布" in said(drawn('<c-why :why="why" only />', why=why))
    assert "<td" not in drawn('<c-why :why="why" only />', why=[])
