"""The pages where people come, on every screen and in both languages: sound, and worth looking at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from browser import DESKTOP, PHONE, Visit, faults, shot, widths
from counter import ADVERT, BANNER, FOOD, TRADER, Counter, digits, lived_in
from ground import rows
from town import SETUP
from yimen.modules.catalogue.queries import facts
from yimen.modules.people import queries as people
from yimen.modules.reception import commands
from yimen.rules.actors import NOBODY
from yimen.rules.reception.contacts import Ending

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-055", "R-076", "R-191", "R-232", "R-286", "ACC-03")]


@dataclass
class Morning:
    """A morning at the hall: some were served, some wait, somebody stands at the window."""

    counter: Counter
    hall: int
    code: str
    queue: int
    tokens: dict[str, str]
    contact: dict[str, int]
    sheet: int


@pytest.fixture
def morning(
    now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker, settings: Any
) -> Iterator[Morning]:
    settings.YIMEN_RATES = dict.fromkeys(settings.YIMEN_RATES, (10000, 60))
    facts.version.cache_clear()
    with django_db_blocker.unblock():
        yield begin(lived_in(now))


def begin(counter: Counter) -> Morning:
    lin, mei = counter.hall.actor("lin"), counter.hall.actor("mei")
    queue = commands.create_queue(
        SETUP, lin.hall, "A", name="综合业务", name_en="General matters", windows=[lin.unit, mei.unit],
        items=[BANNER, ADVERT, FOOD, TRADER], now=counter.now,
    )  # fmt: skip
    commands.create_queue(
        SETUP, lin.hall, "B", name="不动产登记", name_en="Real estate", windows=[mei.unit], now=counter.now
    )
    commands.open_window(lin, lin.unit, now=counter.now)
    tokens: dict[str, str] = {}

    def take(name: str, **told: Any) -> Any:
        told = {"source": "kiosk", "queue": queue, **told}
        card = commands.issue(NOBODY, lin.hall, now=counter.now, **told)
        tokens[name] = card.token
        return card

    take("served", item=TRADER)
    card = commands.call_next(lin, lin.unit, now=counter.now)
    assert card
    commands.start(lin, card.id, now=counter.now)
    contact = commands.meet(
        lin, lin.hall, channel="window", question="个体户怎么注册", ticket=card.id, now=counter.now
    )
    commands.end_contact(
        lin, contact.id, Ending("transferred", to=mei.id, answer="请梅青协助核名"), now=counter.now
    )
    counter.goes_to(timedelta(minutes=12))
    commands.finish(lin, card.id, now=counter.now)
    sheet = commands.hand_over_sheet(lin, lin.hall, BANNER, recipient="王小明", now=counter.now)
    phone = commands.meet(lin, lin.hall, channel="phone", question="路灯不亮了找谁", now=counter.now)
    person = rows(
        "SELECT p.person FROM cases_party p JOIN cases_case c ON c.id = p.case_id WHERE c.number = %s AND p.role = 'applicant'",
        digits(counter.numbers["online"]),
    )[0][0]
    take("here", item=ADVERT, person=person)
    for name, told in (
        ("next", {"item": BANNER}),
        ("asks", {"question": "我想在路边摆摊卖早点，要办什么"}),
        ("more", {"item": FOOD, "person": person}),
        ("last", {}),
    ):
        take(name, **told)
        counter.goes_to(timedelta(minutes=2))
    commands.call(lin, lin.unit, commands.issue(NOBODY, lin.hall, queue=queue, source="kiosk", now=counter.now).id,
                  reason="老人行动不便", now=counter.now)  # fmt: skip
    commands.start(lin, _there(lin), now=counter.now)
    commands.finish(lin, _there(lin), now=counter.now)
    commands.call_next(lin, lin.unit, now=counter.now)
    commands.start(lin, _there(lin), now=counter.now)
    commands.meet(lin, lin.hall, channel="window", item=ADVERT, ticket=_there(lin), now=counter.now)
    commands.open_window(mei, mei.unit, now=counter.now)
    commands.pause_window(
        mei,
        mei.unit,
        reason="用餐",
        until=counter.now + timedelta(minutes=40),
        substitute=lin.id,
        now=counter.now,
    )
    unit = people.unit(lin.hall)
    assert unit
    return Morning(
        counter, lin.hall, unit.code, queue, tokens, {"passed": contact.id, "phone": phone.id}, sheet.id
    )


def _there(actor: Any) -> int:
    return int(rows("SELECT ticket_id FROM reception_seat WHERE window_id = %s", actor.unit)[0][0])


def pages(morning: Morning) -> list[tuple[str, str, str | None]]:
    tokens = morning.tokens
    return [
        ("call-serving", "/window/call/", "lin"),
        ("call-paused", "/window/call/", "mei"),
        ("call-nowhere-board", "/window/", "lin"),
        ("contacts", "/window/contacts/", "lin"),
        ("contact-passed", f"/window/contacts/{morning.contact['passed']}/", "lin"),
        ("contact-open", f"/window/contacts/{morning.contact['phone']}/", "lin"),
        ("contact-register", "/window/contacts/register/", "lin"),
        ("sheet", f"/window/sheets/{morning.sheet}/", "lin"),
        ("guide", "/window/guide/?q=开餐馆", "he"),
        ("guide-item", f"/window/guide/{FOOD}/?q=开餐馆", "he"),
        ("guide-sheet", f"/window/guide/sheets/{tokens['last']}/?sheet={morning.sheet}", "he"),
        ("rate", f"/window/rate/{tokens['served']}/", None),
        ("rate-rests", "/window/rate/", "lin"),
        ("floor", "/supervisor/floor/", "director"),
        ("floor-empty", "/supervisor/floor/?on=2026-01-05", "supervisor"),
        ("ticket-waiting", f"/tickets/{tokens['next']}/", None),
        ("ticket-serving", f"/tickets/{tokens['here']}/", None),
        ("ticket-served", f"/tickets/{tokens['served']}/", None),
        ("take-ticket", f"/halls/{morning.code}/ticket/?q=餐饮", None),
        ("hall-now", f"/halls/{morning.code}/now/", None),
    ]


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_every_page_is_sound_on_every_screen(
    visit: Visit, morning: Morning, language: str, locale: str
) -> None:
    found = []
    for name, path, who in pages(morning):
        client = morning.counter.client(who, language) if who else None
        if who == "lin":
            client.get("/window/call/")  # type: ignore[union-attr]  # so that the bar knows who is there
        for width in widths(locale):
            page = visit(path, width, locale, client=client)
            shot(page, f"visit-{name}-{locale[:2]}-{width}", whole=True)
            found += [f"{path} at {width}: {each}" for each in faults(page)]
            visit.leave(page, width, locale, client)
    assert not found, "\n".join(found)


def test_a_called_number_fills_the_telephone(visit: Visit, morning: Morning) -> None:
    lin = morning.counter.hall.actor("lin")
    commands.finish(lin, _there(lin), now=morning.counter.now)
    commands.call_next(lin, lin.unit, now=morning.counter.now)
    page = visit(f"/tickets/{morning.tokens['next']}/", PHONE)
    shot(page, "visit-ticket-called-zh-360", whole=True)
    assert not faults(page)
    desk = visit("/window/call/", DESKTOP, client=morning.counter.client("lin", "zh-hans"))
    shot(desk, "visit-call-called-zh-1440", whole=True)
    assert not faults(desk)
