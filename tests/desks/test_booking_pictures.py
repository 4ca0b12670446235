"""Every page of booking, the public's and the staff's, on every screen and in both languages: sound, and worth looking at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from browser import DESKTOP, Visit, faults, shot, sideways, widths
from ground import OPENED, Ground, rows
from office import Office, form_of
from yimen.base import clock
from yimen.wiring import site, world, world_bookings, world_floor

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-058", "R-060", "R-221", "R-232", "ACC-03")]


@pytest.fixture
def demo(own_ground: Ground, settings: LazySettings, tmp_path: Path) -> Iterator[Office]:
    """The demo's halls with their bookings, at nine on Monday."""
    settings.YIMEN_FILES = tmp_path
    settings.YIMEN_SITE = "yimen.wiring.site.site"
    settings.YIMEN_RATES = dict.fromkeys(settings.YIMEN_RATES, (10000, 60))
    floor = json.loads((world._WORLDS / "demo_floor.json").read_text("utf-8"))
    plan = json.loads((world._WORLDS / "demo_bookings.json").read_text("utf-8"))
    floor["history"]["days"] = 0
    world_floor.play(own_ground.world, floor, until=OPENED)
    world_bookings.play(own_ground.world, plan, until=OPENED, pass_time=world.pass_time)
    world.pass_time(OPENED)
    clock.set_hall_time(OPENED)
    site.forget()
    yield Office(own_ground)
    site.forget()


def kind(code: str) -> int:
    return int(rows("SELECT id FROM reception_category WHERE code = %s", code)[0][0])


def number(where: str) -> str:
    return str(rows(f"SELECT number FROM reception_booking WHERE {where} ORDER BY id LIMIT 1")[0][0])


def opened(language: str) -> tuple[Client, str]:
    """Somebody who found their booking again."""
    client = Client(headers={"accept-language": language})
    plan = json.loads((world._WORLDS / "demo_bookings.json").read_text("utf-8"))
    who = plan["people"]["p7"]
    answer = client.post("/booking/mine/", {"id_number": who[1], "password": plan["password"]})
    assert answer.status_code == 302
    mine = number("day = '2026-03-04' AND item IS NOT NULL")
    return client, mine


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_every_page_is_sound_on_every_screen(visit: Visit, demo: Office, language: str, locale: str) -> None:
    household, welfare, business = kind("household"), kind("welfare"), kind("business")
    client, mine = opened(language)
    wrong = Client(headers={"accept-language": language})
    at_home = f"/booking/{household}/ordinary/202603031000/"
    form = form_of(wrong.get(at_home), "id_number")
    clerk, operator, director = (demo.client(each, language) for each in ("clerk", "operator", "director"))
    today, door = number("day = '2026-03-02' AND state = 'booked'"), number("mode = 'door_step'")
    public = [
        ("home", "/", None),
        ("guide", "/items/11990100MB000006XP3000709001003/", None),
        ("start", "/booking/", None),
        ("start-item", "/booking/?item=11990100MB0000019L3000131007001", None),
        ("times", f"/booking/{household}/ordinary/", None),
        ("times-green", f"/booking/{welfare}/in_hall/?item=11990100MB000005103000511004001", None),
        ("fields", at_home, None),
        ("fields-item", f"/booking/{business}/while_you_wait/202603031000/", None),
        ("slip", f"/booking/slip/{mine}/", client),
        ("move", f"/booking/slip/{mine}/move/?at=202603051000", client),
        ("cancel", f"/booking/slip/{mine}/cancel/", client),
        ("mine", "/booking/mine/", client),
        ("find", "/booking/mine/", None),
        ("rules", "/booking/rules/", None),
        ("none", "/booking/slip/1234567890/move/", None),
    ]
    staff = [
        ("day", "/bookings/", clerk),
        ("day-empty", "/bookings/?day=2026-03-12", clerk),
        ("found", "/bookings/?q=13800020004", operator),
        ("choose", "/bookings/new/", operator),
        ("book", f"/bookings/new/{household}/ordinary/?at=202603031000", operator),
        ("book-holiday", f"/bookings/new/{household}/holiday/?at=202603080900", operator),
        ("booking", f"/bookings/{today}/", clerk),
        ("visit", f"/bookings/{door}/", clerk),
        ("move", f"/bookings/{today}/move/?at=202603031000", clerk),
        ("pre-review", "/bookings/pre-review/", clerk),
        ("report", "/bookings/report/", director),
    ]
    found = []
    for name, path, who in [*public, *((f"staff-{name}", path, who) for name, path, who in staff)]:
        for width in widths(locale):
            page = visit(path, width, locale, client=who)
            shot(page, f"booking-{name}-{locale[:2]}-{width}", whole=True)
            bad = sideways(page) if (language, width) == ("en", DESKTOP) else faults(page)
            found += [f"{path} at {width}: {each}" for each in bad]
            visit.leave(page, width, locale, who)
    answer = wrong.post(at_home, form.but(name="", id_number="99", phone="138", password="1"))
    assert answer.status_code == 422
    assert not found, "\n".join(found)
