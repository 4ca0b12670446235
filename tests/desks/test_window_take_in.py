"""Taking in at the counter: the item, who applies, what is handed over; registered first, whatever lacks (R-078)."""

from __future__ import annotations

import html
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.datastructures import MultiValueDict

from counter import ADVERT, BANNER, FOOD, PEOPLE, TRADER, Counter, digits, filled, in_order, piece, seen
from hall import IDENTITY, PHONE
from town import SETUP
from yimen.base.findings import sentence
from yimen.modules.cases import commands as cases
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.ledger import queries as ledger
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import DossierView
from yimen.modules.people import queries as people
from yimen.rules.parameters import Scope

pytestmark = pytest.mark.rule("R-078", "R-079", "R-081", "R-084", "R-092", "R-094", "R-095")

Counted = Callable[[int], AbstractContextManager[object]]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.YIMEN_FILES = tmp_path


def typed(item: str = BANNER, *here: str, **more: Any) -> dict[str, Any]:
    """A page filled in: who applies, these pieces with a copy and a page each, and the form."""
    fields: dict[str, Any] = {
        "idempotency_key": uuid4().hex,
        "applicant.kind": "person",
        "applicant.id_number": IDENTITY,
        "applicant.name": "王小明",
        "applicant.phone": PHONE,
        "channel": "window",
    }
    for code in here:
        fields |= {f"m.{code}.{name}": "1" for name in ("here", "original", "copies", "pages", "stamped")}
    for name, value in filled(item).items():
        if value is not False:  # a box left empty is not sent
            fields[f"form.{name}"] = value
    return {**fields, **more}


WHOLE = ("application", "design", "consent")
WANTS_TEXTS = 'name="told_by" value="sms" checked'


def view(counter: Counter, number: str) -> DossierView:
    return queries.dossier(counter.hall.actor("lin"), digits(number), now=counter.now)


def register(client: Client, fields: dict[str, Any], item: str = BANNER) -> str:
    response = client.post(f"/window/new/{item}/", fields)
    assert response.status_code == 302, seen(response)
    return str(response["Location"]).split("/")[3]


# the item


@pytest.mark.parametrize("words", ["宣传品", "xuanchuanpin", "banner", "横幅", BANNER])
def test_the_item_is_found_as_one_types(counter: Counter, words: str) -> None:
    client = counter.client()
    page = client.get("/window/new/", {"q": words}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert f'href="/window/new/{BANNER}/"' in page


def test_without_a_word_the_items_of_this_window_are_offered(counter: Counter) -> None:
    page = counter.client().get("/window/new/").content.decode()
    assert f"/window/new/{BANNER}/" in page
    assert f"/window/new/{TRADER}/" not in page
    assert f"/window/new/{TRADER}/" in counter.client("mei").get("/window/new/").content.decode()


def test_an_unknown_word_says_what_to_try(counter: Counter) -> None:
    assert "No such matter" in seen(counter.client().get("/window/new/?q=火星移民"))


def test_an_item_that_is_not_there_is_not_taken_in(counter: Counter) -> None:
    assert counter.client().get("/window/new/NO-SUCH-ITEM/").status_code == 404
    assert counter.client().post("/window/new/NO-SUCH-ITEM/", typed()).status_code == 404


def test_pages_state_their_statements(counter: Counter, django_assert_num_queries: Counted) -> None:
    client = counter.client()
    for path in ("/window/new/", f"/window/new/{BANNER}/"):
        client.get(path)
    with django_assert_num_queries(8):  # session, time, actor, window, hall, tally, unread; items
        client.get("/window/new/")
    with django_assert_num_queries(9):  # … and the item in force, and the hall's parameters
        client.get(f"/window/new/{BANNER}/")
    fields = typed()
    with django_assert_num_queries(9):  # … time held and let go; the item, and again in the check; parameters
        client.post(f"/window/new/{BANNER}/check/", fields)


# the live check


def check(counter: Counter, fields: dict[str, Any], item: str = BANNER) -> str:
    response = counter.client().post(f"/window/new/{item}/check/", fields, headers={"HX-Request": "true"})
    return seen(response)


@pytest.mark.rule("R-080")
def test_everything_that_lacks_is_shown_at_once_and_where_it_leads(counter: Counter) -> None:
    fields = typed(
        BANNER, "application", **{"applicant.id_number": "110105194912310021", "form.count": "两个"}
    )
    fields.pop("form.place")
    text = check(counter, fields)
    for words in (
        "identity number",
        "宣传品内容及位置示意图",
        "产权人或者管理人同意书",
        "How many: write a whole number",
        "fill in: Where",
    ):
        assert words in text, words
    assert in_order(text, "Return, with the ground in writing", "The main piece is missing.")


def test_the_answer_ahead_follows_what_is_typed(counter: Counter) -> None:
    assert "Accept" in check(counter, typed(BANNER, *WHOLE))
    has_it = typed(BANNER, "application", "consent", **{"m.design.exists": "1"})
    assert "Tell once everything that lacks" in check(counter, has_it)
    promised = typed(BANNER, "application", "design", **{"m.consent.promise": "1"})
    assert "promised in writing" in check(counter, promised)


def test_the_check_stores_nothing(counter: Counter) -> None:
    before = len(ledger.books())
    check(counter, typed())
    assert len(ledger.books()) == before
    text = seen(counter.client().post("/window/find/", {"q": "王小明"}))
    assert "No case of this hall was found" in text


def test_the_live_check_is_the_check_of_the_registered_case(counter: Counter) -> None:
    fields = typed(BANNER, "application", **{"form.from_day": "2026-3-9"})
    ahead = check(counter, fields)
    number = register(counter.client(), fields)
    registered = view(counter, number)
    assert len(registered.findings) == 3
    for each in registered.findings:
        text, _ = sentence(each, "en")
        assert text in html.unescape(ahead), text


# who applies


def told_of(counter: Counter, **who: str) -> str:
    fields = {f"applicant.{name}": value for name, value in who.items()}
    return seen(counter.client().post("/window/applicants/", fields, headers={"HX-Request": "true"}))


def test_number_and_telephone_are_checked_as_they_are_typed(counter: Counter) -> None:
    assert "check digit" in told_of(counter, kind="person", id_number="110105194912310021")
    assert "check character" in told_of(counter, kind="organisation", id_number="91350100M000100Y44")
    assert "eleven digits" in told_of(counter, kind="person", id_number=IDENTITY, phone="12345")
    assert told_of(counter, kind="person", id_number=IDENTITY).strip() == ""


def test_an_applicant_of_an_earlier_case_is_offered_masked_and_taking_them_over_is_recorded(
    counter: Counter,
) -> None:
    counter.take_in()
    offered = (
        counter.client()
        .post("/window/applicants/", {"applicant.kind": "person", "applicant.id_number": IDENTITY})
        .content.decode()
    )
    assert "王** · 138****5678" in offered
    assert PHONE not in offered
    person = offered.partition('name="person" value="')[2].partition('"')[0]
    filled_in = (
        counter.client()
        .post("/window/applicants/recall/", {"person": person, "applicant.id_number": IDENTITY})
        .content.decode()
    )
    assert 'value="王小明"' in filled_in
    assert f'value="{PHONE}"' in filled_in
    book = next(id_ for id_, name in ledger.books() if name == "people")
    assert ledger.lines(book)[-1].act == "unveil"


def test_nobody_is_taken_over_without_their_whole_number(counter: Counter) -> None:
    counter.take_in()
    for number in ("", "110105194912310021", PEOPLE[0][1]):
        response = counter.client().post(
            "/window/applicants/recall/", {"person": "1", "applicant.id_number": number}
        )
        assert response.status_code == 404
        assert PHONE not in response.content.decode()
    assert counter.client().post("/window/applicants/recall/", {"person": "x"}).status_code == 404


@pytest.mark.rule("R-158", "C-16")
@pytest.mark.parametrize(("mode", "ticked"), [("auto", True), ("opt_in", False)])
def test_the_box_for_texts_is_set_as_the_hall_does_it(counter: Counter, mode: str, ticked: bool) -> None:
    catalogue.set_parameter(
        SETUP, "sms.mode", mode, scope=Scope.HALL, scope_id="centre", basis="本厅规定",
        effective_from=counter.now.date(), now=counter.now,
    )  # fmt: skip
    page = counter.client().get(f"/window/new/{BANNER}/").content.decode()
    assert (WANTS_TEXTS in page) is ticked
    assert WANTS_TEXTS in counter.client("village-agent").get(f"/window/new/{BANNER}/").content.decode()


@pytest.mark.rule("R-158")
@pytest.mark.parametrize(("box", "kept"), [({"told_by": "sms"}, "sms"), ({}, "none")])
def test_the_applicants_wish_is_kept_with_the_case(counter: Counter, box: dict[str, str], kept: str) -> None:
    number = register(counter.client(), typed(BANNER, *WHOLE, **box))
    assert view(counter, number).told_by == kept


@pytest.mark.rule("R-158")
def test_a_wish_stays_as_it_was_typed(counter: Counter) -> None:
    counter.take_in()
    (person,) = people.person_ids(IDENTITY)
    for box in ({"told_by": "sms"}, {}):
        fields = {"person": str(person), "applicant.id_number": IDENTITY, **box}
        recalled = counter.client().post("/window/applicants/recall/", fields)
        refused = counter.client().post(f"/window/new/{BANNER}/", typed(BANNER, earlier="1", **box))
        assert refused.status_code >= 400
        for page in (recalled, refused):
            assert (WANTS_TEXTS in page.content.decode()) is bool(box)


# registering


def test_a_whole_application_is_registered_and_the_answer_follows(counter: Counter) -> None:
    client = counter.client()
    response = client.post(f"/window/new/{BANNER}/", typed(BANNER, *WHOLE))
    assert response.status_code == 302
    number = response["Location"].split("/")[3]
    assert response["Location"] == f"/window/cases/{number}/answer/"
    text = seen(client.get(response["Location"]))
    assert in_order(text, f"Registered as {number}.", "Receipt", "The answer that follows")
    assert text.index("Accept", text.index("The answer that follows"))
    registered = view(counter, number)
    assert registered.card.state == "received"
    assert [(row.given.original, row.given.copies, row.given.pages, row.given.stamped) for row in registered.materials if row.given] == [
        (True, 1, 1, True)
    ] * 3  # fmt: skip
    assert registered.lines[0].body["facts"]["channel"] == "window"
    assert registered.place.window == "1号窗口"


@pytest.mark.rule("R-078")
def test_whatever_else_lacks_a_named_applicant_is_registered(counter: Counter) -> None:
    number = register(counter.client(), {"idempotency_key": uuid4().hex, "applicant.name": "王小明"})
    registered = view(counter, number)
    assert registered.card.state == "received"
    assert registered.papers[0].kind == "receipt"
    assert len(registered.findings) > 5


def test_without_a_name_there_is_nobody_to_give_a_receipt_to(counter: Counter) -> None:
    response = counter.client().post(f"/window/new/{BANNER}/", {"idempotency_key": uuid4().hex})
    assert response.status_code == 422
    page = response.content.decode()
    assert "The applicant&#x27;s name is missing." in page
    assert 'href="#applicant.name"' in page


def test_a_piece_promised_or_left_at_home_is_noted_so(counter: Counter) -> None:
    fields = typed(BANNER, "application", **{"m.design.exists": "1", "m.consent.promise": "1"})
    rows = {row.code: row.given for row in view(counter, register(counter.client(), fields)).materials}
    assert rows["design"] is not None
    assert rows["design"].exists
    assert rows["consent"] is not None
    assert rows["consent"].promise


def test_a_proxy_and_the_way_it_came_are_kept(counter: Counter) -> None:
    fields = typed(BANNER, *WHOLE, channel="post")
    name, id_number, phone = PEOPLE[1]
    fields |= {"agent.name": name, "agent.id_number": id_number, "agent.phone": phone}
    registered = view(counter, register(counter.client(), fields))
    assert registered.agent is not None
    assert registered.agent.name == name
    assert registered.lines[0].body["facts"]["channel"] == "post"


def test_a_scan_is_kept_with_its_piece(counter: Counter) -> None:
    scan = BytesIO(PDF)
    scan.name = "申请表.pdf"
    number = register(counter.client(), typed(BANNER, *WHOLE, **{"m.application.file": scan}))
    row = view(counter, number).materials[0]
    assert row.file["name"] == "申请表.pdf"
    assert counter.client().get(f"/cases/{number}/materials/{row.given.n}/").content == PDF  # type: ignore[union-attr]


def test_a_scan_that_is_none_is_refused_beside_its_piece_and_nothing_typed_is_lost(counter: Counter) -> None:
    scan = BytesIO(b"MZ not a picture")
    scan.name = "scan.jpg"
    fields = typed(BANNER, *WHOLE, **{"m.design.file": scan, "m.design.pages": "7"})
    response = counter.client().post(f"/window/new/{BANNER}/", fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert "scan.jpg" in page
    assert 'href="#m.design.file"' in page
    for kept in (
        'value="王小明"',
        f'value="{IDENTITY}"',
        'name="m.design.pages" value="7"',
        "热烈祝贺临溪小馆开业",
    ):
        assert kept in page, kept
    assert "No case of this hall" in seen(counter.client().post("/window/find/", {"q": "王小明"}))


def test_a_refusal_keeps_what_was_typed(counter: Counter) -> None:
    fields = typed(BANNER, *WHOLE, earlier="990100-20260301-00001-1")
    response = counter.client().post(f"/window/new/{BANNER}/", fields)
    page = response.content.decode()
    assert response.status_code == 409
    assert "No returned case of this applicant" in page
    assert 'value="王小明"' in page
    assert 'value="990100-20260301-00001-1"' in page


def test_registered_twice_it_is_one_case(counter: Counter) -> None:
    client = counter.client()
    fields = typed(BANNER, *WHOLE)
    assert register(client, fields) == register(client, fields)


@pytest.mark.rule("R-087")
def test_a_village_agent_takes_in_for_the_villager(counter: Counter) -> None:
    client = counter.client("village-agent")
    page = client.get(f"/window/new/{TRADER}/").content.decode()
    assert '<option value="agent" selected>' in page
    fields = typed(TRADER, "application", "id_card", "premises", channel="agent")
    number = register(client, fields, TRADER)
    registered = queries.dossier(counter.hall.actor("village-agent"), digits(number), now=counter.now)
    assert registered.place.hall_name == "石桥村便民服务室"


# what was pre-registered, and supplements


@pytest.mark.rule("R-079", "R-095")
def test_a_pre_registered_application_is_received_without_typing_it_again(counter: Counter) -> None:
    number = counter.send_in(ADVERT)
    client = counter.client()
    page = client.get(f"/window/cases/{number}/receive/").content.decode()
    form = filled(ADVERT)
    assert str(form["place"]) in page
    codes = [row.code for row in view(counter, number).materials if row.given]
    fields = typed(ADVERT, *codes)
    response = client.post(f"/window/cases/{number}/receive/", fields)
    assert response.status_code == 302
    assert response["Location"] == f"/window/cases/{number}/answer/"
    received = view(counter, number)
    assert received.card.state == "received"
    assert received.form == form
    assert received.card.number == number
    assert not any(each.lacks for each in received.findings)


def test_its_papers_are_ticked_when_they_are_seen_not_before(counter: Counter) -> None:
    number = counter.send_in(ADVERT)
    page = counter.client().get(f"/window/cases/{number}/receive/").content.decode()
    table = page[page.index("data-grid") : page.index("</table>")]
    assert " checked" not in table


def test_what_is_not_pre_registered_is_not_received_again(counter: Counter) -> None:
    number = counter.take_in()
    response = counter.client().get(f"/window/cases/{number}/receive/")
    assert response.status_code == 409


@pytest.mark.rule("R-094", "LIC-07b")
def test_a_supplement_is_taken_in_and_the_answer_is_due_again(counter: Counter) -> None:
    number = counter.take_in(submitted=(piece("application"), piece("consent")))
    counter.act("lin", number, "ask_supplement")
    client = counter.client()
    page = seen(client.get(f"/window/cases/{number}/supply/"))
    assert "1 thing still lacks" in page
    fields = typed(BANNER, "design")
    response = client.post(f"/window/cases/{number}/supply/", fields)
    assert response["Location"] == f"/window/cases/{number}/answer/"
    assert view(counter, number).card.state == "received"
    assert "Accept" in seen(client.get(response["Location"]))


def test_part_of_a_supplement_leaves_the_case_waiting(counter: Counter) -> None:
    number = counter.take_in(whole=False)
    counter.act("lin", number, "ask_supplement")
    response = counter.client().post(f"/window/cases/{number}/supply/", typed(BANNER, "application"))
    assert response["Location"] == f"/window/cases/{number}/"
    assert view(counter, number).card.state == "supplement_pending"


def test_a_field_that_was_wrong_is_corrected_at_the_counter(counter: Counter) -> None:
    wrong = {**filled(BANNER), "from_day": "2026-3-9"}
    number = counter.take_in(form=wrong)
    counter.act("lin", number, "ask_supplement")
    fields = typed(BANNER)
    assert counter.client().post(f"/window/cases/{number}/supply/", fields).status_code == 302
    now = view(counter, number)
    assert now.form["from_day"] == filled(BANNER)["from_day"]
    assert now.card.state == "received"


@pytest.mark.rule("R-100")
def test_what_was_taken_in_on_paper_is_entered_late_under_a_registered_outage_alone(counter: Counter) -> None:
    client, now = counter.client(), counter.now
    fields = {
        **typed(BANNER, "application", "design", "consent"),
        "happened_at": "2026-03-01T10:00",
        "on_paper": "手工收件单 3 号",
    }
    page = client.post(f"/window/new/{BANNER}/", fields)
    assert page.status_code == 409
    assert "The supervisor has registered no outage for this place at 2026-03-01 10:00" in seen_anyway(page)
    assert "手工收件单 3 号" in page.content.decode(), "what was typed stays"
    cases.register_outage(
        counter.hall.actor("supervisor"), counter.hall.town.unit["centre"],
        from_at=now - timedelta(days=2), until=now, reason="停电", now=now,
    )  # fmt: skip
    page = client.post(f"/window/new/{BANNER}/", {**fields, "idempotency_key": uuid4().hex})
    assert page.status_code == 302
    number = page["Location"].split("/")[-3]
    assert number.startswith("990100-20260301-")
    answered = client.post(
        f"/window/cases/{number}/answer/",
        {"do": "accept:complete", "happened_at": "2026-03-01T11:00", "on_paper": "手工受理单 1 号"},
    )
    assert answered.status_code == 302, seen_anyway(answered)
    assert view(counter, number).card.state == "accepted"
    assert str(view(counter, number).clocks[-1].started_on) == "2026-03-01"


def seen_anyway(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.rule("LIC-30", "LIC-32")
def test_what_lacked_when_silence_accepted_is_taken_in_at_the_counter_and_moves_no_date(
    counter: Counter,
) -> None:
    number = counter.take_in(submitted=(piece("application"), piece("consent")))
    counter.goes_to(timedelta(days=10))
    before = view(counter, number)
    assert before.card.state == "accepted"
    client = counter.client()
    page = seen(client.get(f"/window/cases/{number}/"))
    assert (
        "It counts as accepted, and 1 thing lacked then. It may still be handed in; no date moves by it."
        in page
    )
    page = seen(client.get(f"/window/cases/{number}/supply/"))
    assert "The application counts as accepted." in page
    response = client.post(f"/window/cases/{number}/supply/", typed(BANNER, "design"))
    assert response["Location"] == f"/window/cases/{number}/"
    now = view(counter, number)
    assert not [each for each in now.findings if each.lacks]
    assert (now.card.state, now.card.due_on) == ("accepted", before.card.due_on)
    assert now.application.asked_times == 0
    assert client.get(f"/window/cases/{number}/supply/").status_code == 409


def test_nothing_handed_over_is_refused_in_words(counter: Counter) -> None:
    number = counter.take_in(whole=False)
    counter.act("lin", number, "ask_supplement")
    response = counter.client().post(f"/window/cases/{number}/supply/", typed(BANNER))
    assert response.status_code == 422
    assert "Nothing was supplied" in response.content.decode()


def test_the_check_of_a_supplement_tells_what_still_lacks(counter: Counter) -> None:
    number = counter.take_in(whole=False)
    counter.act("lin", number, "ask_supplement")
    client = counter.client()
    address = f"/window/cases/{number}/check/"
    assert "2 things still lack" in seen(client.post(address, typed(BANNER, "application")))
    assert "Accept" in seen(client.post(address, typed(BANNER, *WHOLE)))


def test_a_supplement_sent_twice_is_taken_in_once(counter: Counter) -> None:
    number = counter.take_in(whole=False)
    counter.act("lin", number, "ask_supplement")
    client, fields = counter.client(), typed(BANNER, "application")
    for _ in range(2):
        assert client.post(f"/window/cases/{number}/supply/", fields).status_code == 302
    assert view(counter, number).materials[0].rounds == 1


def test_a_larger_form_of_rows_and_groups_is_read_whole(counter: Counter) -> None:
    fields = typed(FOOD)
    sent: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    number = register(counter.client(), dict(sent.lists()), FOOD)
    assert view(counter, number).card.state == "received"
