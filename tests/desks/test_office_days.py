"""The work calendar and the halls' hours, kept at the office; running cases follow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from ground import ZONE, at
from office import Office, form_of
from yimen.modules.workdays import queries as workdays


def rows(*days: tuple[str, str, str, str]) -> dict[str, str]:
    """Days as the form has them: from, until, off or worked, name."""
    words = ("date", "until", "works", "name")
    return {
        f"form.days.{n}.{word}": value
        for n, day in enumerate(days)
        for word, value in zip(words, day, strict=True)
        if value
    }


def confirmed(client: Client, path: str, told: dict[str, str]) -> Any:
    """Looked at first, then sent once more as it was shown."""
    looked = client.post(path, told)
    assert looked.status_code == 200, unescape(looked.content.decode())
    return client.post(path, form_of(looked).fields, follow=True)


@pytest.mark.rule("R-117")
def test_a_year_names_its_holidays_and_the_days_worked_for_them(office: Office) -> None:
    shown = office.client(language="zh-hans").get("/office/calendar/2026/").content.decode()
    assert "国办发明电〔2025〕7号" in shown
    assert "248 个工作日" in shown
    assert "2月15日 – 2月23日" in unescape(shown)
    assert shown.count("office-holiday") - 1 == 33, "every day off by the notice, and one in the key"
    assert shown.count("office-worked") - 1 == 6
    assert shown.count("<i>班</i>") - 1 == 6, "marked by a word, not by colour alone"


@pytest.mark.rule("R-117")
def test_what_an_amendment_would_do_is_shown_before_it_is_done(office: Office) -> None:
    client, ground = office.client(), office.ground
    ground.accepted()
    told = {"form.notice": "云政办发〔2026〕5号", **rows(("2026-03-09", "2026-03-10", "no", "市庆"))}
    looked = client.post("/office/calendar/amend/", told)
    shown = unescape(looked.content.decode())
    assert "2 days count otherwise" in shown
    assert "9 March" in shown
    assert "1 running case will be looked at" in shown
    assert workdays.calendar().is_workday(date(2026, 3, 9)), "nothing is written yet"
    done = client.post("/office/calendar/amend/", form_of(looked).fields, follow=True)
    assert "Running cases that will be looked at: 1." in done.content.decode()
    assert not workdays.calendar().is_workday(date(2026, 3, 9))


@pytest.mark.rule("R-117")
def test_a_day_off_in_a_running_case_moves_its_date_by_one_working_day(office: Office) -> None:
    client, ground = office.client(), office.ground
    digits = ground.accepted()
    before = ground.case(digits).due_at
    told = {"form.notice": "云政办发〔2026〕5号", **rows(("2026-03-04", "", "no", "市庆"))}
    confirmed(client, "/office/calendar/amend/", told)
    ground.now += timedelta(minutes=5)
    ground.catch_up()
    after = ground.case(digits).due_at
    assert workdays.calendar().between(before.astimezone(ZONE).date(), after.astimezone(ZONE).date()) == 1
    assert "retime" in ground.acts(digits)


def test_what_was_changed_after_looking_is_looked_at_again(office: Office) -> None:
    client = office.client()
    told = {"form.notice": "云政办发〔2026〕5号", **rows(("2026-03-09", "", "no", "市庆"))}
    looked = form_of(client.post("/office/calendar/amend/", told))
    answer = client.post("/office/calendar/amend/", looked.but(**{"form.days.0.date": "2026-03-11"}))
    assert answer.status_code == 200
    assert "11 March" in answer.content.decode()
    assert workdays.calendar().is_workday(date(2026, 3, 11))


@pytest.mark.parametrize(
    ("days", "status", "words"),
    [
        ((), 422, "Please choose: Days that change."),
        ((("2026-03-09", "", "", ""),), 422, "Please choose: Off or worked."),
        ((("2026-03-09", "2026-03-01", "no", "市庆"),), 422, "may not end before it begins"),
        ((("2026-03-09", "2027-03-09", "no", "市庆"),), 422, "at most 31 days"),
        ((("2026-03-09", "", "yes", "市庆"),), 422, "is a working day anyway"),
        ((("2026-02-16", "", "no", "春节"),), 409, "says so already"),
        ((("2031-02-16", "", "no", "春节"),), 409, "is not loaded yet"),
        ((("2026-02-30", "", "no", "春节"),), 422, "there is no such date"),
    ],
)
def test_days_that_cannot_be_come_back_as_they_were_sent(
    office: Office, days: Any, status: int, words: str
) -> None:
    answer = office.client().post(
        "/office/calendar/amend/", {"form.notice": "云政办发〔2026〕5号", **rows(*days)}
    )
    assert answer.status_code == status
    assert words in unescape(answer.content.decode())
    assert form_of(answer)["form.notice"] == "云政办发〔2026〕5号"


@pytest.mark.rule("R-117")
def test_next_year_s_notice_is_entered_and_is_provisional_no_more(office: Office) -> None:
    client = office.client()
    form = form_of(client.get("/office/calendar/new/"))
    assert form["form.year"] == "2027"
    told = {
        "form.year": "2027", "form.notice": "国办发明电〔2026〕9号", "form.source": "国务院办公厅关于2027年部分节假日安排的通知",
        **rows(("2027-01-01", "2027-01-03", "no", "元旦"), ("2027-02-05", "2027-02-12", "no", "春节"), ("2027-02-14", "", "yes", "春节")),
    }  # fmt: skip
    done = confirmed(client, "/office/calendar/new/", told)
    assert "Running cases that will be looked at" in done.content.decode()
    assert not workdays.calendar().is_workday(date(2027, 2, 5))
    assert workdays.calendar().is_workday(date(2027, 2, 14))
    listed = client.get("/office/calendar/").content.decode()
    assert "国办发明电〔2026〕9号" in listed
    assert "number not checked against the text" in listed
    again = client.post("/office/calendar/new/", told)
    assert again.status_code == 409
    assert "is loaded already" in again.content.decode()


@pytest.mark.rule("CAL-02", "R-117")
def test_what_a_new_year_lacks_by_the_holiday_law_is_told_before_it_is_entered(office: Office) -> None:
    client = office.client(language="zh-hans")
    told = {"form.year": "2027", "form.notice": "国办发明电〔2026〕9号", "form.source": "国务院办公厅通知"}
    spring = (("2027-01-01", "2027-01-03", "no", "元旦"), ("2027-02-05", "2027-02-12", "no", "春节"))
    shown = unescape(client.post("/office/calendar/new/", {**told, **rows(*spring)}).content.decode())
    assert "没有“国庆节”的放假日期。" in shown
    assert "2027 年共放假 7 天" in shown
    whole = (
        *spring,
        ("2027-02-14", "", "yes", "春节"), ("2027-02-20", "", "yes", "春节"), ("2027-04-05", "", "no", "清明节"),
        ("2027-05-01", "2027-05-04", "no", "劳动节"), ("2027-06-09", "", "no", "端午节"),
        ("2027-09-15", "", "no", "中秋节"), ("2027-10-01", "2027-10-07", "no", "国庆节"),
        ("2027-09-26", "", "yes", "国庆节"), ("2027-10-09", "", "yes", "国庆节"),
    )  # fmt: skip
    shown = unescape(client.post("/office/calendar/new/", {**told, **rows(*whole)}).content.decode())
    assert "将发生的变化" in shown
    assert "录入前请再对照一遍通知" not in shown


@pytest.mark.rule("R-077")
def test_a_hall_keeps_its_own_hours_and_the_others_keep_theirs(office: Office) -> None:
    client, ground = office.client(), office.ground
    hall, other = ground.unit("township"), ground.unit("centre")
    form = form_of(client.get(f"/office/hours/{hall}/"))
    assert form["form.mon.morning"] == "08:30"
    sent = form.but(form__sat__morning="9：00", form__sat__noon="12:00", form__mon__noon="12:00")
    client.post(f"/office/hours/{hall}/", sent)
    kept = workdays.hours(hall, "990100101")
    assert kept.is_open(datetime(2026, 3, 7, 9, 30, tzinfo=ground.now.tzinfo))
    assert kept.is_open(at(3, 2, 11, 45))
    assert not workdays.hours(other, "990100").is_open(at(3, 2, 11, 45))
    assert workdays.hours(other, "990100").is_open(at(3, 2, 13, 30))


@pytest.mark.rule("R-077")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"form__mon__noon": ""}, "only one of its two ends"),
        ({"form__mon__noon": "07:00"}, "overlap or run backwards"),
        ({"form__mon__noon": "25:00"}, "not written as the form asks"),
        ({f"form__{day}__{word}": "" for day in ("mon", "tue", "wed", "thu", "fri") for word in ("morning", "noon", "afternoon", "evening")}, "at least one day"),
    ],
    ids=["half", "backwards", "no-time", "never-open"],
)  # fmt: skip
def test_hours_that_cannot_be_come_back_as_they_were_sent(office: Office, changes: Any, words: str) -> None:
    client, path = office.client(), f"/office/hours/{office.ground.unit('centre')}/"
    form = form_of(client.get(path))
    answer = client.post(path, form.but(form__sat__morning="", **changes))
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert form_of(answer)["form.mon.noon"] == changes["form__mon__noon"]


@pytest.mark.rule("R-077")
def test_on_one_date_a_hall_keeps_other_hours_and_says_why(office: Office) -> None:
    client, ground = office.client(), office.ground
    path = f"/office/hours/{ground.unit('centre')}/day/"
    form = form_of(client.get(path))
    client.post(path, form.but(form__on="2026-03-05", form__reason="电路检修"))
    assert not workdays.hours(ground.unit("centre"), "990100").is_open(at(3, 5))
    shown = unescape(client.get("/office/hours/").content.decode())
    assert "电路检修" in shown
    answer = client.post(path, form.but(form__on="2026-03-05", form__reason=""))
    assert answer.status_code == 422
    assert workdays.calendar().is_workday(date(2026, 3, 5)), "no working day goes by it"
    assert ground.now + timedelta(days=3) == at(3, 5)


@pytest.mark.rule("R-077")
def test_a_window_keeps_hours_within_the_hall_s_and_goes_back_to_them(office: Office) -> None:
    client, ground = office.client(), office.ground
    window, hall = ground.unit("A01"), ground.unit("centre")
    path = f"/office/hours/windows/{window}/"
    assert "as-hall/" not in client.get("/office/hours/").content.decode()
    form = form_of(client.get(path))
    assert form["form.mon.morning"] == "08:30", "one begins with the hall's"
    beyond = client.post(path, form.but(form__mon__noon="12:00"))
    assert beyond.status_code == 422
    assert "08:30–12:00 is not within the hall's hours" in unescape(beyond.content.decode())
    told = client.post(path, form.but(form__mon__morning="9:00", form__mon__noon="11:00"), follow=True)
    assert "Monday 09:00–11:00, 13:30–17:00" in unescape(told.content.decode())
    kept = workdays.window_hours(window, hall, "990100")
    assert kept.doors(date(2026, 3, 2))[0] == (at(3, 2, 9), at(3, 2, 11))

    day = f"{path}day/"
    asked = form_of(client.get(day))
    client.post(day, asked.but(form__on="2026-03-05", form__reason="岗位培训"))
    assert workdays.window_hours(window, hall, "990100").periods(date(2026, 3, 5)) == ()
    assert workdays.hours(hall, "990100").is_open(at(3, 5))
    shown = unescape(client.get("/office/hours/").content.decode())
    assert "岗位培训" in shown
    assert shown.count("as-hall/") == 1, "the others are as the hall"

    done = client.post(f"{path}as-hall/", follow=True)
    assert "The window keeps the hall's hours." in unescape(done.content.decode())
    assert "岗位培训" not in done.content.decode()
    assert workdays.window_hours(window, hall, "990100").as_hall


@pytest.mark.rule("R-077")
def test_a_window_of_another_hall_s_office_or_none_is_not_found(office: Office) -> None:
    client = office.client()
    for path in ("", "day/"):
        assert client.get(f"/office/hours/windows/1/{path}").status_code == 404
    assert client.post("/office/hours/windows/1/as-hall/").status_code == 404
