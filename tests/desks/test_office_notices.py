"""The office writes, orders and withdraws what walls show, and sees which of them cannot speak."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from browser import DESKTOP, PHONE, Visit, check, shot
from office import Office, form_of, forms_of
from wall import wall
from yimen.modules.reception.commands.screens import tell_sound
from yimen.modules.reception.queries import notices as queries


@pytest.mark.rule("R-223", "S-47")
def test_a_notice_is_written_amended_and_withdrawn(office: Office) -> None:
    hall = wall(office.ground)
    client = office.client()
    form = form_of(client.get("/office/notices/new/"), "form.title")
    sent = form.but(
        form__title="清明假期安排", form__text="4月4日至6日不办理。", form__title_en="Holiday", form__text_en="Closed 4 to 6 April.",
        form__hall=str(hall.hall), form__ends__on="2026-04-06", form__ends__at="18:00",
    )  # fmt: skip
    assert client.post("/office/notices/new/", sent).status_code == 302
    (card,) = queries.held([hall.hall], office.ground.now + timedelta(minutes=1))[hall.hall]
    assert (card.title, card.ends_at and card.ends_at.astimezone(office.ground.now.tzinfo).hour) == (
        "清明假期安排",
        18,
    )
    stands = form_of(client.get(f"/office/notices/{card.id}/"), "form.title")
    assert (
        client.post(f"/office/notices/{card.id}/", stands.but(form__title="清明假期服务安排")).status_code
        == 302
    )
    (card,) = queries.held([hall.hall], office.ground.now + timedelta(minutes=1))[hall.hall]
    assert card.title == "清明假期服务安排"
    assert client.post(f"/office/notices/{card.id}/withdraw/").status_code == 302
    assert queries.held([hall.hall], office.ground.now + timedelta(minutes=1))[hall.hall] == ()
    assert client.get(f"/office/notices/{card.id}/").status_code == 409


@pytest.mark.rule("R-223")
def test_what_nobody_would_see_is_refused_and_nothing_typed_is_lost(office: Office) -> None:
    wall(office.ground)
    client = office.client()
    form = form_of(client.get("/office/notices/new/"), "form.title")
    answer = client.post(
        "/office/notices/new/",
        form.but(form__title="标题", form__text="正文", form__ends__on="2026-03-01", form__ends__at="08:00"),
    )
    assert answer.status_code == 422
    assert "It would never be shown" in answer.content.decode()
    assert "正文" in answer.content.decode()


@pytest.mark.rule("R-055", "R-223")
def test_the_page_shows_every_hall_and_which_screens_cannot_speak(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    hall = wall(office.ground)
    hall.notice("现在的")
    hall.notice("以后的", starts_at=hall.now + timedelta(days=1))
    tell_sound(hall.hall, "c0ffee00" * 4, "chime", "Linux", now=hall.now)
    client = office.client()
    client.get("/office/notices/")
    with django_assert_max_num_queries(9):
        shown = client.get("/office/notices/").content.decode()
    for words in ("现在的", "shown now", "以后的", "not yet", "C0FF", "it chimes"):
        assert words in shown
    assert len(forms_of(client.get("/office/notices/"))) == 6


@pytest.mark.parametrize("name", ["clerk", "reviewer", "director"])
def test_others_find_no_such_page(office: Office, name: str) -> None:
    assert office.client(name).get("/office/notices/").status_code == 404


@pytest.mark.browser
@pytest.mark.commits
def test_it_looks_well(own_office: Office, visit: Visit) -> None:
    hall = wall(own_office.ground)
    hall.notice(
        "关于清明节假期对外服务安排的通知", title_en="Service during the Qingming holiday", text_en="Closed."
    )
    hall.notice("以后的通知", starts_at=hall.now + timedelta(days=1), ends_at=hall.now + timedelta(days=9))
    tell_sound(hall.hall, "c0ffee00" * 4, "chime", "Linux x86_64", now=hall.now)
    for language in ("zh-CN", "en"):
        for width in (PHONE, DESKTOP):
            client = own_office.client(language=language)
            for name, address in (("notices", "/office/notices/"), ("notice-new", "/office/notices/new/")):
                page = visit(address, width=width, language=language, client=client)
                shot(page, f"office-{name}-{width}-{language[:2]}", whole=True)
                check(page)
            page = visit("/notices/", width=width, language=language)
            shot(page, f"public-notices-{width}-{language[:2]}", whole=True)
            check(page)
