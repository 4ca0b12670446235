"""Who asked what: one first contact person, an allowed end, and nothing that is lost on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from floor import Lobby, lobby
from ground import WASTE, Ground, rows
from yimen.modules.ledger import queries as lines
from yimen.modules.messages import queries as messages
from yimen.modules.reception import commands
from yimen.modules.reception.queries import contacts
from yimen.rules.numbering import CaseNumber
from yimen.rules.reception.contacts import End, Ending
from yimen.rules.refused import Refused


@pytest.fixture
def hall(ground: Ground) -> Lobby:
    return lobby(ground)


def refusal(run: Any) -> str:
    with pytest.raises(Refused) as refused:
        run()
    return refused.value.reason


def meets(hall: Lobby, question: str = "办工作居住证要带什么", **told: Any) -> Any:
    return commands.meet(hall.clerk, hall.hall, channel="window", question=question, now=hall.now, **told)


def ends(hall: Lobby, contact: Any, end: str, **told: Any) -> Any:
    return commands.end_contact(hall.clerk, contact.id, Ending(end, **told), now=hall.now)


def book(hall: Lobby) -> list[Any]:
    (id_,) = [id_ for id_, name in lines.books() if name.startswith("contacts:")]
    return list(lines.lines(id_, private=True))


@pytest.mark.rule("R-050")
def test_a_contact_has_exactly_one_first_person_whoever_meets_them_again(hall: Lobby) -> None:
    hall.open()
    ticket = hall.take()
    first = meets(hall, ticket=ticket.id)
    again = commands.meet(hall.other, hall.hall, channel="window", ticket=ticket.id, now=hall.now)
    assert (again.id, again.first) == (first.id, hall.clerk.id)


@pytest.mark.rule("R-051")
@pytest.mark.parametrize(
    ("end", "told", "reason"),
    [
        ("unknown", {}, "contact_end"),
        ("answered", {}, "contact_answer_missing"),
        ("answered", {"answer": "不知道。"}, "contact_evasion"),
        ("not_our_remit", {}, "contact_body_missing"),
        ("not_our_remit", {"body": "不清楚"}, "contact_evasion"),
        ("transferred", {}, "contact_handler_missing"),
        ("booked", {}, "contact_booking_missing"),
        ("registered", {}, "contact_case_missing"),
        ("coordinated", {}, "contact_body_missing"),
    ],
)
def test_there_is_no_other_end_and_i_dont_know_is_none(hall: Lobby, end: str, told: Any, reason: str) -> None:
    contact = meets(hall)
    assert refusal(lambda: ends(hall, contact, end, **told)) == reason
    assert contacts.contact(hall.clerk, contact.id).end is None


@pytest.mark.rule("R-051", "R-052")
def test_question_and_answer_are_kept_and_sealed(hall: Lobby) -> None:
    contact = meets(hall, "我家门口路灯不亮找谁")
    done = ends(
        hall, contact, "not_our_remit", body="云岫市城市管理局照明所，电话 12319", answer="路灯由照明所维护"
    )
    assert (done.end, done.open) == (End.NOT_OUR_REMIT, False)
    (shown,) = contacts.register(hall.clerk, hall.hall).results
    assert (shown.question, shown.answer) == ("我家门口路灯不亮找谁", "路灯由照明所维护")
    stored = rows("SELECT question, answer FROM reception_contact")[0]
    assert all("路灯".encode() not in bytes(each) for each in stored)
    assert all("路灯" not in str(line.body) for line in book(hall))
    assert [line.act for line in book(hall)] == ["meet", "end_contact"]
    assert refusal(lambda: ends(hall, contact, "handled")) == "contact_ended"


@pytest.mark.rule("R-050")
def test_what_was_passed_on_stays_on_the_first_contacts_list_until_it_is_closed(
    hall: Lobby, ground: Ground
) -> None:
    contact = meets(hall)
    ends(hall, contact, "transferred", to=hall.other.id)
    assert [each.id for each in contacts.followed(hall.clerk)] == [contact.id]
    assert [each.id for each in contacts.passed_to(hall.other)] == [contact.id]
    ground.catch_up()
    assert "转给您" in messages.inbox(hall.other).results[0].text
    hall.after(minutes=30)
    commands.remind_handler(hall.clerk, contact.id, text="群众还在等", now=hall.now)
    ground.catch_up()
    assert "催办" in messages.inbox(hall.other).results[0].text
    assert book(hall)[-1].act == "remind_contact"
    assert book(hall)[-1].private == {"text": "群众还在等"}
    assert (
        refusal(lambda: commands.remind_handler(hall.other, contact.id, now=hall.now)) == "not_first_contact"
    )
    evasive = lambda: commands.close_contact(hall.other, contact.id, result="不清楚", now=hall.now)  # noqa: E731
    assert refusal(evasive) == "contact_evasion"
    commands.close_contact(hall.other, contact.id, result="已电话告知所需材料", now=hall.now)
    assert contacts.followed(hall.clerk) == contacts.passed_to(hall.other) == ()
    assert (
        refusal(lambda: commands.remind_handler(hall.clerk, contact.id, now=hall.now))
        == "contact_not_followed"
    )


@pytest.mark.rule("R-050")
def test_closing_the_matter_closes_the_follow_up(hall: Lobby, ground: Ground) -> None:
    digits = ground.file()
    contact = meets(hall)
    ends(hall, contact, "registered", case_number=str(CaseNumber.parse(digits)))
    assert [each.case_number for each in contacts.followed(hall.clerk)] == [digits]
    ground.do("clerk", digits, "withdraw", text="不办了")
    ground.catch_up()
    assert contacts.followed(hall.clerk) == ()
    assert book(hall)[-1].act == "close_contact"


@pytest.mark.rule("R-052")
def test_a_matter_of_others_is_a_coordination_task_of_whoever_met_it_first(hall: Lobby) -> None:
    contact = meets(hall, "下水道堵了")
    ends(hall, contact, "coordinated", body="云岫市排水公司", answer="我们联系排水公司，有结果给您回电话")
    (mine,) = contacts.followed(hall.clerk)
    assert (mine.end, mine.body) == (End.COORDINATED, "云岫市排水公司")
    commands.close_contact(hall.clerk, contact.id, result="排水公司已疏通", now=hall.now)
    assert contacts.followed(hall.clerk) == ()


@pytest.mark.rule("R-052")
def test_a_question_in_passing_is_written_down_and_not_cut_off(hall: Lobby) -> None:
    assert refusal(lambda: meets(hall, " \n")) == "question_missing"
    assert refusal(lambda: meets(hall, "问" * 1001)) == "question_too_long"
    assert contacts.contact(hall.clerk, meets(hall, "问" * 1000).id).question == "问" * 1000
    assert meets(hall, "", item=WASTE).question == ""


@pytest.mark.rule("R-052")
def test_consultations_are_counted_by_window_and_channel(hall: Lobby, ground: Ground) -> None:
    for channel, who in (
        ("window", hall.clerk),
        ("phone", hall.clerk),
        ("phone", hall.clerk),
        ("window", hall.other),
    ):
        commands.meet(who, hall.hall, channel=channel, question="问", now=hall.now)
    today = hall.now.date()
    found = {
        (each.window, each.channel.value): each.count for each in contacts.counts(hall.hall, today, today)
    }
    assert found == {
        (hall.clerk.unit, "window"): 1,
        (hall.clerk.unit, "phone"): 2,
        (hall.other.unit, "window"): 1,
    }
    assert contacts.counts(hall.hall, today + timedelta(days=1), today + timedelta(days=1)) == ()
    assert (
        refusal(lambda: commands.meet(hall.clerk, hall.hall, channel="gossip", now=hall.now))
        == "contact_channel"
    )
    assert (
        refusal(lambda: commands.meet(ground.actor("web"), hall.hall, channel="web", now=hall.now))
        == "not_permitted"
    )


@pytest.mark.rule("R-053")
def test_a_sheet_tells_all_five_and_is_numbered_without_a_gap(hall: Lobby) -> None:
    first = commands.hand_over_sheet(hall.clerk, hall.hall, WASTE, recipient="王小明", now=hall.now)
    second = commands.hand_over_sheet(hall.clerk, hall.hall, WASTE, language="en", now=hall.now)
    assert [each.number.partition("〔")[2] for each in (first, second)] == ["2026〕1号", "2026〕2号"]
    assert [each.key for each in first.parts] == ["materials", "procedure", "limit", "fee", "basis"]
    assert all(each.points for each in first.parts)
    kept = contacts.sheet(hall.clerk, first.id)
    assert (kept.recipient, kept.by_name, kept.at) == ("王小明", hall.clerk.name, hall.now)
    assert "王小明" not in str(book(hall)[0].body)
    assert book(hall)[0].private == {"recipient": "王小明"}


@pytest.mark.rule("R-057")
def test_visits_of_a_case_are_counted_by_the_tickets_that_served_it(hall: Lobby, ground: Ground) -> None:
    hall.open()
    digits = ground.file()
    for _ in range(2):
        ticket = hall.called(hall.clerk) if hall.take() else None
        assert ticket
        commands.start(hall.clerk, ticket.id, now=hall.now)
        contact = meets(hall, ticket=ticket.id)
        commands.take_case(hall.clerk, ticket.id, digits, now=hall.now)
        ends(hall, contact, "handled")
        commands.finish(hall.clerk, ticket.id, now=hall.now)
        hall.after(minutes=10)
    found = contacts.visits(hall.hall, hall.now.date(), hall.now.date())
    assert [(each.case_number, each.visits) for each in found.over] == [(digits, 2)]
    assert (found.cases, found.visits, found.goal, found.alarm) == (1, 2, 1, 3)
