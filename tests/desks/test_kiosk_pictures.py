"""The kiosk under fingers: two screens, two languages, no keyboard; sound, large, forgetting, and worth looking at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from booked import Booked, lay, resident
from browser import _WATCH, faults, shot
from ground import NURSE, WASTE, Ground
from kiosks import Furnished, furnish, printing
from yimen.gateways.escpos.simulator import Behaviour, Simulator
from yimen.modules.cases.models import Case
from yimen.modules.reception import commands
from yimen.modules.reception.models import Ticket
from yimen.rules.actors import NOBODY
from yimen.rules.reception.modes import Mode
from yimen.wiring import site, world

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-217", "S-06", "S-32", "S-49", "ACC-03")]
UPRIGHT, LYING = (1080, 1920), (1280, 800)
SCREENS = {"upright": UPRIGHT, "lying": LYING}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
Touch = Callable[..., Page]
_SMALL = """(least) => [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.matches('.ym-skip') && !e.closest('[aria-hidden=true]'))
    .map((e) => [e, (e.closest('label') ?? e).getBoundingClientRect()])
    .filter(([e, box]) => box.width > 1 && (box.height < least || box.width < Math.min(least, 44)))
    .map(([e, box]) => `${e.tagName.toLowerCase()}.${e.className} “${e.textContent.trim().slice(0, 20)}” ${Math.round(box.width)}×${Math.round(box.height)}`)"""


@pytest.fixture
def place(own_ground: Ground, settings: LazySettings, tmp_path: Path) -> Iterator[Furnished]:
    settings.YIMEN_FILES = tmp_path
    settings.YIMEN_SITE = "yimen.wiring.site.site"
    settings.YIMEN_RATES = dict.fromkeys(settings.YIMEN_RATES, (10000, 60))
    site.forget()
    yield furnish(own_ground)
    site.forget()


@pytest.fixture
def printer(place: Furnished) -> Iterator[Simulator]:
    with printing(place) as simulator:
        yield simulator


@pytest.fixture
def booking(place: Furnished) -> Booked:
    """Something to book, in four ways, each explained as the demo explains it."""
    texts = json.loads((world._WORLDS / "demo_bookings.json").read_text("utf-8"))["texts"]
    there = lay(
        place.ground, name="城市管理", summary="户外广告、横幅和占道", summary_en="Signs, banners and streets"
    )
    for mode in (Mode.ORDINARY, Mode.WHILE_YOU_WAIT, Mode.IN_HALL, Mode.HOLIDAY):
        there.open(mode, texts=texts[mode])
    return there


@pytest.fixture
def touch(chromium: Browser, site_url: str, place: Furnished) -> Iterator[Touch]:
    """A kiosk's screen: it has fingers on it and nothing else."""
    contexts = []

    def open_page(
        path: str = "/kiosk/",
        size: tuple[int, int] = LYING,
        language: str = "zh-hans",
        *,
        clock: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=site_url, viewport={"width": size[0], "height": size[1]}, has_touch=True,
            locale="en-GB" if language == "en" else "zh-CN", timezone_id="Asia/Shanghai",
        )  # fmt: skip
        contexts.append(context)
        context.add_init_script(_WATCH)
        cookies = place.kiosk(language=language).cookies
        context.add_cookies(
            [{"name": name, "value": each.value, "url": site_url} for name, each in cookies.items()]
        )
        page = context.new_page()
        if clock:
            page.clock.install()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def somebody_waits(place: Furnished) -> None:
    clerk = place.ground.actor("clerk")
    commands.open_window(clerk, clerk.unit, now=place.ground.now)
    for _ in range(3):
        commands.issue(NOBODY, place.hall, queue=place.queue["A"], source="kiosk", now=place.ground.now)


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_a_ticket_is_taken_with_two_touches(
    touch: Touch, place: Furnished, printer: Simulator, size: tuple[int, int], language: str
) -> None:
    somebody_waits(place)
    page = touch("/kiosk/", size, language)
    page.locator(".kiosk-tile-first").tap()
    page.locator(".kiosk-line").first.tap()
    expect(page.locator("#number")).to_have_text("A004")
    words = "请取走您的号票" if language == "zh-hans" else "Please take your slip"
    expect(page.get_by_text(words)).to_be_visible()
    [slip] = printer.slips
    assert slip["lines"][2]["text"] == "A004"
    assert slip["lines"][0]["text"] == (
        "云岫市政务服务中心" if language == "zh-hans" else "Yunxiu Government Service Centre"
    )
    assert any("/tickets/" in each.get("qr", "") for each in slip["lines"])
    shot(page, f"kiosk-taken-{size[0]}-{language[:2]}", whole=True)
    assert faults(page) == []
    page.locator("main .kiosk-go").tap()
    expect(page.locator(".kiosk-home")).to_be_visible()
    page.go_back()
    assert "A004" not in page.content(), "what is done is not to be gone back to"


def pages(place: Furnished) -> dict[str, str]:
    return {
        "home": "/kiosk/",
        "tickets": "/kiosk/tickets/",
        "question": "/kiosk/tickets/?question=%E5%AD%A9%E5%AD%90%E8%90%BD%E6%88%B7",
        "find": "/kiosk/find/",
        "found": "/kiosk/find/?q=%E5%BC%80%E5%BA%97",
        "nothing": "/kiosk/find/?q=qqqqq",
        "theme": "/kiosk/find/?department=%E4%BA%91%E5%B2%AB%E5%B8%82%E5%9F%8E%E5%B8%82%E7%AE%A1%E7%90%86%E5%B1%80",
        "item": f"/kiosk/items/{NURSE}/",
        "where": "/kiosk/where/",
        "bank": "/kiosk/where/bank/",
        "upstairs": "/kiosk/where/A03/",
        "check-in": "/kiosk/check-in/",
        "check-in-person": "/kiosk/check-in/?by=person",
        "progress": "/kiosk/progress/",
        "apply": "/kiosk/apply/",
        "rate": "/kiosk/rate/",
        "information": "/kiosk/information/",
        "policies": "/kiosk/information/?area=policies",
        "forms": "/kiosk/information/?area=forms",
        "fill-in": f"/items/{WASTE}/apply/",
        "fill-in-form": f"/items/{WASTE}/apply/form/",
        "fill-in-papers": f"/items/{WASTE}/apply/materials/",
    }


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_page_is_sound_and_large_enough_for_fingers(
    touch: Touch, place: Furnished, size: tuple[int, int], language: str
) -> None:
    somebody_waits(place)
    demand_sound(touch("/kiosk/", size, language), pages(place))


def demand_sound(page: Page, wanted: Mapping[str, str]) -> None:
    """Each page is without a fault and large enough; a picture of it is kept under its name."""
    width, language = page.evaluate("[innerWidth, document.documentElement.lang.slice(0, 2)]")
    found = []
    for name, path in wanted.items():
        page.goto(path)
        shot(page, f"kiosk-{name}-{width}-{language}")
        found += [f"{path} at {width}: {each}" for each in faults(page)]
        least = 64 if path.startswith("/kiosk/") else 44
        found += [f"{path} at {width}: too small: {each}" for each in page.evaluate(_SMALL, least)]
    assert not found, "\n".join(found)


@pytest.mark.rule("R-058", "R-066")
@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_step_of_booking_is_sound_and_large_enough_for_fingers(
    touch: Touch, booking: Booked, size: tuple[int, int], language: str
) -> None:
    booking.book(n=5)
    booking.book(n=6)
    base = f"/kiosk/book/{booking.category.id}"
    steps = {
        "book": "/kiosk/book/",
        "book-elsewhere": f"/kiosk/book/?item={NURSE}",
        "book-ways": f"{base}/?item={WASTE}",
        "book-about": f"{base}/ordinary/about/",
        "book-times": f"{base}/ordinary/?item={WASTE}",
        "book-full": f"{base}/ordinary/202603030900/?item={WASTE}",
        "book-who": f"{base}/ordinary/202603031000/?item={WASTE}",
        "book-item": f"/kiosk/items/{WASTE}/",
        "book-find": "/booking/mine/",
    }
    demand_sound(touch("/kiosk/", size, language), steps)


@pytest.mark.rule("R-058", "R-059")
@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_a_time_is_booked_with_fingers_alone(
    touch: Touch, booking: Booked, printer: Simulator, size: tuple[int, int], language: str
) -> None:
    """From an item's page to the slip, with the keyboard on the screen and its key to the next field."""
    chinese = language == "zh-hans"
    tag = f"{size[0]}-{language[:2]}"
    page = touch(f"/kiosk/items/{WASTE}/", size, language)

    def key(text: str) -> None:
        page.locator(".kiosk-typing").get_by_role("button", name=text, exact=True).first.tap()

    def type_(text: str) -> None:
        for sign in text:
            key(sign)

    page.locator('main a[href^="/kiosk/book/"]').tap()
    page.locator(".kiosk-mode .btn").first.tap()
    page.locator(".ym-next-free .btn").tap()
    page.locator("#name").tap()
    if chinese:
        for sound, sign in (("wang", "王"), ("ming", "明")):
            type_(sound)
            key(sign)
    else:
        key("Aa")
        type_("A")
        key("Aa")
        type_("nn")
    further = "下一项" if chinese else "next"
    key(further)
    type_(resident(1))
    shot(page, f"kiosk-book-typing-{tag}")
    assert faults(page) == []
    assert page.evaluate(_SMALL, 44) == []
    key(further)
    type_("138")
    key(further)
    type_("12")
    key("收起" if chinese else "close")
    page.locator("main .kiosk-go").tap()
    expect(page.locator(".ym-error")).to_have_count(2)
    shot(page, f"kiosk-book-wrong-{tag}")
    assert faults(page) == []
    page.locator("#phone").tap()
    type_("00000001")
    key(further)
    type_("83618361")
    key("收起" if chinese else "close")
    page.locator("main .kiosk-go").tap()
    expect(page.locator("#booked")).to_have_text("预约成功" if chinese else "Your time is booked")
    assert len(printer.slips) == 1
    shot(page, f"kiosk-booked-{tag}", whole=True)
    assert faults(page) == []
    assert page.evaluate(_SMALL, 64) == []
    page.locator("main .kiosk-go").tap()
    expect(page.locator(".kiosk-home")).to_be_visible()
    page.go_back()
    assert "83618361" not in page.content(), "what is done is not to be gone back to"
    assert page.locator("#booked").count() == 0


@pytest.mark.rule("R-058")
def test_what_was_typed_for_a_booking_is_erased_with_whoever_leaves(touch: Touch, booking: Booked) -> None:
    address = f"/kiosk/book/{booking.category.id}/ordinary/202603031000/?item={WASTE}"
    page = touch(address, clock=True)
    page.locator("#name").fill("王小明")
    page.locator("#id_number").fill(resident(1))
    page.locator("main .kiosk-go").tap()
    expect(page.locator(".ym-error").first).to_be_visible()
    assert page.locator("#name").input_value() == "王小明"
    page.clock.run_for(62_000)
    page.wait_for_url("**/kiosk/")
    for _ in range(3):
        page.go_back()
        assert "王小明" not in page.content()
        assert resident(1) not in page.content()
    page.goto(address)
    assert page.locator("#name").input_value() == ""


def test_whoever_goes_away_is_forgotten_after_a_countdown(touch: Touch, place: Furnished) -> None:
    page = touch(f"/items/{WASTE}/apply/", clock=True)
    page.locator("#name").tap()
    page.locator("#name").fill("王小明")
    page.locator("[name=phone]").tap()
    page.clock.run_for(2000)
    page.wait_for_timeout(300)
    page.clock.run_for(44_000)
    expect(page.locator("[data-idle-dialog]")).not_to_be_visible()
    page.clock.run_for(6_000)
    expect(page.locator("[data-idle-dialog]")).to_be_visible()
    assert 6 <= int(page.locator("[data-idle-count]").inner_text()) <= 10
    shot(page, "kiosk-idle-1280-zh")
    assert faults(page) == []
    page.locator("[data-idle-stay]").tap()
    expect(page.locator("[data-idle-dialog]")).not_to_be_visible()
    page.clock.run_for(52_000)
    expect(page.locator("[data-idle-dialog]")).to_be_visible()
    before = set(Session.objects.values_list("session_key", flat=True))
    page.clock.run_for(11_000)
    page.wait_for_url("**/kiosk/")
    assert not before & set(Session.objects.values_list("session_key", flat=True))
    page.goto(f"/items/{WASTE}/apply/")
    assert page.locator("#name").input_value() == ""


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_a_number_without_paper_is_still_a_number(
    touch: Touch, place: Furnished, printer: Simulator, size: tuple[int, int], language: str
) -> None:
    printer.behave(Behaviour(paper="out"))
    page = touch("/kiosk/tickets/", size, language)
    page.locator(".kiosk-line").nth(1).tap()
    expect(page.locator("#number")).to_have_text("B001")
    expect(page.locator(".kiosk-failure")).to_contain_text(
        "打印机缺纸" if language == "zh-hans" else "out of paper"
    )
    shot(page, f"kiosk-no-paper-{size[0]}-{language[:2]}")
    assert faults(page) == []
    printer.behave(Behaviour())
    page.locator(".kiosk-failure button").tap()
    expect(page.locator(".kiosk-failure")).to_have_count(0)
    assert len(printer.slips) == 1
    assert Ticket.objects.count() == 1


def test_a_printer_that_is_off_costs_seconds_and_no_number(touch: Touch, place: Furnished) -> None:
    place.printer_at("127.0.0.1:1")
    page = touch("/kiosk/tickets/")
    page.locator(".kiosk-line").first.tap()
    expect(page.locator("#number")).to_have_text("A001")
    expect(page.locator(".kiosk-failure")).to_contain_text("打印机连接不上")


@pytest.mark.rule("R-079", "R-095")
def test_an_application_is_filled_in_by_touch_alone(touch: Touch, place: Furnished) -> None:
    """Its name in Chinese, by the keyboard on the screen; not one key of a real one."""
    page = touch(f"/items/{NURSE}/apply/")

    def key(text: str) -> None:
        page.locator(".kiosk-typing").get_by_role("button", name=text, exact=True).first.tap()

    page.locator("#name").tap()
    for sound, sign in (("wang", "王"), ("xiao", "小"), ("ming", "明")):
        for letter in sound:
            key(letter)
        key(sign)
    assert page.locator("#name").input_value() == "王小明"
    shot(page, "kiosk-keyboard-1280-zh")
    assert faults(page) == []
    key("删除")
    assert page.locator("#name").input_value() == "王小"
    for letter in "ming":
        key(letter)
    key("明")
    page.locator("[name=id_number]").tap()
    for digit in "990100198804121176":
        key(digit)
    page.locator("[name=phone]").tap()
    for digit in "13800000001":
        key(digit)
    shot(page, "kiosk-digits-1280-zh")
    key("收起")
    page.locator("#step button[type=submit]").first.tap()
    page.wait_for_url("**/apply/form/")
    assert not Case.objects.exists(), "nothing is sent before it is confirmed"


def test_there_is_no_way_out(touch: Touch, place: Furnished) -> None:
    page = touch("/kiosk/")
    for path in ("/", "/about/", f"/items/{WASTE}/", "/halls/"):
        page.goto(path)
        assert page.locator(".kiosk-foot").is_visible()
        assert page.locator(".ym-top, .ym-foot, .ym-tabbar").count() == 0
        outside = page.evaluate(
            "[...document.links].filter((e) => e.checkVisibility() && (e.origin !== location.origin || e.target)).map((e) => e.href)"
        )
        assert outside == []


def test_the_ways_back_and_home_are_at_the_same_place_on_every_page(touch: Touch, place: Furnished) -> None:
    page = touch("/kiosk/")
    boxes = set()
    for path in ("/kiosk/", "/kiosk/find/", "/kiosk/where/bank/", f"/items/{WASTE}/apply/", "/"):
        page.goto(path)
        boxes.add(tuple(page.locator(".kiosk-way").nth(n).bounding_box()["y"] for n in (0, 1)))  # type: ignore[index]
    assert len(boxes) == 1


def test_a_case_is_found_with_the_pad_on_the_screen(touch: Touch, place: Furnished) -> None:
    number = place.ground.file(WASTE)
    page = touch("/kiosk/progress/", UPRIGHT)
    for digit in number:
        page.locator(".kiosk-typing").get_by_role("button", name=digit, exact=True).tap()
    page.locator("main .kiosk-go").tap()
    expect(page.locator(".kiosk-standing")).to_be_visible()
    shot(page, "kiosk-case-1080-zh")
    assert faults(page) == []


@pytest.mark.rule("R-218", "R-227")
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_the_offices_pages_of_devices_and_maps_are_sound(
    chromium: Browser, site_url: str, place: Furnished, language: str
) -> None:
    client = place.staff("office", language)
    hall = place.hall
    paths = {
        "devices": "/office/devices/",
        "device": f"/office/devices/{place.device('K1').id}/",
        "device-new": f"/office/halls/{hall}/devices/new/",
        "maps": "/office/maps/",
        "map": f"/office/maps/{hall}/",
        "signs": f"/office/maps/{hall}/signs/",
        "messages": "/office/messages/",
        "public": "/halls/centre/map/?at=A03",
    }
    found = []
    for width in (1440, 360):
        context = chromium.new_context(
            base_url=site_url,
            viewport={"width": width, "height": 900},
            locale="en-GB" if language == "en" else "zh-CN",
        )
        context.add_init_script(_WATCH)
        cookies = client.cookies.items()
        context.add_cookies([{"name": name, "value": each.value, "url": site_url} for name, each in cookies])
        page = context.new_page()
        for name, path in paths.items():
            page.goto(path)
            shot(page, f"office-{name}-{width}-{language[:2]}", whole=True)
            found += [f"{path} at {width}: {each}" for each in faults(page)]
        context.close()
    assert not found, "\n".join(found)
