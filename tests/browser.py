"""A real browser on the real pages: Chromium, our fonts, the strict policy, and what every page must pass.

`visit("/window/", width=360, language="en-GB")` opens a page; `check(page)` proves it; `shot(page, name)` keeps a
picture. A test that reads or writes the database asks for `transactional_db`, since the server has its own connections.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = os.environ.get("YIMEN_CHROMIUM", "/usr/bin/chromium")
PHONE, DESKTOP = 360, 1440
PICTURES = os.environ.get("YIMEN_PICTURES")  # the folder for pictures; none are taken where none is named
AXE = (settings.NODE_MODULES / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_WATCH = """
window.broken = [];
document.addEventListener('securitypolicyviolation', (e) => broken.push(`${e.violatedDirective}: ${e.blockedURI}`));
window.addEventListener('error', (e) => broken.push(e.message));
"""
_AXE = """async (tags) => (await axe.run({runOnly: tags})).violations.flatMap(
    (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} · ${node.failureSummary}`))"""

_WIDE = """() => {
    const root = document.documentElement;
    return root.scrollWidth <= root.clientWidth ? [] : [...document.body.querySelectorAll('*')]
        .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).concat(`${root.scrollWidth} px`);
}"""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """The product on a port of its own, as a WSGI server would run it."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The system's Chromium, reading our fonts: without them Chinese is boxes."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; set YIMEN_CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright's loop runs in the thread the tests use the database in
    )
    home = tmp_path_factory.mktemp("fonts")
    folders = [settings.FONTS / "noto-sans-sc", settings.FONTS / "noto-serif-sc", Path("/usr/share/fonts")]
    fonts = home / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        + "".join(f"<dir>{each}</dir>" for each in folders)
        + f"<cachedir>{home}</cachedir></fontconfig>"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
        yield browser
        browser.close()


class Visit:
    """Opens pages; all windows of a test close with it. `client` lends its session: who signed in there is in here."""

    def __init__(self, chromium: Browser, site_url: str) -> None:
        self._chromium, self._site_url = chromium, site_url
        self._contexts: list[BrowserContext] = []
        self._left: dict[tuple[int, str, int], Page] = {}

    def __call__(
        self, path: str, width: int = DESKTOP, language: str = "zh-CN", client: Client | None = None
    ) -> Page:
        page = self._left.pop((width, language, id(client)), None) or self._window(width, language)
        if client:
            page.context.add_cookies(
                [
                    {"name": name, "value": each.value, "url": self._site_url}
                    for name, each in client.cookies.items()
                ]
            )
        page.goto(path)
        return page

    def leave(self, page: Page, width: int, language: str, client: Client | None) -> None:
        """Whoever comes next as the same person uses the same window; a stranger's is closed. New windows take their time."""
        if client is None:
            page.context.close()
        else:
            self._left[width, language, id(client)] = page

    def close(self) -> None:
        for each in self._contexts:
            each.close()

    def _window(self, width: int, language: str) -> Page:
        phone = width < 600
        context = self._chromium.new_context(
            base_url=self._site_url,
            viewport={"width": width, "height": 780 if phone else 900},
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            locale=language,
            timezone_id="Asia/Shanghai",
        )
        self._contexts.append(context)
        context.add_init_script(_WATCH)
        return context.new_page()


def widths(language: str) -> tuple[int, ...]:
    """On which screens a page is looked at in that language: each on one, on both where pictures are wanted.

    Chinese stands on the desk's screen, English, whose words are longer, on the telephone's.
    """
    if PICTURES:
        return DESKTOP, PHONE
    return (DESKTOP,) if language.startswith("zh") else (PHONE,)


@pytest.fixture
def visit(chromium: Browser, site_url: str) -> Iterator[Visit]:
    windows = Visit(chromium, site_url)
    yield windows
    windows.close()


@pytest.fixture
def browser_page(visit: Visit) -> Page:
    """An empty window on a desk's screen, in Chinese."""
    return visit("/healthz")


def check(page: Page) -> None:
    """What every page must pass: no fault by axe, none against the policy, no sideways scroll, no box for a word."""
    found = faults(page)
    assert not found, f"{urlsplit(page.url).path}\n" + "\n".join(found)


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands, each in a line."""
    page.evaluate("window.scrollTo(0, 0)")  # where nothing lies beneath the bar that stays on top
    session = page.context.new_cdp_session(page)  # past the policy, which rightly forbids scripts of others
    session.send("Runtime.evaluate", {"expression": AXE})
    session.detach()
    found: list[str] = page.evaluate(_AXE, RULES)
    found += [f"policy or script: {each}" for each in page.evaluate("window.broken")]
    return found + [f"scrolls sideways: {each}" for each in sideways(page)]


def sideways(page: Page) -> list[str]:
    """What stands out of the screen at its side, if the page scrolls there."""
    wide: list[str] = page.evaluate(_WIDE)
    return wide


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    """A picture of what is seen, for the documents and for designers' eyes, where somebody asked for pictures."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)
