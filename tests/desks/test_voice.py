"""The hall by telephone: a caller of our own presses keys, over HTTP, and hears what the pages say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoDbBlocker

from counter import ADVERT, BANNER, FOOD, TRADER, Counter, digits, open_counter
from town import SETUP
from voice_caller import SILENCE, TYPE, Call, NotUnderstood
from voice_structure import flaws
from yimen.desks.voice.pages.items import KEYS
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.catalogue import queries as items
from yimen.modules.catalogue.queries import facts
from yimen.rules.guides import Group
from yimen.rules.numbering import item_keys

Dial = Callable[..., Call]
Counted = Callable[[int], AbstractContextManager[object]]
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@pytest.fixture
def hall(now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Counter]:
    """The hall open for business, committed for the server to see."""
    facts.version.cache_clear()
    with django_db_blocker.unblock():
        yield open_counter(now).again()


@pytest.fixture
def dial(hall: Counter, site_url: str) -> Dial:
    """Calls the hall. Every document on the way is held against the structure of VoiceXML 2.1."""

    def called(path: str = "/voice/", **told: str) -> Call:
        return Call(site_url + path, check=sound, **told)

    return called


def sound(kind: str, text: bytes) -> None:
    assert kind == f"{TYPE}; charset=utf-8"
    assert flaws(text) == []


def keys(code: str, language: str = "") -> str:
    return items.guide(code, language).keys


def page_words(path: str, language: str) -> str:
    response = Client(headers={"accept-language": language}).get(path)
    text = response.content.decode()
    text = text[text.index("<main") : text.index("</main>")]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


# -- the guide ----


@pytest.mark.rule("R-219", "S-07")
def test_limit_and_fee_of_an_item_are_four_keys_and_its_code_away(dial: Dial) -> None:
    call, code = dial(), keys(FOOD)
    assert "您好，这里是云岫市政务服务中心" in call.text
    call.press("1")
    assert "电话查询码" in call.text
    assert "食品经营许可（餐饮服务类）新办" in call.press(f"{code}#")
    limit = call.press("1")
    assert "承诺时限 6 个工作日" in limit
    assert "法定办理期限 10 个工作日" in limit
    assert "不收费" in call.press("2")
    assert call.presses - len(code) <= 4


@pytest.mark.rule("R-219", "R-035")
@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_every_word_of_a_guide_is_a_word_of_its_page(dial: Dial, tongue: str) -> None:
    language = LANGUAGES[tongue]
    for item in (FOOD, BANNER, TRADER, ADVERT):
        page = page_words(f"/items/{item}/", language)
        call = dial(f"/voice/{tongue}/items/")
        call.press(f"{keys(item)}#")
        menu = [*call.heard]
        for each in KEYS:
            call.press(each.key)
            read = call.heard[: len(call.heard) - len(menu)]
            assert call.heard[len(read) :] == menu
            assert read, each.key
            for phrase in read:
                assert phrase in page, (item, each.key, phrase)


@pytest.mark.rule("R-219", "R-034")
def test_the_keys_read_the_whole_guide_each_section_once() -> None:
    read = [group for each in KEYS for group in each.groups]
    assert sorted(read) == sorted(Group)
    assert [each.key for each in KEYS] == [str(n) for n in range(1, 10)]


@pytest.mark.rule("R-035", "R-219")
def test_a_changed_fee_is_heard_as_soon_as_it_is_published(dial: Dial, hall: Counter) -> None:
    call = dial("/voice/zh/items/")
    call.press(f"{keys(FOOD)}#")
    assert "10元/证" not in call.press("2")
    fee = {
        "charged": True,
        "standards": [{"name": "工本费", "standard": "10元/证", "basis": "发改价格〔2020〕1号"}],
    }
    catalogue.revise(SETUP, FOOD, now=hall.now)
    catalogue.edit(SETUP, FOOD, {"guide": {"fee": fee}}, now=hall.now)
    catalogue.publish(SETUP, FOOD, now=hall.now)
    again = dial("/voice/zh/items/")
    again.press(f"{keys(FOOD)}#")
    assert "10元/证" in again.press("2")


@pytest.mark.rule("R-219", "R-286")
def test_nine_is_for_english_and_untranslated_words_are_read_as_chinese(dial: Dial) -> None:
    call = dial()
    assert "For English press 9." in call.text
    assert call.languages[-1] == "en-US"
    assert "Welcome to" in call.press("9")
    assert "中文服务请按 9。" in call.text
    call.press("1", f"{keys(FOOD)}#")
    assert "Food business licence for catering (new)" in call.text
    assert "6 working days" in call.press("1")
    call.press("8")
    for phrase, language in zip(call.heard, call.languages, strict=True):
        assert (language == "zh-CN") == bool(re.search(r"[\u4e00-\u9fff]", phrase))


@pytest.mark.rule("R-219")
def test_an_unknown_item_is_asked_for_again_and_then_a_person_comes(dial: Dial) -> None:
    call = dial("/voice/zh/items/")
    slip = keys(FOOD)[:-1] + str((int(keys(FOOD)[-1]) + 1) % 10)
    for wrong in (f"{slip}#", f"{item_keys(99999)}#"):
        said = call.press(wrong)
        assert "没有查到这个事项" in said
        assert "请输入事项的电话查询码" in said
    assert "正在为您转接" in call.press("1234567890#")
    assert call.over


# -- progress ----


@pytest.mark.rule("R-219", "R-216")
def test_the_number_of_a_case_tells_the_six_facts_of_its_page(dial: Dial, hall: Counter) -> None:
    number = hall.take_in(FOOD, name="王小明")
    hall.act("lin", number, "accept")
    call = dial()
    call.press("2", f"{digits(number)}#")
    page = page_words(f"/progress/{number}/", "zh-hans")
    facts_ = call.heard[: call.heard.index("按星号键回到主菜单。")]
    for phrase in facts_:
        assert phrase in page, phrase
    said = " ".join(facts_)
    for told in ("云岫市政务服务中心", "食品经营许可（餐饮服务类）新办", "王*", "2026年3月2日", "承诺"):
        assert told in said, told
    assert "小明" not in said
    assert call.fetched[-1] == "POST /voice/zh/case/"
    assert any("王 某某" in each or "王某某" in each for each in call.spoken)
    assert " ".join(digits(number)) in call.spoken
    assert call.press("1").startswith(number)


@pytest.mark.rule("R-219", "R-216")
def test_a_wrong_number_gets_no_hint(dial: Dial, hall: Counter) -> None:
    number = digits(hall.take_in(BANNER))
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    answers = []
    for wrong in (mistyped, "99010020260302999995", "990100202603020000799999"):
        call = dial("/voice/zh/progress/")
        answers.append(call.press(f"{wrong}#"))
    assert len(set(answers)) == 1
    assert "没有查到这个办件" in answers[0]


@pytest.mark.rule("R-216", "R-219")
def test_a_telephone_that_asks_too_often_is_told_to_wait(
    dial: Dial, hall: Counter, settings: LazySettings
) -> None:
    settings.YIMEN_RATES = {**settings.YIMEN_RATES, "progress": (2, 60)}
    number = f"{digits(hall.take_in(BANNER))}#"
    for _ in range(2):
        call = dial("/voice/zh/progress/")
        assert "宣传品" in call.press(number)
    call = dial("/voice/zh/progress/")
    assert "操作太频繁" in call.press(number)
    other = dial("/voice/zh/progress/", caller="tel:09901111111;phone-context=+86")
    assert "宣传品" in other.press(number)
    settings.YIMEN_VOICE_EXCHANGE = []
    for n in range(2):
        dial("/voice/zh/progress/", caller=f"tel:0990222222{n}").press(number)
    assert "操作太频繁" in dial("/voice/zh/progress/", caller="tel:09903333333").press(number)


# -- hours and people ----


@pytest.mark.rule("R-219", "R-077")
def test_the_hours_say_whether_it_is_open_now(dial: Dial, hall: Counter) -> None:
    call = dial()
    said = call.press("3")
    assert "正在办公" in said
    assert "星期一至星期五" in said
    assert any("8点30分到11点30分" in each for each in call.spoken)
    hall.goes_to(timedelta(hours=12))
    closed = dial("/voice/zh/hours/")
    assert "现在不办公" in closed.text
    assert "星期二" in closed.text


@pytest.mark.rule("R-219")
def test_zero_joins_the_call_with_the_hall_in_its_hours_only(dial: Dial, hall: Counter) -> None:
    call = dial()
    assert "正在为您转接" in call.press("0")
    assert call.transferred == ["tel:09908812345;phone-context=+86"]
    assert call.over
    busy = dial(outcome="noanswer")
    said = busy.press("0")
    assert "暂时无人接听" in said
    assert "星期一至星期五" in said
    assert not busy.over
    hall.goes_to(timedelta(hours=12))
    late = dial()
    assert "现在没有人接听" in late.press("0")
    assert late.transferred == []
    assert "opens" not in late.text


# -- silence and slips ----


@pytest.mark.rule("R-219", "ACC-03")
@pytest.mark.parametrize(
    "path", ["/voice/", "/voice/zh/items/", "/voice/zh/progress/", "/voice/en/", "/voice/en/items/"]
)
def test_three_misses_of_any_kind_lead_to_a_person(dial: Dial, path: str) -> None:
    call = dial(path)
    asked = call.text
    assert asked in call.silent()
    assert asked in call.press("#")
    call.silent()
    assert call.transferred
    assert call.over


@pytest.mark.rule("R-219")
def test_silence_when_nobody_is_there_ends_the_call(dial: Dial, hall: Counter) -> None:
    hall.goes_to(timedelta(hours=12))
    call = dial()
    call.press(SILENCE, SILENCE, SILENCE)
    assert "现在没有人接听" in call.text
    assert call.over


@pytest.mark.rule("R-219")
def test_a_right_key_forgives_earlier_misses_and_a_star_leads_home(dial: Dial) -> None:
    call = dial("/voice/zh/items/")
    call.press(f"{keys(FOOD)}#")
    for _ in range(3):
        call.press(SILENCE, SILENCE, "2")
    assert not call.transferred
    assert "您好" in call.press("*")


def test_an_unknown_page_is_no_document_for_an_exchange(dial: Dial, site_url: str) -> None:
    with pytest.raises(NotUnderstood, match="404"):
        dial("/voice/fr/")
