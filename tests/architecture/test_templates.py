"""Pages obey the strict policy as they are written: nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from source import SOURCE, shown, texts

FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|javascript:", re.IGNORECASE
    ),
    "an inline event": re.compile(
        r"\son(click|change|submit|load|input|key\w+|focus|blur)\s*=", re.IGNORECASE
    ),
    "something from elsewhere": re.compile(
        r"<(script|link|img|iframe)[^>]+(src|href)=[\"']?(https?:)?//", re.IGNORECASE
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_holds(what: str) -> None:
    pages = sorted(SOURCE.rglob("*.html"))
    assert pages
    assert [shown(path, line) for path, line, text in texts(pages) if FORBIDDEN[what].search(text)] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an inline style", '<div class="x" style="color:red">'),
        ("an inline script", "<script>alert(1)</script>"),
        ("an inline event", '<a onclick="go()">'),
        ("something from elsewhere", '<script src="https://cdn.example.org/x.js"></script>'),
    ],
)
def test_it_is_seen_where_it_stands(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)
