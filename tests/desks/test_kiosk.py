"""The kiosk: numbers that are never lost, ways that are found by touch, and a machine that forgets (R-217, R-218)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ground import NURSE, WASTE, Ground
from kiosks import Furnished, furnish, printing
from yimen.gateways.escpos.simulator import Behaviour, Simulator
from yimen.modules.reception import queries
from yimen.modules.reception.models import Ticket

pytestmark = pytest.mark.rule("R-217", "S-06", "S-49")


@pytest.fixture
def place(ground: Ground) -> Furnished:
    return furnish(ground)


@pytest.fixture
def printer(place: Furnished) -> Iterator[Simulator]:
    with printing(place) as simulator:
        yield simulator


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def take(client: Client, **told: Any) -> Any:
    return client.post("/kiosk/tickets/take/", {"idempotency_key": "once", **told}, follow=True)


def test_whoever_is_no_kiosk_is_led_to_its_set_up(place: Furnished) -> None:
    for path in ("/kiosk/", "/kiosk/tickets/", "/kiosk/where/", "/kiosk/forget/"):
        assert Client().get(path).headers["Location"] == "/kiosk/set-up/"
    assert Client().post("/kiosk/tickets/take/", {"queue": place.queue["A"]}).status_code == 302
    assert not Ticket.objects.exists()


def test_a_kiosk_is_opened_by_its_token_alone_in_production(place: Furnished, settings: Any) -> None:
    from yimen.modules.reception.commands.devices import renew_device_token

    device = place.device("K2")
    token = renew_device_token(place.ground.actor("office"), device.id, now=place.ground.now)
    settings.YIMEN_DEMO = False
    assert Client().post("/kiosk/set-up/", {"device": device.id}).status_code == 401
    assert Client().post("/kiosk/set-up/", {"token": "guessed"}).status_code == 401
    kiosk = Client()
    assert kiosk.post("/kiosk/set-up/", {"token": token}).headers["Location"] == "/kiosk/"
    assert "您要办什么" in text(kiosk.get("/kiosk/"))
    renew_device_token(place.ground.actor("office"), device.id, now=place.ground.now)
    assert kiosk.get("/kiosk/").headers["Location"] == "/kiosk/set-up/", "a new token closes the old machine"


def test_a_number_is_taken_printed_and_shown(place: Furnished, printer: Simulator) -> None:
    answer = take(place.kiosk(), queue=place.queue["A"])
    assert "请取走您的号票" in text(answer)
    assert "A001" in text(answer)
    [slip] = printer.slips
    words = [each.get("text") for each in slip["lines"]]
    assert words[:3] == ["云岫市政务服务中心", "综合", "A001"]
    assert slip["lines"][2]["size"] == [5, 5]
    assert "下一个就是您" in words
    assert "窗口 A01，1 层" in words
    assert Ticket.objects.get().source == "kiosk"


@pytest.mark.rule("R-046")
def test_an_item_leads_to_its_own_line(place: Furnished, printer: Simulator) -> None:
    answer = take(place.kiosk(), item=NURSE)
    ticket = Ticket.objects.get()
    assert (ticket.item, ticket.number) == (NURSE, "A001")
    assert "护士" in text(answer)
    assert any("护士" in each.get("text", "") for each in printer.slips[0]["lines"])


def test_an_impatient_finger_gets_one_ticket(place: Furnished, printer: Simulator) -> None:
    kiosk = place.kiosk()
    first = take(kiosk, queue=place.queue["A"])
    second = take(kiosk, queue=place.queue["A"])
    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    assert (Ticket.objects.count(), len(printer.slips)) == (1, 1)


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (Behaviour(paper="out"), "打印机缺纸"),
        (Behaviour(cover_open=True), "打印机上盖没有合上"),
        (Behaviour(lines=3), "打印机缺纸"),
    ],
)
def test_no_ticket_is_lost_because_the_printer_fails(
    place: Furnished, printer: Simulator, behaviour: Behaviour, words: str
) -> None:
    printer.behave(behaviour)
    kiosk = place.kiosk()
    answer = take(kiosk, queue=place.queue["B"])
    page = text(answer)
    assert words in page
    assert "B001" in page
    assert "没有纸也有效" in page
    assert Ticket.objects.get().state == "waiting"
    assert printer.slips == []
    printer.behave(Behaviour())
    token = Ticket.objects.get().token
    answer = kiosk.post(f"/kiosk/tickets/{token}/again/", follow=True)
    assert "请取走您的号票" in text(answer)
    assert (len(printer.slips), Ticket.objects.count()) == (1, 1)


@pytest.mark.rule("R-218")
def test_the_office_hears_of_a_printer_without_paper(place: Furnished, printer: Simulator) -> None:
    from yimen.modules.messages import queries as messages

    printer.behave(Behaviour(paper="out"))
    take(place.kiosk(), queue=place.queue["B"])
    [told] = messages.inbox(place.ground.actor("office")).results
    assert told.event == "device_trouble"
    assert "号票打印机" in told.text
    assert "缺纸" in told.text
    take(place.kiosk(), queue=place.queue["B"])
    assert len(messages.inbox(place.ground.actor("office")).results) == 1, "once for each trouble"
    assert place.device("号票打印机").trouble == "paper_out"


def test_a_kiosk_without_a_printer_shows_the_number_to_be_photographed(place: Furnished) -> None:
    place.printer_at("127.0.0.1:1")
    page = text(take(place.kiosk(), queue=place.queue["A"]))
    assert "打印机连接不上" in page
    assert "A001" in page


def test_a_ticket_is_shown_to_whoever_took_it_and_to_nobody_after_them(
    place: Furnished, printer: Simulator
) -> None:
    kiosk = place.kiosk()
    address = take(kiosk, queue=place.queue["A"]).redirect_chain[-1][0]
    assert place.kiosk("K2").get(address).status_code == 404
    kiosk.get("/kiosk/forget/")
    assert kiosk.get(address).status_code == 404
    assert kiosk.get("/kiosk/").status_code == 200, "the machine is still a kiosk"


def test_forgetting_erases_what_was_entered(place: Furnished) -> None:
    kiosk = place.kiosk()
    kiosk.get(f"/items/{WASTE}/apply/")
    kiosk.post(f"/items/{WASTE}/apply/", {"kind": "person", "name": "王小明", "to": "keep"})
    kiosk.cookies["django_language"] = "en"
    assert "王小明" in kiosk.get(f"/items/{WASTE}/apply/").content.decode()
    key = kiosk.cookies["sessionid"].value
    answer = kiosk.get("/kiosk/forget/")
    assert not Session.objects.filter(session_key=key).exists()
    assert answer.cookies["django_language"]["max-age"] == 0
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "王小明" not in kiosk.get(f"/items/{WASTE}/apply/").content.decode()


def test_no_page_stays_in_the_browser(place: Furnished) -> None:
    kiosk = place.kiosk()
    for path in (
        "/kiosk/",
        "/kiosk/tickets/",
        "/kiosk/find/",
        "/kiosk/where/",
        "/kiosk/progress/",
        "/kiosk/check-in/",
    ):
        assert "no-store" in kiosk.get(path).headers["Cache-Control"]


def test_a_public_page_wears_the_kiosks_frame_there_and_nowhere_else(place: Furnished) -> None:
    assert "kiosk-foot" in place.kiosk().get("/").content.decode()
    assert "ym-foot" not in place.kiosk().get("/").content.decode()
    assert "kiosk" not in Client().get("/").content.decode()
    forged = Client()
    forged.cookies["kiosk"] = "WzEsImEiLDYwXQ:forged"
    assert "kiosk-foot" not in forged.get("/").content.decode()


@pytest.mark.rule("R-079", "S-32")
def test_what_is_filed_at_a_kiosk_says_so(place: Furnished) -> None:
    from yimen.modules.cases.models import Case

    kiosk = place.kiosk()
    base = f"/items/{WASTE}/apply"
    filing = place.ground.filing(WASTE)
    who = {"kind": "person", "name": filing.name, "id_number": filing.id_number, "phone": filing.phone}
    kiosk.post(f"{base}/", {**who, "to": "later"})
    kiosk.post(
        f"{base}/form/", {f"form.{name}": value for name, value in filing.form.items()} | {"to": "later"}
    )
    kiosk.post(f"{base}/materials/", {"to": "later"})
    answer = kiosk.post(f"{base}/check/", {"confirmed": "1", "idempotency_key": "k"}, follow=True)
    assert answer.status_code == 200
    assert Case.objects.get().channel == "kiosk"


@pytest.mark.rule("R-046")
def test_an_everyday_phrase_leads_to_the_item_and_its_window_on_the_map(place: Furnished) -> None:
    kiosk = place.kiosk()
    found = kiosk.get("/kiosk/find/", {"q": "挂横幅"}).content.decode()
    first = re.search(r"/kiosk/items/([^/]+)/", found)
    assert first
    page = kiosk.get(f"/kiosk/items/{first[1]}/").content.decode()
    assert "plan-window plan-wanted" in page
    assert "plan-way" in page
    assert "地图中已标出“A01 综合窗口”" in page


@pytest.mark.rule("R-021", "R-046")
@pytest.mark.parametrize("asked", ["银行", "bank", "云岫银行", "取钱"])
def test_the_kiosk_finds_the_bank_and_shows_its_place(place: Furnished, asked: str) -> None:
    kiosk = place.kiosk()
    assert "云岫银行中心支行" in text(kiosk.get("/kiosk/where/", {"q": asked}))
    page = kiosk.get("/kiosk/where/bank/").content.decode()
    assert "plan-unit plan-wanted" in page
    assert "plan-way" in page


def test_the_way_to_another_floor_goes_by_the_lift(place: Furnished) -> None:
    page = text(place.kiosk().get("/kiosk/where/A03/"))
    assert "电梯" in page
    assert "到 2 层" in page
    assert "1 层" in page


def test_people_are_found_at_their_windows(place: Furnished) -> None:
    from yimen.modules.people import queries as people

    [name, *_] = people.window(place.ground.unit("A02")).staff  # type: ignore[union-attr]
    page = text(place.kiosk().get("/kiosk/where/", {"q": name}))
    assert "A02" in page
    assert "A04" not in page


def test_a_place_that_is_not_on_the_map_says_what_to_do(place: Furnished) -> None:
    answer = place.kiosk().get("/kiosk/where/Z99/")
    assert answer.status_code == 404
    assert "咨询台" in text(answer)


@pytest.mark.rule("R-216")
def test_progress_is_told_by_number_and_stands_in_no_address(place: Furnished) -> None:
    digits = place.ground.file(WASTE)
    kiosk = place.kiosk()
    answer = kiosk.post("/kiosk/progress/", {"number": digits})
    assert answer.status_code == 200
    assert "王*明" in text(answer) or "王**" in text(answer) or "*" in text(answer)
    assert "王小明" not in text(answer)
    assert kiosk.post("/kiosk/progress/", {"number": "1234"}).status_code in (404, 422)


@pytest.mark.rule("R-191")
def test_a_service_is_rated_once_by_the_number_on_the_slip(place: Furnished, printer: Simulator) -> None:
    from yimen.modules.evaluation.models import Rating
    from yimen.modules.reception import commands

    clerk = place.ground.actor("clerk")
    kiosk = place.kiosk()
    take(kiosk, queue=place.queue["A"])
    assert kiosk.post("/kiosk/rate/", {"number": "A001"}).status_code == 404, "not served yet"
    now = place.ground.now
    commands.open_window(clerk, clerk.unit, now=now)
    called = commands.call_next(clerk, clerk.unit, now=now)
    assert called
    commands.start(clerk, called.id, now=now)
    commands.finish(clerk, called.id, now=now)
    assert "非常满意" in text(kiosk.post("/kiosk/rate/", {"number": "a001"}))
    assert "谢谢" in text(kiosk.post("/kiosk/rate/", {"number": "A001", "level": "5"}))
    assert Rating.objects.get().way == "kiosk"
    assert kiosk.post("/kiosk/rate/", {"number": "A001", "level": "1"}).status_code == 409


@pytest.mark.rule("R-224", "S-58")
def test_a_public_terminal_offers_its_three_areas_and_no_tickets(place: Furnished) -> None:
    terminal = place.kiosk("T1")
    home = terminal.get("/kiosk/").content.decode()
    assert "/kiosk/information/" in home
    assert "/kiosk/tickets/" not in home
    assert "办公时间" in text(terminal.get("/kiosk/information/"))
    assert "《" in text(terminal.get("/kiosk/information/?area=policies"))
    assert "空白表格" in text(terminal.get("/kiosk/information/?area=forms"))


@pytest.mark.rule("R-051")
def test_a_plain_question_comes_along_with_the_number(place: Furnished, printer: Simulator) -> None:
    kiosk = place.kiosk()
    assert "孩子落户" in text(kiosk.get("/kiosk/tickets/", {"question": "孩子落户"}))
    take(kiosk, queue=place.queue["A"], question="孩子落户")
    assert queries.ticket(Ticket.objects.get().token, now=place.ground.now).question == "孩子落户"


def test_characters_come_by_their_sound_the_commonest_first(place: Furnished) -> None:
    kiosk = place.kiosk()

    def heard(letters: str) -> list[str]:
        return json.loads(kiosk.get("/kiosk/characters/", {"letters": letters}).content)["characters"]

    assert heard("wang")[:3] == ["王", "往", "望"] or "王" in heard("wang")[:4]
    assert "明" in heard("ming")[:3]
    assert heard("zzz") == heard("<") == []
    assert len(heard("a")) > 5


@pytest.mark.rule("R-218")
def test_a_device_reports_with_its_token_and_a_stranger_does_not(place: Furnished) -> None:
    from yimen.modules.reception.commands.devices import renew_device_token

    token = renew_device_token(
        place.ground.actor("office"), place.device("大厅叫号屏").id, now=place.ground.now
    )
    said = {"content_type": "application/json", "data": json.dumps({"trouble": "", "paper": ""})}
    assert Client().post("/kiosk/heartbeat/", **said).status_code == 401
    assert (
        Client().post("/kiosk/heartbeat/", **said, headers={"authorization": "Bearer no"}).status_code == 401
    )
    answer = Client().post("/kiosk/heartbeat/", **said, headers={"authorization": f"Bearer {token}"})
    assert answer.json() == {"heard": True}
    assert place.device("大厅叫号屏").standing == "ready"
    bad = Client().post("/kiosk/heartbeat/", data="[", content_type="application/json")
    assert bad.status_code == 422


@pytest.mark.rule("R-218")
def test_a_kiosks_heartbeat_speaks_for_its_printer(place: Furnished, printer: Simulator) -> None:
    printer.behave(Behaviour(sheets=2, paper="near_end"))
    kiosk = place.kiosk()
    assert kiosk.post("/kiosk/heartbeat/", data="{}", content_type="application/json").status_code == 200
    assert (place.device("号票打印机").paper, place.device("K1").standing) == ("near_end", "ready")


@pytest.mark.rule("R-218")
def test_a_silent_device_is_reported_to_the_office_once_and_only_while_the_doors_are_open(
    place: Furnished,
) -> None:
    from yimen.modules.messages import queries as messages
    from yimen.modules.reception.commands.devices import hear
    from yimen.wiring import world

    office, device, began = place.ground.actor("office"), place.device("K1"), place.ground.now

    def told() -> list[str]:
        return [each.text for each in messages.inbox(office).results if each.event == "device_silent"]

    hear(device.id, now=began)
    world.pass_time(began + timedelta(minutes=9))
    assert told() == []
    hear(device.id, now=began + timedelta(minutes=9))
    world.pass_time(began + timedelta(minutes=18))
    assert told() == [], "it spoke meanwhile"
    world.pass_time(began + timedelta(minutes=25))
    assert len(told()) == 1
    assert "一号自助机" in told()[0]
    world.pass_time(began + timedelta(hours=3))
    assert len(told()) == 1
    evening = began.replace(hour=17, minute=0)
    hear(device.id, now=evening)
    world.pass_time(began.replace(hour=23))
    assert len(told()) == 1, "at night it may be switched off"
    world.pass_time(began + timedelta(days=1, hours=2))
    assert len(told()) == 2


@pytest.mark.rule("R-218")
def test_six_devices_stand_in_the_halls_of_the_demo(place: Furnished) -> None:
    answer = place.staff("office").get("/office/devices/")
    page = text(answer)
    for name in ("一号自助机", "二号自助机", "号票打印机", "公用电脑", "大厅叫号屏", "枕溪镇自助机"):
        assert name in page


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/kiosk/", 8),
        ("/kiosk/tickets/", 9),
        ("/kiosk/find/", 12),
        ("/kiosk/find/?theme=x", 9),
        (f"/kiosk/items/{NURSE}/", 14),
        ("/kiosk/where/", 9),
        ("/kiosk/where/bank/", 7),
        ("/kiosk/progress/", 6),
        ("/kiosk/information/", 9),
        ("/kiosk/information/?area=policies", 8),
        ("/kiosk/information/?area=forms", 8),
    ],
)
def test_a_page_asks_the_database_so_often_and_no_oftener(
    place: Furnished, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    kiosk = place.kiosk()
    kiosk.get(path)
    with django_assert_max_num_queries(most):
        assert kiosk.get(path).status_code == 200
