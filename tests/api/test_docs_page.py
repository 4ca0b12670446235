"""The document as a page: in both languages, for every eye and every width, without a script from anywhere."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page

from browser import DESKTOP, PHONE, Visit, check, shot
from yimen.api.app import openapi


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "提交申请"), ("en", "File an application")])
def test_every_door_and_every_shape_is_on_the_page(client: Client, language: str, words: str) -> None:
    answer = client.get("/api/v1/docs", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    document = openapi()
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    for name, shape in document["components"]["schemas"].items():
        assert (f'id="{name}"' in page) == ("type" in shape), name
    assert 'href="/api/v1/openapi.json"' in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_the_page_is_fit_for_every_eye_and_width(visit: Visit, width: int, language: str) -> None:
    page: Page = visit("/api/v1/docs", width=width, language=language)
    check(page)
    shot(page, f"api-docs-{language[:2]}-{width}")
