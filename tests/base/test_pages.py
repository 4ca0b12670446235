"""Refusals and errors as answers: the right status, in both languages, as page, fragment or problem."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_POST
from hypothesis import given
from hypothesis import strategies as st

from yimen.base import errors, urls
from yimen.base.keyset import Page, after, cursor, page_of
from yimen.base.pages import once_key
from yimen.base.site import Entry, current
from yimen.base.words import STATES
from yimen.rules.refused import Refused
from yimen.wiring import urls as product


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused(request.GET.get("reason", "busy"), state="decided", limit=5, on=date(2026, 3, 2))


def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def too_big(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse(once_key(request) or "none")


urlpatterns = [
    path("refuse/", refuse),
    path("api/v1/refuse", refuse),
    path("crash/", crash),
    path("api/v1/crash", crash),
    path("too-big/", too_big),
    path("only-post/", only_post),
    *product.urlpatterns,
]
handler400, handler403 = product.handler400, product.handler403
handler404, handler500 = product.handler404, product.handler500


@pytest.fixture(autouse=True)
def own_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=sys.modules[__name__]):
        yield


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_refusal_is_a_page_with_its_status_in_the_readers_language(reader: Client) -> None:
    response = reader.get("/refuse/")
    assert response.status_code == 409
    assert "请刷新后再试" in text(response)
    response = reader.get("/refuse/", headers={"accept-language": "en"})
    assert "Reload and try again" in text(response)


def test_for_htmx_a_refusal_goes_to_the_message_line_with_its_status(reader: Client) -> None:
    response = reader.get("/refuse/", headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#refusal"
    assert "<html" not in text(response)


def test_for_the_api_a_refusal_is_a_problem_with_reason_and_facts(reader: Client) -> None:
    response = reader.get("/api/v1/refuse", headers={"accept-language": "en"})
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (body["status"], body["reason"]) == (409, "busy")
    assert set(body) == {"type", "title", "status", "detail", "reason", "facts"}
    assert body["facts"] == {"state": "decided", "limit": 5, "on": "2026-03-02"}
    assert "Reload" in body["detail"]


def test_who_must_sign_in_is_led_to_the_door_and_back(reader: Client) -> None:
    response = reader.get("/refuse/?reason=not_signed_in")
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/refuse/%3Freason%3Dnot_signed_in")
    assert reader.post("/refuse/?reason=not_signed_in").status_code == 401
    assert reader.get("/api/v1/refuse?reason=not_signed_in").status_code == 401


@pytest.mark.parametrize(
    ("address", "status", "zh", "en"),
    [
        ("/nowhere/", 404, "没有找到这个页面", "There is nothing at this address"),
        ("/crash/", 500, "系统出了点问题", "Something went wrong on our side"),
        ("/too-big/", 413, "提交的内容太大了", "What you sent is too large"),
        ("/only-post/", 405, "这个地址不接受这样的请求", "does not take that kind of request"),
        ("/refuse/?q=%00", 400, "这次请求没能读懂", "could not be read"),
    ],
)
def test_each_error_says_what_to_do_in_both_languages(
    reader: Client, address: str, status: int, zh: str, en: str
) -> None:
    response = reader.get(address)
    assert response.status_code == status
    assert zh in text(response)
    response = reader.get(address, headers={"accept-language": "en"})
    assert response.status_code == status
    assert en in text(response)


def test_the_api_has_its_errors_as_problems(reader: Client) -> None:
    for address, status in (("/api/v1/crash", 500), ("/api/v1/refuse", 409)):
        response = reader.get(address)
        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"


def test_a_forged_form_is_told_apart_from_an_error(reader: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/only-post/")
    assert response.status_code == 403
    assert "页面打开的时间太久了" in text(response)
    response = strict.post("/only-post/", headers={"HX-Request": "true"})
    assert response["HX-Retarget"] == "#refusal"


def test_a_nul_in_a_form_is_turned_away_before_a_page_sees_it(reader: Client) -> None:
    assert reader.post("/only-post/", {"name": "a\0b"}).status_code == 400
    assert reader.post("/only-post/", {"name": "a b"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "nonsense"},
        {"accept": "*/*;q=x, ;;;"},
        {"accept": "\xff\xfe"},
        {"accept-language": "xx-yy;q=9,,,;;"},
        {"accept-language": "zh" * 4000},
        {"accept-encoding": "br;q=x, zstd, ???"},
        {"content-type": "text/html; charset=utf-99"},
        {"content-type": ";;;"},
        {"cookie": "django_language=../../etc; large=\xff; sessionid="},
        {"range": "bytes=x-"},
        {"if-modified-since": "yesterday"},
        {"hx-request": "maybe", "hx-current-url": "http://[::1"},
    ],
)
@pytest.mark.parametrize("address", ["/_style/", "/nowhere/", "/refuse/", "/static/yimen/yimen.css"])
@pytest.mark.django_db  # a request's end looks after the connections that are open
def test_no_header_however_odd_is_our_fault(reader: Client, address: str, headers: dict[str, str]) -> None:
    meta = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    meta["CONTENT_TYPE"] = meta.pop("HTTP_CONTENT_TYPE", "")
    for method, body in (("GET", b""), ("POST", b"\xff=%zz&\x00"), ("HEAD", b""), ("BREW", b"")):
        response = reader.generic(method, address, body, **meta)
        assert response.status_code < 500
        response.close()


def test_every_error_of_the_table_can_be_drawn() -> None:
    request = RequestFactory().get("/")
    for status in errors.WRONG:
        for language in ("zh-hans", "en"):
            with translation.override(language):
                response = errors.wrong(request, status)
            assert response.status_code == status


def test_the_language_and_the_size_of_type_are_remembered_and_lead_back(reader: Client) -> None:
    response = reader.post("/language/", {"language": "en", "next": "/_style/"})
    assert (response.status_code, response["Location"]) == (302, "/_style/")
    assert '<html lang="en"' in text(reader.get("/_style/"))
    response = reader.post("/large/", {"large": "1", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/", "never to another host"
    assert "data-large" in text(reader.get("/_style/"))
    reader.post("/large/", {"large": "0"})
    assert " data-large" not in text(reader.get("/_style/"))


@pytest.mark.rule("R-286")
def test_chinese_comes_first(reader: Client) -> None:
    assert '<html lang="zh-hans"' in text(reader.get("/_style/"))
    assert '<html lang="zh-hans"' in text(reader.get("/_style/", headers={"accept-language": "fr"}))


def test_a_form_carries_a_fresh_key_and_the_header_goes_before_it(reader: Client) -> None:
    first, second = (
        text(reader.get("/_style/form/")).split('idempotency_key" value="')[1][:36] for _ in "ab"
    )
    assert first != second
    assert text(reader.post("/only-post/", {"idempotency_key": first})) == first
    assert (
        text(reader.post("/only-post/", {"idempotency_key": first}, headers={"Idempotency-Key": "k"})) == "k"
    )


def test_the_gallery_is_there_in_a_demo_and_not_in_production() -> None:
    def addresses() -> list[str]:
        return [str(each.pattern) for each in importlib.reload(urls).urlpatterns]

    with override_settings(YIMEN_DEMO=False):
        assert not any("_style" in each for each in addresses())
    assert any("_style" in each for each in addresses())


KEYS = st.tuples(st.datetimes(timezones=st.just(UTC)), st.integers(), st.dates(), st.text())


@given(KEYS)
def test_a_cursor_comes_back_as_the_key_it_stands_for(key: tuple[datetime, int, date, str]) -> None:
    assert after(cursor(*key), datetime, int, date, str) == key


@given(st.text(min_size=1))
def test_a_cursor_nobody_gave_out_is_refused_with_a_reason(word: str) -> None:
    with pytest.raises(Refused) as refused:
        after(word, int)
    assert refused.value.reason == "bad_cursor"


def test_a_cursor_of_another_list_is_refused() -> None:
    assert after(None, int) is None
    assert after("", int) is None
    for word in (cursor("a"), cursor(1, 2), cursor(date(2026, 3, 2)), cursor()):
        with pytest.raises(Refused, match="bad_cursor"):
            after(word, int)


@given(st.lists(st.integers(), unique=True), st.integers(1, 5))
def test_pages_by_keyset_show_every_row_once(numbers: list[int], size: int) -> None:
    rows = sorted(numbers)
    seen: list[int] = []
    word: str | None = None
    while True:
        key = after(word, int)
        found = [each for each in rows if key is None or (each,) > key][: size + 1]
        page: Page[int] = page_of(found, size, lambda each: (each,))
        seen += page.results
        word = page.next
        if word is None:
            break
    assert seen == rows


def test_the_longest_beginning_names_the_current_way() -> None:
    ways = (Entry("a", "/"), Entry("b", "/window/"), Entry("c", "/window/cases/"))
    assert current("/window/cases/1", ways) == "/window/cases/"
    assert current("/window/other", ways) == "/window/"
    assert current("/", ways) == "/"
    assert current("/elsewhere/", ways) == ""
    assert len(STATES) == 15
