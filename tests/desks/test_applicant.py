"""The applicant's desk: applying without losing a word, answering a notice, and seeing one's own cases only."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from counter import ADVERT, BANNER, FOOD, TRADER, Counter, digits, filled
from somebody import PDF, PNG, WHO, Somebody, as_posted, code_sent, come_in, pdf
from yimen.base import crypto
from yimen.base.clock import machine_now
from yimen.desks.applicant import drafts
from yimen.modules.licensing import queries as licensing
from yimen.modules.messages.models import TEXT, Message
from yimen.modules.people import queries as people
from yimen.rules.actors import Kind
from yimen.rules.numbering import CaseNumber

Counted = Callable[[int], AbstractContextManager[object]]


def words(response: HttpResponse, status: int = 200) -> str:
    """The page's main part in plain words."""
    assert response.status_code == status, response.content.decode()[:1500]
    text = response.content.decode()
    text = text[text.index("<main") : text.index("</main>")] if "<main" in text else text
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture(autouse=True)
def folders(settings: LazySettings, tmp_path: Path) -> Path:
    """Files of this test alone."""
    settings.YIMEN_FILES = tmp_path / "files"
    settings.YIMEN_DRAFT_FILES = tmp_path / "drafts"
    settings.YIMEN_SMS_URL = "http://127.0.0.1:9"  # connected; what is sent waits in its queue
    return tmp_path


def cases() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        return int(cursor.fetchone()[0])


def dossier(counter: Counter, number: str, who: str = "mei") -> licensing.DossierView:
    return licensing.dossier(counter.hall.actor(who), digits(number), now=counter.now)


# -- the four steps ----


@pytest.mark.rule("R-079", "R-080", "S-31")
def test_an_application_goes_from_the_guide_to_its_receipt(counter: Counter) -> None:
    one = Somebody()
    assert f'href="{one.at}"' in one.client.get(f"/items/{FOOD}/").content.decode()
    one.fill()
    one.bring("application", "layout", rules="promise")
    assert "材料齐全" in words(one.see("check"))
    assert one.send().headers["Location"] == f"{one.at}sent/"
    page = words(one.see("sent"))
    for told in ("已收件登记", one.number, "最迟 2026年3月9日（星期一）答复您", "收件凭证", "用手机号登录"):
        assert told in page, told
    receipt = re.findall(r'href="(/progress/[^"]+/papers/[^"]+)"', one.see("sent").content.decode())[0]
    assert one.client.get(receipt).content.startswith(b"%PDF-")
    view = dossier(counter, one.number)
    assert view.card.state == "received"
    assert view.form["shop_name"] == "云岫市临溪小馆"
    assert [row.file["name"] for row in view.materials if row.file] == ["application.pdf", "layout.pdf"]
    assert view.application.self_checked


def test_the_case_is_open_to_who_has_just_sent_it(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    one.send()
    assert "办理过程" in words(one.client.get(f"/progress/{one.number}/"))


@pytest.mark.rule("R-084", "R-080")
def test_everything_wrong_is_said_at_once_beside_its_field_and_in_one_list(counter: Counter) -> None:
    one = Somebody()
    assert one.step("who", {**WHO, "id_number": "110105194912310021", "phone": "1"}).status_code == 422
    one.step("who", {**WHO, "id_number": "110105194912310021", "phone": "1"}, to="later")
    one.step("form", as_posted({"shop_name": "小馆", "licence_scope": "百货", "area": "八十"}), to="later")
    one.bring("application")
    page = one.see("check").content.decode()
    calm = words(one.see("check"))
    for told in (
        "身份证号码的校验位不符", "手机号码应为 11 位", "经营范围不含“餐饮服务”", "请填写：经营场所地址", "请填写数字",
        "缺少“主要设备设施、经营布局和操作流程图”", "缺少附件“食品安全规章制度目录清单”",
    ):  # fmt: skip
        assert told in calm, told
        assert page.count(told.replace("“", "“")) >= 2, told  # in the list and beside its answer
    for href in ("/apply/#id_number", "/apply/form/#form.licence_scope", "/apply/materials/#piece-layout"):
        assert href in page, href
    assert 'id="form.licence_scope"' in one.see("form").content.decode()
    assert 'id="piece-layout"' in one.see("materials").content.decode()
    assert 'id="id_number"' in one.see("who").content.decode()


@pytest.mark.rule("R-080")
def test_the_self_check_finds_what_the_window_finds(counter: Counter) -> None:
    one = Somebody()
    one.fill({"shop_name": "小馆", "licence_scope": "百货"})
    one.bring("application")
    told = re.findall(r'<li><a href="[^"]+#([^"]+)">', one.see("check").content.decode())
    one.send()
    found = [each for each in dossier(counter, one.number).findings if each.lacks]
    subjects = [f"piece-{each.material}" if each.material else f"form.{each.field}" for each in found]
    assert told == subjects


@pytest.mark.rule("R-078")
def test_what_lacks_is_no_reason_to_turn_it_away(counter: Counter) -> None:
    one = Somebody()
    one.step("who", {"kind": "person"}, to="later")
    assert "没有姓名，无法提交" in words(one.send(), 422)
    one.step("who", {"kind": "person", "name": "王小明"}, to="later")
    assert one.send().status_code == 302
    assert "提交时缺少主件，窗口会退回" in words(one.see("sent"))
    assert dossier(counter, one.number).card.state == "received"


@pytest.mark.rule("R-080", "R-106")
def test_where_no_main_piece_lacks_one_notice_is_promised_and_else_that_it_goes_back(
    counter: Counter,
) -> None:
    one = Somebody()
    one.fill()
    assert "缺少主件：就这样提交，窗口会退回" in words(one.see("check"))
    one.bring("application")
    assert "窗口会按这份清单一次性告知" in words(one.see("check"))
    one.send()
    assert "处需要补正，窗口会一次性告知" in words(one.see("sent"))


@pytest.mark.rule("R-106")
def test_a_hall_that_does_not_go_by_kinds_promises_the_notice_all_the_same(counter: Counter) -> None:
    from town import SETUP
    from yimen.modules.catalogue import commands as catalogue

    catalogue.set_parameter(
        SETUP, "intake.scheme", "four_outcomes", scope="hall", scope_id="centre", basis="本厅规定",
        effective_from=counter.now.date(), now=counter.now,
    )  # fmt: skip
    one = Somebody()
    one.step("who", {**WHO, "hall": "centre"}, to="later")
    assert "窗口会按这份清单一次性告知" in words(one.see("check"))


def test_a_step_shows_what_is_wrong_in_it_and_lets_one_go_on(counter: Counter) -> None:
    one = Somebody()
    page = one.step("who", {**WHO, "phone": "123"})
    assert "手机号码应为 11 位" in words(page, 422)
    assert 'value="123"' in page.content.decode()
    assert 'value="王小明"' in page.content.decode()
    assert one.step("who", {**WHO, "phone": "123"}, to="later").headers["Location"].endswith("/apply/form/")


@pytest.mark.rule("R-096")
def test_nothing_is_sent_before_the_applicant_confirms(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    assert "请先确认" in words(one.step("check", idempotency_key="k"), 422)
    assert cases() == 0


def test_sending_twice_registers_once(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    assert one.send("same").headers["Location"] == one.send("same").headers["Location"]
    assert cases() == 1


def test_two_clicks_at_once_register_once(counter: Counter) -> None:
    """The second request has read the visit before the first has cleared it."""
    one = Somebody()
    one.fill()
    one.bring("application")
    before = one.client.session.get("drafts")
    assert one.send("same").status_code == 302
    number = one.number
    session = one.client.session
    session["drafts"] = before
    session.save()
    assert one.send("same").headers["Location"] == f"{one.at}sent/"
    assert cases() == 1
    assert one.number == number


def test_after_sending_nothing_of_the_draft_is_left(counter: Counter, folders: Path) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    assert len(list((folders / "drafts").iterdir())) == 1
    one.send()
    assert list((folders / "drafts").iterdir()) == []
    assert one.draft == drafts.Draft()
    assert one.see("check").headers["Location"] == one.at


def test_a_page_of_a_sending_that_never_was_says_so(counter: Counter) -> None:
    assert "请从头填写" in words(Somebody().see("sent"), 409)


@pytest.mark.rule("R-079", "R-095")
def test_an_item_whose_papers_are_brought_is_registered_beforehand(counter: Counter) -> None:
    one = Somebody(ADVERT)
    one.fill()
    assert "材料要送到窗口" in words(one.see("materials"))
    one.send()
    page = words(one.see("sent"))
    assert "预登记成功" in page
    assert "不用重新填写" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM cases_case")
        assert cursor.fetchall() == [("pre_registered",)]


@pytest.mark.rule("R-043")
def test_what_is_done_at_the_counter_alone_cannot_be_applied_for_here(counter: Counter) -> None:
    from town import SETUP
    from yimen.modules.catalogue import commands as catalogue

    catalogue.revise(SETUP, TRADER, now=counter.now)
    catalogue.edit(SETUP, TRADER, {"online": "booking"}, now=counter.now)
    catalogue.publish(SETUP, TRADER, now=counter.now)
    assert "请到窗口办理" in words(Somebody(TRADER).see("who"), 409)
    assert "在线申请" not in words(Client(headers={"accept-language": "zh-hans"}).get(f"/items/{TRADER}/"))
    assert Somebody("NONE").see("who").status_code == 404


def test_the_nearest_hall_takes_it_in_if_the_applicant_says_so(counter: Counter) -> None:
    one = Somebody()
    assert "枕溪镇便民服务中心" in words(one.see("who"))
    one.step("who", {**WHO, "hall": "township"}, to="later")
    one.send()
    assert dossier(counter, one.number, "li").place.hall_name == "枕溪镇便民服务中心"


def test_who_fills_it_in_for_somebody_else_is_named_apart(counter: Counter) -> None:
    one = Somebody()
    agent = {"agent_name": "林小满", "agent_id_number": "990100199003077763", "agent_phone": "13900001111"}
    one.step("who", {**WHO, **agent}, to="later")
    one.send()
    view = dossier(counter, one.number)
    assert view.agent is not None
    assert view.agent.name == "林小满"
    assert view.applicant.name == "王小明"


def test_staff_apply_in_no_other_name_than_anybody(counter: Counter) -> None:
    one = Somebody()
    one.client = counter.client("mei", "zh-hans")
    one.fill()
    one.send()
    first = dossier(counter, one.number).lines[0]
    assert first.actor is None


def test_one_address_may_send_only_so_often(counter: Counter, settings: LazySettings) -> None:
    settings.YIMEN_RATES = {**settings.YIMEN_RATES, "apply": (1, 3600)}
    for status in (302, 429):
        one = Somebody()
        one.fill()
        response = one.send()
        assert response.status_code == status
    assert "操作太频繁" in words(response, 429)
    assert one.draft.who["name"] == "王小明"


@pytest.mark.rule("R-158", "C-16")
def test_who_does_not_ask_for_text_messages_gets_none(counter: Counter) -> None:
    for told_by, kept in (("sms", "sms"), ("", "none")):
        one = Somebody()
        one.step("who", {**WHO, "told_by": told_by}, to="later")
        one.send(kept)
        with connection.cursor() as cursor:
            cursor.execute("SELECT told_by FROM cases_party WHERE case_id = %s", [_case(one.number)])
            assert cursor.fetchone() == (kept,)
        assert ("每一步进展都会发短信" in words(one.see("sent"))) is (kept == "sms")


@pytest.mark.rule("R-158")
def test_where_messages_are_sent_on_request_nothing_is_ticked_beforehand(counter: Counter) -> None:
    from town import SETUP
    from yimen.modules.catalogue import commands as catalogue

    ticked = 'name="told_by" value="sms" checked'
    assert ticked in Somebody().see("who").content.decode()
    catalogue.set_parameter(
        SETUP, "sms.mode", "opt_in", scope="hall", scope_id="centre", basis="本厅规定",
        effective_from=counter.now.date(), now=counter.now,
    )  # fmt: skip
    assert ticked not in Somebody().see("who").content.decode()


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% now %}"]
)
def test_what_people_write_is_shown_as_they_wrote_it_and_does_nothing(counter: Counter, evil: str) -> None:
    one = Somebody()
    one.step("who", {**WHO, "name": evil, "phone": evil, "agent_name": evil}, to="later")
    one.step("form", as_posted({"shop_name": evil, "licence_scope": evil, "format": evil}), to="later")
    one.step("materials", {"has.application": "1", "file.application": pdf(f"{evil}.pdf")}, to="later")
    pages = [one.see(step) for step in ("who", "form", "materials", "check")]
    one.send()
    counter.act("mei", one.number, "ask_supplement")
    client = come_in() if "138" in evil else one.client
    pages += [one.see("sent"), client.get(f"/progress/{one.number}/")]
    for page in pages:
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "onerror=alert(1)>" not in text.replace("&gt;", "")
        assert "49{%" not in text


# -- nothing written is lost ----


@pytest.mark.rule("R-286")
def test_switching_the_language_keeps_what_stands_in_the_fields(counter: Counter) -> None:
    one = Somebody()
    response = one.step("who", {**WHO, "language": "en"})
    assert response.headers["Location"] == one.at
    page = one.see("who").content.decode()
    assert "Who applies?" in page
    assert 'value="王小明"' in page
    assert "ym-errors" not in page  # not through with it yet: nothing is wrong so far
    one.step("form", {"form.shop_name": "小馆", "large": "1"})
    page = one.see("form").content.decode()
    assert "小馆" in page
    assert "data-large" in page


def test_what_a_script_keeps_in_passing_is_kept_and_answered_with_nothing(counter: Counter) -> None:
    one = Somebody()
    assert one.step("who", {**WHO, "phone": "138"}, to="keep").status_code == 204
    assert one.draft.who["phone"] == "138"
    assert one.draft.visited == ()


def test_each_step_keeps_its_own_when_another_is_wrong(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    one.step("who", {**WHO, "phone": "1"})
    assert one.draft.pieces["application"].file is not None
    assert one.draft.form["shop_name"] == "云岫市临溪小馆"


def test_a_draft_is_of_one_visit_and_one_item(counter: Counter) -> None:
    one, other = Somebody(), Somebody()
    one.fill()
    assert other.draft == drafts.Draft()
    assert drafts.load(one.client.session, BANNER) == drafts.Draft()


@pytest.mark.rule("R-285", "PII-01")
def test_what_is_written_lies_sealed_and_so_do_its_files(counter: Counter, folders: Path) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    kept = Session.objects.get(pk=one.client.session.session_key).get_decoded()
    assert "王小明" not in str(kept)
    assert "11010519491231002X" not in str(kept)
    (file,) = (folders / "drafts").iterdir()
    assert b"PDF" not in file.read_bytes()


def test_one_word_deletes_all_of_it(counter: Counter, folders: Path) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    assert "已删除您填写的内容" in words(one.client.post(f"{one.at}discard/", follow=True))
    assert one.draft == drafts.Draft()
    assert list((folders / "drafts").iterdir()) == []
    assert one.client.get(f"{one.at}discard/").status_code == 405


def test_files_nobody_came_back_for_are_forgotten(counter: Counter, folders: Path) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    assert drafts.forget_old(machine_now=machine_now()) == 0
    assert drafts.forget_old(machine_now=machine_now() + timedelta(days=1)) == 1
    assert "已被清除，请重新选择这个文件" in words(one.send(), 409)
    assert cases() == 0
    assert one.draft.who["name"] == "王小明"


def test_only_the_latest_few_drafts_are_kept(counter: Counter) -> None:
    one = Somebody()
    for n in range(drafts.MOST_DRAFTS + 2):
        drafts.change(one.client.session, f"I{n}", lambda each: each.through("who"))
    session = Session.objects.latest("expire_date").get_decoded()
    assert session  # the visit is one row, however many drafts


# -- files ----


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("平面图.exe", b"MZ\x90", "格式不能接收"),
        ("平面图.pdf", b"MZ\x90", "格式不能接收"),
        ("平面图.pdf", b"", "是空的"),
        ("平面图.png", PDF, "内容是 PDF"),
        ("a.exe.pdf", PDF, "程序的扩展名"),
        (
            "照片.png",
            PNG + b"\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff" + b"\0" * 20 + b"IEND",
            "展开后过大",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_its_paper_and_the_others_stay(
    counter: Counter, name: str, content: bytes, told: str
) -> None:
    one = Somebody()
    one.fill()
    files = {
        "has.application": "1",
        "file.application": pdf(),
        "has.layout": "1",
        "file.layout": pdf(name, content),
    }
    page = one.step("materials", files)
    assert told in words(page, 422)
    assert "申请书.pdf" in words(page, 422)
    assert one.draft.pieces["application"].file is not None
    assert one.draft.pieces["layout"].file is None


def test_a_bomb_in_a_package_is_not_set_off(counter: Counter) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (300 * 1024 * 1024))
    one = Somebody()
    one.fill()
    page = one.step("materials", {"has.layout": "1", "file.layout": pdf("图.docx", bomb.getvalue())})
    assert "展开后过大" in words(page, 422)


def test_a_file_that_is_too_large_is_not_even_read(counter: Counter, settings: LazySettings) -> None:
    one = Somebody()
    one.fill()
    large = pdf("图.pdf", PDF + b" " * (20 * 1024 * 1024))
    assert "超过 20 MB" in words(one.step("materials", {"has.layout": "1", "file.layout": large}), 422)
    settings.YIMEN_REQUEST_BYTES = 100
    response = one.step("materials", {"has.layout": "1", "file.layout": pdf()})
    assert "太大" in words(response, 413)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "C:\\x\\申请.pdf", "a\u202efdp.exe.pdf"[:1] + ".pdf", "n" * 300 + ".pdf"]
)
def test_a_name_is_only_what_a_file_is_called(counter: Counter, folders: Path, name: str) -> None:
    one = Somebody()
    one.fill()
    one.step("materials", {"has.application": "1", "file.application": pdf(name)}, to="later")
    kept = one.draft.pieces["application"].file
    assert kept is not None
    assert not set("/\\") & set(kept.name)
    assert len(kept.name) <= 100
    assert {each.parent for each in (folders / "drafts").iterdir()} == {folders / "drafts"}


def test_a_new_file_takes_the_old_ones_place_and_one_can_be_removed(counter: Counter, folders: Path) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    one.step("materials", {"has.application": "1", "file.application": pdf("新.pdf")}, to="later")
    assert one.draft.pieces["application"].file.name == "新.pdf"  # type: ignore[union-attr]
    assert len(list((folders / "drafts").iterdir())) == 1
    one.step("materials", {"has.application": "1", "remove": "application"})
    assert one.draft.pieces["application"].file is None
    assert list((folders / "drafts").iterdir()) == []


def test_a_script_changes_one_paper_alone(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    piece = one.step("materials", {"only": "application", "has.application": "1", "file.application": pdf()})
    text = piece.content.decode()
    assert text.strip().startswith("<section")
    assert "申请书.pdf" in text
    wrong = one.step("materials", {"only": "layout", "has.layout": "1", "file.layout": pdf("图.pdf", b"x")})
    assert wrong.status_code == 422
    assert 'id="piece-layout"' in wrong.content.decode()
    assert one.step("materials", {"only": "nothing"}).status_code == 404


@pytest.mark.rule("R-036")
def test_only_what_this_application_needs_is_asked_for(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    assert "授权委托书" not in words(one.see("materials"))
    assert "这些不用您提供 营业执照" in words(one.see("materials"))
    one.step("form", as_posted({**filled(FOOD), "by_proxy": True}), to="later")
    assert "授权委托书及受托人身份证" in words(one.see("materials"))


def test_each_step_costs_few_statements(counter: Counter, django_assert_num_queries: Counted) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    one.see("check")
    for step, statements in (("who", 6), ("form", 4), ("materials", 4), ("check", 4)):
        with django_assert_num_queries(statements):
            one.see(step)


# -- coming in by telephone ----


def test_a_code_by_message_opens_ones_own_cases(counter: Counter) -> None:
    counter.send_in(FOOD)
    client = Client(headers={"accept-language": "zh-hans"})
    response = client.post("/my/sign-in/", {"phone": "138 1234 5678", "next": "/my/messages/"}, follow=True)
    assert "138****5678" in words(response)
    assert "13812345678" not in response.content.decode()
    response = client.post("/my/sign-in/code/", {"code": code_sent()})
    assert response.headers["Location"] == "/my/messages/"
    assert "食品经营许可" in words(client.get("/my/"))
    assert client.get("/my/sign-in/").headers["Location"] == "/my/"


def test_a_wrong_telephone_or_code_is_said_where_it_stands(counter: Counter) -> None:
    client = Client(headers={"accept-language": "zh-hans"})
    assert "手机号码应为 11 位" in words(client.post("/my/sign-in/", {"phone": "12"}), 422)
    assert client.get("/my/sign-in/code/").headers["Location"] == "/my/sign-in/"
    client.post("/my/sign-in/", {"phone": WHO["phone"]})
    assert "验证码不正确" in words(client.post("/my/sign-in/code/", {"code": "000000"}), 401)
    again = client.post("/my/sign-in/", {"phone": WHO["phone"]})
    assert re.search(r"请等 \d+ 秒", words(again, 429))


def test_without_a_gateway_the_page_says_so(counter: Counter, settings: LazySettings) -> None:
    settings.YIMEN_SMS_URL = ""
    client = Client(headers={"accept-language": "zh-hans"})
    assert "短信暂时发不出去" in words(client.post("/my/sign-in/", {"phone": WHO["phone"]}), 409)


def test_only_the_demo_says_where_the_message_lies(counter: Counter, settings: LazySettings) -> None:
    client = Client()
    client.post("/my/sign-in/", {"phone": WHO["phone"]})
    assert "http://127.0.0.1:9/outbox" in client.get("/my/sign-in/code/").content.decode()
    settings.YIMEN_DEMO = False
    assert "/outbox" not in client.get("/my/sign-in/code/").content.decode()


@pytest.mark.parametrize("address", ["/my/", "/my/messages/", "/my/cases/x/", "/my/cases/x/supply/"])
def test_whoever_has_not_come_in_is_led_to_the_door_and_back(counter: Counter, address: str) -> None:
    assert Client().get(address).headers["Location"] == f"/my/sign-in/?next={address}"
    assert counter.client("lin").get(address).headers["Location"].startswith("/my/sign-in/")


def test_the_way_back_leads_within_this_site_only(counter: Counter) -> None:
    client = Client()
    client.post("/my/sign-in/", {"phone": WHO["phone"], "next": "https://evil.example/"})
    assert client.post("/my/sign-in/code/", {"code": code_sent()}).headers["Location"] == "/my/"


def test_a_draft_stays_when_its_writer_signs_in(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    one.client.post("/my/sign-in/", {"phone": WHO["phone"]})
    one.client.post("/my/sign-in/code/", {"code": code_sent()})
    assert one.draft.who["name"] == "王小明"
    one.send()
    assert dossier(counter, one.number).lines[0].body["by"].keys() >= {"person"}


# -- my cases ----


def test_what_waits_for_me_stands_first(counter: Counter) -> None:
    waiting = counter.take_in(FOOD, who="mei", whole=False)
    counter.act("mei", waiting, "ask_supplement")
    over = counter.take_in()
    counter.act("lin", over, "withdraw")
    under_way = counter.send_in(BANNER)
    page = words(come_in().get("/my/"))
    places = [page.index(each) for each in ("等您办理", waiting, "正在办理", under_way, "已经办完", over)]
    assert places == sorted(places)
    assert "王**" in page
    assert "王小明" not in page


def test_without_a_case_the_page_says_what_to_do(counter: Counter) -> None:
    assert "这个手机号下还没有办件" in words(come_in("13700000001").get("/my/"))


def test_a_case_of_mine_is_whole_and_anothers_does_not_exist(counter: Counter) -> None:
    mine = counter.send_in(FOOD)
    theirs = counter.send_in(FOOD, name="李春梅", id_number="990100199003077763", phone="13900001111")
    counter.seal(mine)
    client = come_in()
    page = words(client.get(f"/my/cases/{mine}/"))
    for told in (
        "办理过程",
        "答复期限是怎么算的",
        "收件凭证",
        "我交的材料",
        "云岫市临溪小馆",
        "138****5678",
        "撤回申请",
    ):
        assert told in page, told
    for hidden in ("13812345678", "11010519491231002X", "王小明"):
        assert hidden not in page
    absent = str(CaseNumber("990100", counter.now.date(), 99))
    answers = {words(client.get(f"/my/cases/{number}/"), 404) for number in (theirs, absent)}
    assert len(answers) == 1
    for way in ("supply", "withdraw"):
        assert client.get(f"/my/cases/{theirs}/{way}/").status_code == 404
        assert client.post(f"/my/cases/{theirs}/{way}/").status_code == 404


def test_what_the_hall_tells_itself_is_no_business_of_the_applicant(counter: Counter) -> None:
    number = counter.send_in(BANNER)
    counter.act("lin", number, "note", text="内部提醒：先打电话核实")
    page = words(come_in().get(f"/my/cases/{number}/"))
    assert "内部提醒" not in page


def test_my_files_open_for_me_alone(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    one.send()
    client = come_in()
    page = client.get(f"/my/cases/{one.number}/").content.decode()
    href = re.findall(r'href="(/cases/\d+/materials/\d+/)"', page)[0]
    assert client.get(href).content == PDF
    assert come_in("13700000001").get(href).status_code == 404


def test_my_pages_cost_few_statements(counter: Counter, django_assert_num_queries: Counted) -> None:
    number = counter.send_in(FOOD)
    client = come_in()
    client.get(f"/my/cases/{number}/")
    for address, statements in (("/my/", 8), (f"/my/cases/{number}/", 8), ("/my/messages/", 4)):
        with django_assert_num_queries(statements):
            client.get(address)


@pytest.mark.rule("R-098")
def test_withdrawing_asks_once_more_and_ends_it(counter: Counter) -> None:
    number = counter.send_in(BANNER)
    client = come_in()
    assert "要撤回这份申请吗" in words(client.get(f"/my/cases/{number}/withdraw/"))
    assert dossier(counter, number, "lin").card.state == "received"
    told = {"text": "改期举办", "idempotency_key": "w"}
    assert "申请已撤回" in words(client.post(f"/my/cases/{number}/withdraw/", told, follow=True))
    assert client.post(f"/my/cases/{number}/withdraw/", told).status_code == 302  # the same answer again
    view = dossier(counter, number, "lin")
    assert view.card.state == "withdrawn"
    assert sum(each.kind == "withdrawal" for each in view.papers) == 1
    told["idempotency_key"] = "x"
    assert client.post(f"/my/cases/{number}/withdraw/", told).status_code == 409


@pytest.mark.rule("R-159")
def test_looking_at_messages_reads_them(counter: Counter) -> None:
    from yimen.modules.messages import queries as messages
    from yimen.modules.people.models import Person

    number = counter.send_in(BANNER)
    person = Person.objects.get()
    Message.objects.create(
        key="t", event="registered", addressee=f"person:{person.id}", channel="sms", severity="info",
        text=crypto.seal_json(TEXT, {"zh-hans": "您的申请已收件", "en": "received"}), phone=b"", state="delivered",
        created_at=counter.now, case_id=_case(number), case_number=digits(number),
    )  # fmt: skip
    client = come_in()
    actor = people.applicant_actor(*_indexes(client))
    assert actor.kind is Kind.PERSON
    assert messages.unread_count(actor) == 1
    assert "您的申请已收件" in words(client.get(f"/my/cases/{number}/"))
    assert "您的申请已收件" in words(client.get("/my/messages/"))
    assert messages.unread_count(actor) == 0


def _indexes(client: Client) -> list[bytes]:
    return [bytes.fromhex(each) for each in client.session["phone"]]


def _case(number: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case WHERE number = %s", [digits(number)])
        return int(cursor.fetchone()[0])


# -- answering a notice ----


def asked(counter: Counter, **notice: Any) -> str:
    """A case sent in without its drawings and rules and with a scope that does not fit, and asked for them."""
    one = Somebody()
    one.fill({**filled(FOOD), "licence_scope": "日用百货"})
    one.bring("application")
    one.send()
    counter.act("mei", one.number, "ask_supplement", **notice)
    return one.number


@pytest.mark.rule("R-084", "LIC-07")
def test_each_thing_asked_for_stands_where_it_is_handed_in_and_nothing_else(counter: Counter) -> None:
    number = asked(counter, extra=[{"material": "layout", "text": "图上请标明面积。", "remedy": "重画。"}])
    page = come_in().get(f"/my/cases/{number}/supply/").content.decode()
    assert set(re.findall(r'name="file\.(\w+)"', page)) == {"layout", "rules"}
    assert set(re.findall(r'name="form\.(\w+)"', page)) == {"licence_scope"}
    for told in ("缺少“主要设备设施", "图上请标明面积。 重画。", "经营范围不含“餐饮服务”", "2026年4月1日"):
        assert told in unescape(page), told


@pytest.mark.rule("R-107", "LIC-31")
def test_handing_in_everything_brings_the_case_back_to_the_window(counter: Counter) -> None:
    number = asked(counter)
    client = come_in()
    told = {
        "to": "send", "idempotency_key": "s", "form.licence_scope": "餐饮服务",
        "has.layout": "1", "file.layout": pdf("图.pdf"), "has.rules": "1", "file.rules": pdf("制度.pdf"),
    }  # fmt: skip
    page = client.post(f"/my/cases/{number}/supply/", told, follow=True)
    assert "要补的都收到了" in words(page)
    view = dossier(counter, number)
    assert view.card.state == "received"
    assert not [each for each in view.findings if each.lacks]
    assert view.form["licence_scope"] == "餐饮服务"
    assert view.form["shop_name"] == "云岫市临溪小馆"
    assert {row.file["name"] for row in view.materials if row.file} == {
        "application.pdf",
        "图.pdf",
        "制度.pdf",
    }
    assert "supply" in view.card.open_acts or client.get(f"/my/cases/{number}/supply/").status_code == 200


@pytest.mark.rule("LIC-30", "LIC-32")
def test_what_lacked_when_nobody_answered_may_be_handed_in_and_nobody_demands_it(counter: Counter) -> None:
    one = Somebody()
    one.fill({**filled(FOOD), "licence_scope": "日用百货"})
    one.bring("application")
    one.send()
    counter.goes_to(timedelta(days=10))
    client, promised = come_in(), dossier(counter, one.number).card.due_on
    page = client.get(f"/my/cases/{one.number}/").content.decode()
    assert "没有人可以再要求您补正" in page
    assert "补交缺少的材料" in page
    page = client.get(f"/my/cases/{one.number}/supply/").content.decode()
    assert set(re.findall(r'name="file\.(\w+)"', page)) == {"layout", "rules"}
    assert "我们没有按时告知您缺少的材料" in page
    told = {
        "to": "send", "idempotency_key": "s", "form.licence_scope": "餐饮服务",
        "has.layout": "1", "file.layout": pdf("图.pdf"), "has.rules": "1", "file.rules": pdf("制度.pdf"),
    }  # fmt: skip
    page = client.post(f"/my/cases/{one.number}/supply/", told, follow=True)
    assert "承诺的办结日期不变" in words(page)
    view = dossier(counter, one.number)
    assert not [each for each in view.findings if each.lacks]
    assert view.card.due_on == promised
    assert "补交缺少的材料" not in words(client.get(f"/my/cases/{one.number}/"))


def test_what_still_lacks_is_said_before_it_is_sent_and_the_files_stay(counter: Counter) -> None:
    number = asked(counter)
    client = come_in()
    told = {
        "to": "send",
        "form.licence_scope": "日用百货",
        "has.layout": "1",
        "file.layout": pdf("图.pdf"),
        "has.rules": "1",
    }
    page = client.post(f"/my/cases/{number}/supply/", told)
    text = words(page, 422)
    assert "还需要补交 缺少附件“食品安全规章制度目录清单”。" in text.replace(
        "营业执照的经营范围不含“餐饮服务”，不能申请餐饮服务类食品经营许可。 ", ""
    )
    assert "图.pdf" in text
    assert dossier(counter, number).card.state == "supplement_pending"
    assert "图.pdf" in words(client.get(f"/my/cases/{number}/supply/"))


def test_part_of_it_may_go_ahead_and_the_rest_later(counter: Counter) -> None:
    number = asked(counter)
    client = come_in()
    told = {
        "to": "anyway",
        "idempotency_key": "a",
        "form.licence_scope": "日用百货",
        "has.layout": "1",
        "file.layout": pdf("图.pdf"),
    }
    page = client.post(f"/my/cases/{number}/supply/", told, follow=True)
    assert "还需要补 2 项" in words(page)
    page = client.get(f"/my/cases/{number}/supply/").content.decode()
    assert set(re.findall(r'name="file\.(\w+)"', page)) == {"rules"}
    told = {
        "to": "send",
        "idempotency_key": "b",
        "form.licence_scope": "餐饮服务",
        "has.rules": "1",
        "absent.rules": "bring",
    }
    assert (
        client.post(f"/my/cases/{number}/supply/", told).status_code == 422
    )  # said to be brought is not there
    told |= {"file.rules": pdf("制度.pdf")}
    assert "要补的都收到了" in words(client.post(f"/my/cases/{number}/supply/", told, follow=True))


def test_nothing_at_all_is_no_answer(counter: Counter) -> None:
    number = asked(counter)
    client = come_in()
    told = {"to": "anyway", "form.licence_scope": "日用百货", "idempotency_key": "n"}
    assert client.post(f"/my/cases/{number}/supply/", told).status_code in {409, 422}
    assert dossier(counter, number).card.state == "supplement_pending"


def test_a_bad_file_for_a_notice_is_refused_beside_its_paper(counter: Counter) -> None:
    number = asked(counter)
    client = come_in()
    page = client.post(
        f"/my/cases/{number}/supply/",
        {"only": "layout", "has.layout": "1", "file.layout": pdf("图.exe", b"MZ")},
    )
    assert "格式不能接收" in words(page, 422)
    page = client.post(
        f"/my/cases/{number}/supply/", {"only": "layout", "has.layout": "1", "file.layout": pdf("图.pdf")}
    )
    assert "图.pdf" in words(page)
    page = client.post(f"/my/cases/{number}/supply/", {"to": "send", "has.layout": "1", "remove": "layout"})
    assert "图.pdf" not in words(page)


def test_where_nothing_is_asked_nothing_is_taken_in(counter: Counter) -> None:
    number = counter.send_in(BANNER)
    counter.act("lin", number, "accept")
    client = come_in()
    at = f"/my/cases/{number}/supply/"
    assert client.get(at).status_code == 409
    assert client.post(at, {"to": "send"}).status_code == 409
    counter.act("lin", number, "withdraw")
    assert client.get(at).status_code == 409


@pytest.mark.rule("R-107")
def test_what_was_promised_is_handed_in_after_acceptance(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    one.bring("application", "layout", rules="promise")
    one.send()
    counter.act("mei", one.number, "accept")
    client = come_in()
    assert f"/my/cases/{one.number}/supply/" in client.get(f"/my/cases/{one.number}/").content.decode()
    page = client.get(f"/my/cases/{one.number}/supply/").content.decode()
    assert set(re.findall(r'name="file\.(\w+)"', page)) == {"rules"}
    told = {"to": "send", "idempotency_key": "p", "has.rules": "1"}
    assert client.post(f"/my/cases/{one.number}/supply/", told).status_code == 422
    told |= {"file.rules": pdf("制度.pdf")}
    assert "要补的都收到了" in words(client.post(f"/my/cases/{one.number}/supply/", told, follow=True))
    assert not any(task.kind == "promised" for task in dossier(counter, one.number).card.tasks)


@pytest.mark.rule("LIC-07")
def test_the_number_alone_leads_to_the_notice_by_way_of_the_door(counter: Counter) -> None:
    from yimen.modules.licensing.composing import code_of

    number = asked(counter)
    client = Client(headers={"accept-language": "zh-hans"})
    page = client.post("/progress/", {"number": number, "code": code_of(digits(number))}, follow=True)
    assert f'href="/my/cases/{number}/supply/"' in page.content.decode()
    assert (
        client.get(f"/my/cases/{number}/supply/")
        .headers["Location"]
        .startswith("/my/sign-in/?next=/my/cases/")
    )


@pytest.mark.rule("R-084")
def test_a_notice_can_be_drawn_up_about_a_wrong_identity_number(counter: Counter) -> None:
    """What refuses a value elsewhere is a finding of an application, and has its words on the paper."""
    one = Somebody()
    one.step("who", {**WHO, "id_number": "110105194912310021"}, to="later")
    one.send()
    counter.act("mei", one.number, "ask_supplement")
    counter.seal(one.number)
    assert dossier(counter, one.number).card.state == "supplement_pending"
