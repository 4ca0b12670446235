"""A case at the counter: its page, its acts and their refusals, and that it exists for its own hall alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern

from counter import ADVERT, BANNER, TRADER, Counter, digits, in_order, piece, seen
from yimen.desks.window.urls import urlpatterns
from yimen.gateways import storage
from yimen.modules.ledger import queries as ledger
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import DossierView

pytestmark = pytest.mark.rule("R-139", "R-143", "R-144", "R-152", "R-153", "R-156", "R-161")

Counted = Callable[[int], AbstractContextManager[object]]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.YIMEN_FILES = tmp_path


def view(counter: Counter, number: str) -> DossierView:
    return queries.dossier(counter.hall.actor("lin"), digits(number), now=counter.now)


def state(counter: Counter, number: str) -> str:
    return view(counter, number).card.state


def do(client: Client, number: str, act: str, *, htmx: bool = False, **told: Any) -> Any:
    told.setdefault("idempotency_key", uuid4().hex)
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/window/cases/{number}/acts/{act}/", told, headers=headers)


def granted(counter: Counter) -> str:
    """An instant case with its decision made."""
    number = counter.take_in(TRADER)
    counter.act("lin", number, "accept")
    counter.act("lin", number, "grant")
    return number


def completed(counter: Counter) -> str:
    number = granted(counter)
    counter.seal(number)
    counter.act("lin", number, "complete")
    return number


# the page


def test_the_page_shows_where_a_case_stands_and_what_comes_next(counter: Counter) -> None:
    number = counter.take_in()
    text = seen(counter.client().get(f"/window/cases/{number}/"))
    assert in_order(text, number, "Received", "5 working days left", "What to do now", "Answer", "Dossier")
    assert "王小明" in text
    assert "110***********002X" in text
    assert "138****5678" in text
    assert "11010519491231002X" not in text
    assert "13812345678" not in text


def test_the_number_is_read_with_or_without_its_hyphens(counter: Counter) -> None:
    number = counter.take_in()
    assert counter.client().get(f"/window/cases/{digits(number)}/").status_code == 200
    assert counter.client().get("/window/cases/990100-20260302-00001-1/").status_code == 404


def test_pieces_stand_in_their_order_and_what_lacks_is_a_gap(counter: Counter) -> None:
    number = counter.take_in(submitted=(piece("application"), piece("consent")))
    page = counter.client().get(f"/window/cases/{number}/").content.decode()
    pieces = page[page.index("wd-pieces") : page.index("</ol>", page.index("wd-pieces"))]
    assert in_order(
        pieces, "悬挂、张贴宣传品申请表", "宣传品内容及位置示意图", "No. 2: Missing", "产权人或者管理人同意书"
    )


def test_a_file_is_shown_in_the_page_by_an_address_of_its_own(counter: Counter) -> None:
    digest = storage.in_use().keep(PDF)
    file = {"digest": digest, "name": "申请表.pdf", "size": len(PDF), "type": "application/pdf"}
    given = (piece("application", content=True), piece("design"), piece("consent"))
    number = counter.take_in(submitted=given, files={"application": file})
    client = counter.client()
    page = client.get(f"/window/cases/{number}/").content.decode()
    assert f'href="/cases/{number}/materials/1/" data-viewer' in page
    shown = client.get(f"/cases/{number}/materials/1/")
    assert shown.content == PDF
    assert shown["X-Content-Type-Options"] == "nosniff"


def test_every_paper_opens_as_pdf(counter: Counter) -> None:
    number = counter.take_in()
    paper = view(counter, number).papers[0]
    client = counter.client()
    assert paper.paper_no in seen(client.get(f"/window/cases/{number}/"))
    response = client.get(f"/cases/{number}/papers/{paper.paper_no}/")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_what_happened_is_told_with_names_the_latest_first(counter: Counter) -> None:
    number = counter.take_in()
    counter.act("lin", number, "accept")
    text = seen(counter.client().get(f"/window/cases/{number}/"))
    story = text[text.index("What happened") :]
    assert re.match(
        r"What happened Accepted 2 March 2026 09:\d\d 林晓 Received 2 March 2026 09:\d\d 林晓", story
    )


def test_the_page_costs_fourteen_statements(counter: Counter, django_assert_num_queries: Counted) -> None:
    number = counter.take_in()
    client = counter.client()
    client.get(f"/window/cases/{number}/")
    # session, time, actor; the case, its lines, staff, persons, papers, messages; colleagues; window, hall, tally, unread
    with django_assert_num_queries(14):
        client.get(f"/window/cases/{number}/")


def test_reception_reads_the_page_masked_and_can_do_nothing(counter: Counter) -> None:
    number = counter.take_in()
    page = counter.client("he").get(f"/window/cases/{number}/").content.decode()
    assert number in page
    assert "王**" in page
    assert "王小明" not in page
    assert "/acts/" not in page
    assert do(counter.client("he"), number, "note", text="x").status_code == 404


# nobody else's


def addresses(number: str) -> Iterator[tuple[str, str]]:
    """Every address of a case on this desk, with the method it takes."""
    posts = {"act", "unveil", "ask-director", "check-more"}
    for each in urlpatterns:
        assert isinstance(each, URLPattern)
        route = str(each.pattern)
        if route.startswith("cases/"):
            path = "/window/" + route.replace("<str:number>", number).replace("<slug:name>", "note")
            yield path, "post" if each.name in posts else "get"


@pytest.mark.parametrize("who", ["li", "zhao", "supervisor", "admin"])
def test_to_another_hall_and_to_other_desks_no_address_of_the_case_exists(counter: Counter, who: str) -> None:
    number = counter.take_in()
    client = counter.client(who)
    found = list(addresses(number))
    assert len(found) >= 9
    for path, method in found:
        response = getattr(client, method)(path, {"text": "x", "purpose": "x"})
        assert response.status_code == 404, path
        assert "王" not in response.content.decode()


def plain(page: str, number: str) -> str:
    """A page without what is new in every answer."""
    return re.sub(r'(X-CSRFToken": |csrfmiddlewaretoken" value=)"[^"]*"', "", page.replace(number, ""))


def test_absent_and_forbidden_look_alike(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client("li")
    theirs = client.get(f"/window/cases/{number}/").content.decode()
    nobodys = client.get("/window/cases/990100-20260302-99999-0/").content.decode()
    assert plain(theirs, number) == plain(nobodys, "990100-20260302-99999-0")


def test_whoever_is_signed_out_is_led_to_the_door_and_back(counter: Counter) -> None:
    number = counter.take_in()
    response = Client().get(f"/window/cases/{number}/")
    assert response["Location"] == f"/sign-in/?next=/window/cases/{number}/"
    assert Client().post(f"/window/cases/{number}/acts/note/", {"text": "x"}).status_code == 401


# unveiling


def unveilings(counter: Counter) -> list[Any]:
    book = next(id_ for id_, name in ledger.books() if name == "people")
    return [line for line in ledger.lines(book, private=True) if line.act == "unveil"]


def test_number_and_telephone_are_shown_for_a_purpose_and_that_is_recorded(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    assert "What do you need" in seen(client.get(f"/window/cases/{number}/show/"))
    shown = client.post(
        f"/window/cases/{number}/unveil/", {"purpose": "Call the applicant"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "11010519491231002X" in shown
    assert "13812345678" in shown
    line = unveilings(counter)[-1]
    assert line.actor == counter.hall.town.staff["lin"]
    assert line.private == {"purpose": "Call the applicant"}


def test_without_a_purpose_nothing_is_shown_and_nothing_recorded(counter: Counter) -> None:
    number = counter.take_in()
    response = counter.client().post(f"/window/cases/{number}/unveil/", {})
    assert response.status_code == 422
    assert unveilings(counter) == []


@pytest.mark.parametrize("who", ["he", "director"])
def test_those_who_only_read_are_shown_nothing_in_full(counter: Counter, who: str) -> None:
    number = counter.take_in()
    assert counter.client(who).post(f"/window/cases/{number}/unveil/", {"purpose": "x"}).status_code == 404


# acts


def test_a_note_is_kept_for_colleagues(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    response = do(client, number, "note", text="申请人下午来补交")
    assert response.status_code == 302
    assert response["Location"] == f"/window/cases/{number}/"
    assert "申请人下午来补交" in seen(client.get(f"/window/cases/{number}/"))


def test_a_call_is_noted_with_its_number_and_time(counter: Counter) -> None:
    number = counter.take_in()
    do(counter.client(), number, "note", text="同意改尺寸", called="13812345678")
    notes = seen(counter.client().get(f"/window/cases/{number}/"))
    assert re.search(r"13812345678 · 同意改尺寸 林晓 · 2 March 2026 09:0\d", notes)


def test_a_note_without_words_is_refused_beside_its_field_and_keeps_what_was_typed(counter: Counter) -> None:
    number = counter.take_in()
    response = do(counter.client(), number, "note", called="13812345678")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="note-text" name="text" rows="2" aria-invalid="true"' in page
    assert 'value="13812345678"' in page
    assert '<details class="wd-other" open>' in page


def test_sent_twice_it_is_done_once(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    for _ in range(2):
        assert do(client, number, "note", text="一次", idempotency_key="the-same").status_code == 302
    assert [line.act for line in view(counter, number).lines].count("note") == 1
    other = do(client, number, "note", text="另一次", idempotency_key="the-same")
    assert other.status_code == 409


def test_the_telephone_is_corrected_and_the_correction_stays_on_record(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    assert do(client, number, "correct_contact", phone="13900009999").status_code == 302
    text = seen(client.get(f"/window/cases/{number}/"))
    assert "139****9999" in text
    assert "Contact corrected" in text


@pytest.mark.parametrize(
    ("phone", "status", "words"),
    [
        ("12345", 422, "eleven digits"),
        ("13812345678", 409, "nothing to correct"),
        ("", 409, "nothing to correct"),
    ],
)
def test_a_telephone_that_cannot_be_right_is_refused(
    counter: Counter, phone: str, status: int, words: str
) -> None:
    number = counter.take_in()
    response = do(counter.client(), number, "correct_contact", phone=phone)
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.rule("R-158")
def test_whoever_phones_to_have_texts_or_none_is_heard_without_another_telephone(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    assert "Not said: as the hall does it" in seen(client.get(f"/window/cases/{number}/"))
    for wish, words in (("sms", "As before: send them"), ("none", "As before: send none")):
        assert do(client, number, "correct_contact", phone="", told_by=wish).status_code == 302
        assert view(counter, number).told_by == wish
        text = seen(client.get(f"/window/cases/{number}/"))
        assert words in text
        assert "Not said" not in text
    assert do(client, number, "correct_contact", phone="", told_by="").status_code == 409
    assert do(client, number, "correct_contact", phone="", told_by="pigeon").status_code == 422
    assert do(client, number, "correct_contact", phone="13900009999", told_by="sms").status_code == 302
    corrected = view(counter, number)
    assert (corrected.told_by, corrected.applicant.phone) == ("sms", "139****9999")


def test_a_number_the_check_doubts_is_put_right_and_no_other(counter: Counter) -> None:
    doubted = counter.take_in(id_number="110105194912310021")
    client = counter.client()
    assert 'name="id_number"' in client.get(f"/window/cases/{doubted}/").content.decode()
    assert do(client, doubted, "correct_contact", id_number="11010519491231002X").status_code == 302
    assert not view(counter, doubted).findings
    right = counter.take_in()
    assert 'name="id_number"' not in client.get(f"/window/cases/{right}/").content.decode()
    assert do(client, right, "correct_contact", id_number="990100199003077763").status_code == 409


def test_the_applicant_withdraws_and_gets_a_confirmation(counter: Counter) -> None:
    number = counter.take_in()
    assert do(counter.client(), number, "withdraw", text="改期").status_code == 302
    assert state(counter, number) == "withdrawn"
    assert "Confirmation of withdrawal" in seen(counter.client().get(f"/window/cases/{number}/"))


def test_after_the_decision_nothing_is_withdrawn(counter: Counter) -> None:
    number = granted(counter)
    response = do(counter.client(), number, "withdraw", text="改期")
    assert response.status_code == 409
    assert state(counter, number) == "decided"


def test_a_task_goes_to_a_colleague_or_back_to_the_desk(counter: Counter) -> None:
    number = counter.take_in()
    task = counter.hall.task("lin", digits(number), "check")
    mei = counter.hall.town.staff["mei"]
    assert do(counter.client(), number, "hand_over_task", task=task, to=mei, text="请帮忙").status_code == 302
    assert "梅青" in seen(counter.client().get(f"/window/cases/{number}/"))
    assert do(counter.client("mei"), number, "hand_over_task", task=task, to="").status_code == 302
    assert next(each for each in view(counter, number).card.tasks if each.n == task).staff is None


def test_a_task_goes_to_nobody_of_another_desk(counter: Counter) -> None:
    number = counter.take_in()
    task = counter.hall.task("lin", digits(number), "check")
    response = do(counter.client(), number, "hand_over_task", task=task, to=counter.hall.town.staff["zhao"])
    assert response.status_code == 409
    assert "colleague of the same desk" in response.content.decode()


def test_the_service_of_a_paper_is_recorded_once(counter: Counter) -> None:
    number = counter.take_in()
    paper_no = view(counter, number).papers[0].paper_no
    client = counter.client()
    assert do(client, number, "serve", paper_no=paper_no, how="by_hand", receiver="王小明").status_code == 302
    assert view(counter, number).papers[0].served_by == "by_hand"
    again = do(client, number, "serve", paper_no=paper_no, how="sms")
    assert again.status_code == 409
    assert "recorded already" in again.content.decode()
    assert do(client, number, "serve", paper_no="云城管收〔2026〕999号", how="sms").status_code == 404


def test_completing_draws_the_result_at_once(counter: Counter) -> None:
    number = granted(counter)
    response = do(counter.client(), number, "complete")
    assert response.status_code == 302
    assert state(counter, number) == "completed"
    assert all(each.sealed for each in view(counter, number).papers)


def test_what_is_not_decided_is_not_completed(counter: Counter) -> None:
    number = counter.take_in()
    response = do(counter.client(), number, "complete")
    assert response.status_code == 409
    assert "is not open now" in response.content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {"way": "pickup", "to": "applicant", "identity_checked": "1"},
        {"way": "pickup", "to": "proxy", "identity_checked": "1", "receiver": "李四", "proxy_letter": "委托书", "relation": "配偶"},
        {"way": "by_hand", "to": "applicant", "identity_checked": "1", "receiver": "王小明"},
        {"way": "post", "carrier": "中国邮政", "tracking_no": "EM123456789CN"},
    ],
    ids=lambda told: f"{told['way']}-{told.get('to', '')}",
)  # fmt: skip
def test_a_result_is_handed_out_each_way_with_its_proof(counter: Counter, told: dict[str, str]) -> None:
    number = completed(counter)
    assert do(counter.client(), number, "deliver", **told).status_code == 302
    seen_now = view(counter, number)
    assert seen_now.card.state == "delivered"
    assert seen_now.papers[-1].kind == "delivery"
    facts = next(line for line in seen_now.lines if line.act == "deliver").private["facts"]
    assert facts["receiver"] == told.get("receiver", "王小明")  # the person chosen is not asked for again


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ({"way": "pickup", "to": "applicant"}, 409, "identity"),
        ({"way": "pickup", "to": "proxy", "identity_checked": "1", "receiver": "李四"}, 422, "letter"),
        ({"way": "post", "carrier": "中国邮政"}, 422, "tracking"),
        ({"way": "pigeon"}, 422, "There is no way"),
    ],
)
def test_nothing_is_handed_out_unproven(
    counter: Counter, told: dict[str, str], status: int, words: str
) -> None:
    number = completed(counter)
    response = do(counter.client(), number, "deliver", **told)
    assert response.status_code == status
    assert words in response.content.decode()
    assert state(counter, number) == "completed"


def test_a_finished_case_is_filed_and_only_read_from_then_on(counter: Counter) -> None:
    number = completed(counter)
    counter.act(
        "lin", number, "deliver", way="pickup", to="applicant", identity_checked=True, receiver="王小明"
    )
    client = counter.client()
    assert do(client, number, "archive", shelf="3柜2层").status_code == 302
    page = client.get(f"/window/cases/{number}/").content.decode()
    assert "Archived" in page
    assert "/acts/" not in page
    assert do(client, number, "note", text="x").status_code == 409


def test_a_returned_case_is_not_filed_before_its_notice_arrived(counter: Counter) -> None:
    number = counter.take_in(whole=False)
    counter.act("lin", number, "return", ground="main_missing", text="缺少主件。")
    response = do(counter.client(), number, "archive")
    assert response.status_code == 409
    assert "record of service" in response.content.decode()


def test_a_committed_case_is_made_an_instant_one_where_its_item_allows(counter: Counter) -> None:
    number = counter.take_in(BANNER)
    counter.act("lin", number, "accept")
    page = counter.client().get(f"/window/cases/{number}/").content.decode()
    assert "acts/convert/" in page
    assert do(counter.client(), number, "convert", text="开业庆典，材料齐全").status_code == 302
    assert view(counter, number).card.kind == "instant"


def test_an_act_that_no_form_knows_is_not_there(counter: Counter) -> None:
    number = counter.take_in()
    assert do(counter.client(), number, "accept").status_code == 404
    assert do(counter.client(), number, "seal").status_code == 404


def test_a_stale_page_is_refused_calmly_with_the_case_as_it_stands_now(counter: Counter) -> None:
    number = granted(counter)
    counter.seal(number)
    counter.act("mei", number, "complete")
    response = do(counter.client(), number, "complete", htmx=True)
    text = response.content.decode()
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#refusal"
    assert 'id="case-head" hx-swap-oob="true"' in text
    assert "Completed" in text


def test_done_by_script_it_leads_on_just_as_well(counter: Counter) -> None:
    number = counter.take_in()
    response = do(counter.client(), number, "note", htmx=True, text="好")
    assert response["HX-Redirect"] == f"/window/cases/{number}/"


def test_a_pre_registered_case_found_at_the_window_offers_to_take_its_papers_in(counter: Counter) -> None:
    number = counter.send_in(ADVERT)
    page = counter.client().get(f"/window/cases/{number}/").content.decode()
    assert f"/window/cases/{number}/receive/" in page


@pytest.mark.rule("R-152")
def test_a_mailing_that_came_back_waits_at_the_window_again(counter: Counter) -> None:
    number = completed(counter)
    counter.act(
        "lin", number, "deliver", way="post", carrier="中国邮政", tracking_no="EM1", receiver="王小明"
    )
    client = counter.client()
    assert "acts/take_back/" in client.get(f"/window/cases/{number}/").content.decode()
    assert do(client, number, "take_back", text="地址不详").status_code == 302
    assert state(counter, number) == "completed"


def test_what_was_collected_does_not_come_back(counter: Counter) -> None:
    number = completed(counter)
    counter.act(
        "lin", number, "deliver", way="pickup", to="applicant", identity_checked=True, receiver="王小明"
    )
    assert "acts/take_back/" not in counter.client().get(f"/window/cases/{number}/").content.decode()


@pytest.mark.rule("R-159", "R-160")
def test_messages_for_the_window_are_read_there(counter: Counter) -> None:
    client = counter.client()
    assert "No messages" in seen(client.get("/window/messages/"))
    assert client.post("/window/messages/", {"read": ["1", "x"]}).status_code == 302
    assert counter.client("zhao").get("/window/messages/").status_code == 404
