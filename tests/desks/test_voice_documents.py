"""What the telephone exchange fetches: sound documents, fresh ones, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from counter import FOOD, Counter
from voice_caller import TYPE
from voice_structure import flaws
from yimen.desks.voice.documents import tel
from yimen.modules.catalogue import queries as items

Counted = Callable[[int], AbstractContextManager[object]]


def sound(kind: str, text: bytes) -> None:
    assert kind == f"{TYPE}; charset=utf-8"
    assert flaws(text) == []


@pytest.mark.rule("R-219", "R-039")
def test_guide_and_leaflet_print_the_code_that_is_keyed_in(counter: Counter) -> None:
    code = items.guide(FOOD).keys
    for path in (f"/items/{FOOD}/", f"/items/{FOOD}/leaflet/"):
        page = Client().get(path).content.decode()
        assert re.search(rf"电话查询码 <\w+ class=\"ym-number\">{code}<", page)
    assert items.code_of_keys(code) == FOOD


@pytest.mark.parametrize("tongue", ["zh", "en"])
@pytest.mark.parametrize(
    "page",
    [
        "",
        "items/",
        "item/?keys=0000",
        "progress/",
        "case/?number=1",
        "hours/",
        "person/",
        "person/?misses=99999",
    ],
)
def test_each_document_is_sound_fresh_and_asks_for_no_cookie(
    counter: Counter, tongue: str, page: str
) -> None:
    response = Client().get(f"/voice/{tongue}/{page}")
    sound(response["Content-Type"], response.content)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b"<form><say>x</say></form>", "<say> is unknown"),
        (b'<form><field nme="x"/></form>', "<field> has nme"),
        (b'<menu id="a"/><form id="a"/>', "two dialogs a"),
        (b'<form><block><goto next="#b"/></block></form>', "no dialog #b"),
        (b"<form>words</form>", "<form> holds text"),
        (b'<link dtmf="1"/>', "needs one of"),
    ],
)
def test_an_unsound_document_is_seen(broken: bytes, why: str) -> None:
    whole = b'<vxml xmlns="http://www.w3.org/2001/vxml" version="2.1" xml:lang="zh-CN">%b</vxml>' % broken
    assert any(why in each for each in flaws(whole)), flaws(whole)


@pytest.mark.parametrize(
    ("page", "statements"), [("", 1), ("items/", 0), ("item/?keys={keys}", 6), ("hours/", 3)]
)
def test_a_document_states_its_statements(
    counter: Counter, django_assert_num_queries: Counted, page: str, statements: int
) -> None:
    address = "/voice/zh/" + page.format(keys=items.guide(FOOD).keys)
    Client().get(address)
    with django_assert_num_queries(statements):
        Client().get(address)


def test_a_telephone_is_an_address() -> None:
    assert tel("0990-8812345") == "tel:09908812345;phone-context=+86"
