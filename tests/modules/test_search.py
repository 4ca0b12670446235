"""From a need in plain words to the item: everyday phrases, pinyin, English, slips of the pen, and browsing."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import shelf
import town
from town import SETUP, Town
from yimen.modules.catalogue import chinese, commands, queries
from yimen.modules.catalogue.models import Item, Listing
from yimen.rules.refused import Refused

pytestmark = pytest.mark.django_db
FOOD = "食品经营许可（餐饮服务类）新办"


@pytest.fixture
def demo(now: datetime) -> tuple[str, ...]:
    shelf.found_departments(now)
    return commands.load_demo(SETUP, now=now)


@pytest.fixture
def place(now: datetime) -> Town:
    return town.build(now)


def names(q: str = "", **choice: str) -> list[str]:
    return [card.name for card in queries.items(q, limit=100, **choice).results]


@pytest.mark.rule("R-046")
def test_every_everyday_phrase_finds_its_item_first(demo: tuple[str, ...]) -> None:
    """Each synonym of each item, said word for word."""
    for item in Item.objects.filter(code__in=demo).prefetch_related("synonyms").select_related("current"):
        for phrase in item.synonyms.all():
            assert names(phrase.phrase)[0] == item.current.name, phrase.phrase


@pytest.mark.rule("R-046")
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("开餐馆", FOOD), ("我想开个餐馆", FOOD), ("开 餐馆", FOOD), ("怎么办食品经营许可", FOOD), ("餐饮", FOOD),
        ("食品经营许克", FOOD), ("食品经營許可", FOOD),
        ("身份证丢了怎么办", "居民身份证丢失补领"), ("我要挂横幅", "在城市建筑物、设施上悬挂、张贴宣传品审批"),
        ("二手房过户要什么材料", "不动产转移登记（存量房买卖）"), ("老年证", "老年人优待证办理"), ("孩子上户口", "新生儿出生登记（入户）"),
        ("ＬＥＤ大屏", "大型户外广告设施设置审批"), ("残疾人证", "残疾人证新办"), ("施工许可", "建筑工程施工许可证核发"),
    ],
)  # fmt: skip
def test_people_find_what_they_mean_in_their_own_words(demo: tuple[str, ...], said: str, meant: str) -> None:
    assert names(said)[0] == meant


@pytest.mark.rule("R-046")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shipinjingying", FOOD), ("shi pin jing ying", FOOD), ("SPJY", FOOD), ("kcg", FOOD), ("kaicanguan", FOOD),
        ("lnr", "老年人优待证办理"), ("sfzdl", "居民身份证丢失补领"),
    ],
)  # fmt: skip
def test_typing_pinyin_or_initials_finds_it(demo: tuple[str, ...], typed: str, meant: str) -> None:
    assert names(typed)[0] == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [("catering", FOOD), ("food bus", FOOD), ("restaurant", FOOD), ("Nurses", "护士执业注册（首次注册）"),
     ("disability certificate", "残疾人证新办")],
)  # fmt: skip
def test_english_finds_it_while_it_is_still_being_typed(demo: tuple[str, ...], said: str, meant: str) -> None:
    assert names(said)[0] == meant


def test_a_code_finds_its_item(demo: tuple[str, ...]) -> None:
    assert names("yx-zx-02") == ["老年人优待证办理"]
    assert names(demo[0])[0] == queries.published(demo[0]).name


@pytest.mark.parametrize("q", ["砍伐恐龙", "qqqqqqq", "%", "_", "\\", "'", "“", "!!!", "\x00", "&|!():*"])
def test_what_nobody_offers_is_not_found(demo: tuple[str, ...], q: str) -> None:
    if plainly := q.strip("\x00"):
        assert names(plainly) == []
    queries.items(q)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=40))
def test_no_question_breaks_the_search(place: Town, q: str) -> None:
    queries.items(q)


def test_a_question_of_any_length_is_answered(place: Town) -> None:
    assert names("开餐馆" * 5000) == []


@pytest.mark.rule("R-045")
def test_items_are_browsed_by_department_theme_audience_and_channel(demo: tuple[str, ...]) -> None:
    every = set(names())
    assert len(every) == 21
    by_department = {theme.name: set(names(department=theme.name)) for theme in queries.departments()}
    assert set.union(*by_department.values()) == every
    assert sum(map(len, by_department.values())) == 21
    assert by_department["云岫市卫生健康委员会"] == set(names(department="D-WJ"))
    assert {theme.name: theme.items for theme in queries.themes()} == {
        theme.name: len(names(theme=theme.name)) for theme in queries.themes()
    }
    assert [theme.name for theme in queries.themes()][:2] == ["开办企业", "餐饮住宿"]
    assert names(theme="Food and lodging") == names(theme="餐饮住宿") == [FOOD]
    persons, organisations = set(names(audience="person")), set(names(audience="organisation"))
    assert persons | organisations == every
    assert "劳务派遣经营许可（新设）" in organisations - persons
    assert "老年人优待证办理" in persons - organisations
    assert set(names(online="booking")) == {"居民身份证丢失补领", "新生儿出生登记（入户）"}
    assert names("证", department="云岫市残疾人联合会") == ["残疾人证新办"]


def test_without_a_question_items_stand_in_the_order_of_the_dictionary(demo: tuple[str, ...]) -> None:
    shown = names()
    assert shown == sorted(shown, key=chinese.sort_key)
    assert shown[0].startswith("不")  # bù
    assert shown[-1].startswith(("占", "在"))  # zhàn, zài


@pytest.mark.parametrize("q", ["", "证"])
def test_pages_follow_one_another_without_gap_or_repetition(demo: tuple[str, ...], q: str) -> None:
    whole, paged, after = names(q), [], None
    while True:
        page = queries.items(q, after=after, limit=4)
        paged += [card.name for card in page.results]
        if page.next is None:
            break
        after = page.next
    assert paged == whole
    assert len(set(paged)) == len(paged) > 4


def test_an_invented_place_in_the_list_is_refused(place: Town) -> None:
    with pytest.raises(Refused) as caught:
        queries.items(after="WzEsMl0:forged")
    assert caught.value.reason == "bad_cursor"


def test_new_words_are_found_at_once_and_old_ones_no_more(demo: tuple[str, ...], now: datetime) -> None:
    assert names("摆夜市") == []
    commands.describe(SETUP, demo[0], synonyms=["摆夜市", " 摆夜市 ", ""], categories=["夜经济"], now=now)
    assert names("摆夜市") == [queries.published(demo[0]).name]
    assert queries.guide(demo[0]).synonyms == ("摆夜市",)
    assert names(theme="夜经济") == [queries.published(demo[0]).name]
    commands.describe(SETUP, demo[0], synonyms=[], now=now)
    assert names("摆夜市") == []
    assert names(theme="夜经济") != []  # themes were not spoken of


def test_a_draft_is_not_found(place: Town, now: datetime) -> None:
    commands.draft(SETUP, "A1", "streets", shelf.whole(), now=now)
    assert names("占用") == names("A1") == []
    commands.publish(SETUP, "A1", now=now)
    assert names("占用") == ["占用城市道路审批"]
    commands.revise(SETUP, "A1", {"name": "挖掘道路"}, now=now)
    assert names("挖掘") == []
    commands.publish(SETUP, "A1", now=now)
    assert names("挖掘") == names("wjdl") == ["挖掘道路"]
    assert names("zycs") == []


@pytest.mark.parametrize("q", ["", "开餐馆", "shipin", "food licence", "证"])
def test_every_search_is_one_statement(demo: tuple[str, ...], q: str) -> None:
    chinese.words("证")
    with CaptureQueriesContext(connection) as asked:
        page = queries.items(q, department="", limit=5)
    assert len(asked) == 1
    assert page.results


def test_the_words_of_a_listing_do_not_depend_on_the_databases_locale(demo: tuple[str, ...]) -> None:
    """They are stored as they are: PostgreSQL parses no Chinese, so its locale cannot lose any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT words @@ %s::tsquery FROM catalogue_listing WHERE name = %s",
            ["'餐馆':A & '经营':B", FOOD],
        )
        assert cursor.fetchone() == (True,)
    assert Listing.objects.count() == 21


def test_chinese_is_cut_into_words_and_the_words_inside_them() -> None:
    assert set(chinese.words("食品经营许可证 Food")) >= {"食品", "经营", "许可", "许可证", "food"}
    assert chinese.words("") == ()


def test_letters_are_how_a_phrase_is_typed() -> None:
    assert chinese.letters("开餐馆") == "kaicanguan kcg"
    assert chinese.letters("LED大屏") == "leddaping ldp"


@given(st.text(max_size=20))
def test_any_text_has_words_letters_and_a_place_in_the_order(text: str) -> None:
    assert chinese.words(text) == tuple(dict.fromkeys(chinese.words(text)))
    assert chinese.letters(text) == chinese.letters(text).lower()
    assert chinese.sort_key(text).endswith(text)
