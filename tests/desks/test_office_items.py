"""Items at the office: begun, completed, published, changed while cases run, retired, found."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from office import ADVERT, DRAFT, JOINT, WASTE, Office, form_of
from yimen.modules.catalogue import commands
from yimen.modules.catalogue import queries as catalogue
from yimen.wiring.timetable import TIMETABLE

pytestmark = pytest.mark.rule("R-029", "R-033")

NEW = {
    "form.code": "YX-CG-99",
    "form.name": "临时占用绿地审批",
    "form.department": "CG",
    "form.track": "committed",
}


def begin(client: Client, **changes: Any) -> Any:
    return client.post("/office/items/new/", {**NEW, **changes}, follow=True)


def complete(client: Client, code: str = "YX-CG-99") -> Any:
    """Fill in all that a new item lacks, as the form asks for it."""
    form = form_of(client.get(f"/office/items/{code}/edit/"))
    return client.post(f"/office/items/{code}/edit/", form.but(**WHOLE), follow=True)


WHOLE = {
    "form__basics__kind": "permit",
    "form__basics__subject": "both",
    "form__basics__online": "full",
    "form__limits__statutory__n": "20",
    "form__limits__statutory__unit": "working_day",
    "form__limits__promised__n": "5",
    "form__limits__promised__unit": "working_day",
    "form__what__content": "审查占用绿地的位置、面积和期限。",
    "form__basis__laws__0__law": "城市绿化条例",
    "form__basis__laws__0__articles": "第十九条",
    "form__basis__power__code": "云权-城管-许可-0099",
    "form__basis__power__basis": "云岫市政府权力清单（2025年版）",
    "form__basis__power__effective_from": "2025-01-01",
    "form__who__responsible_person": "陈守正",
    "form__who__location": "云岫市政务服务中心",
    "form__who__window": "一楼A01综合窗口",
    "form__who__advice_phone": "0990-8812310",
    "form__conditions__conditions": "有占用方案\n有恢复方案",
    "form__conditions__quantity_limit": "无数量限制",
    "form__result__sample_text": "占用绿地申请表（示范文本）",
    "form__conditions__process__0__name": "受理",
    "form__conditions__process__1__name": "决定",
    "form__materials__list__0__name": "申请表",
    "form__materials__list__0__class": "main",
    "form__review__steps__0__stage": "审查",
    "form__review__steps__0__name": "方案审查",
    "form__review__steps__0__kind": "review",
    "form__fee__charged": "no",
    "form__fee__basis": "目录无此项目",
    "form__form__questions__0__title": "占用地点",
    "form__form__questions__0__type": "text",
    "form__form__questions__0__required": "1",
}


def test_the_list_tells_what_is_in_force_what_is_drafted_and_what_is_over(office: Office) -> None:
    client = office.client()
    commands.retire(office.ground.actor("office"), ADVERT, now=office.ground.now)
    everything = client.get("/office/items/").content.decode()
    assert all(code in everything for code in (ADVERT, WASTE, DRAFT, JOINT))
    assert ADVERT in client.get("/office/items/?state=retired").content.decode()
    drafts = client.get("/office/items/?state=draft").content.decode()
    assert DRAFT in drafts
    assert WASTE not in drafts
    found = client.get("/office/items/?q=建筑垃圾").content.decode()
    assert WASTE in found
    assert DRAFT not in found
    assert "No item of that name" in client.get("/office/items/?q=无此事项").content.decode()


def test_a_state_keeps_the_word_searched_for(office: Office) -> None:
    shown = unescape(office.client().get("/office/items/?q=审批").content.decode())
    assert 'href="/office/items/?state=draft&q=%E5%AE%A1%E6%89%B9"' in shown


def test_an_item_begins_as_a_draft_and_is_told_all_it_lacks(office: Office) -> None:
    client = office.client()
    answer = begin(client)
    assert answer.redirect_chain[-1][0] == "/office/items/YX-CG-99/edit/"
    shown = client.get("/office/items/YX-CG-99/").content.decode()
    lacking = catalogue.office_item(office.ground.actor("office"), "YX-CG-99", now=office.ground.now).problems
    assert len(lacking) > 10
    assert f"{len(lacking)} things keep the draft from being published" in shown
    assert '/office/items/YX-CG-99/edit/?section=conditions#form.conditions.conditions"' in shown


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"form.name": ""}, 422, "Please fill in: Name."),
        ({"form.department": "NOBODY"}, 422, "choose one of those offered"),
        ({"form.code": ADVERT}, 409, "is in use"),
    ],
)
def test_a_wrong_beginning_keeps_what_was_typed(
    office: Office, changes: Any, status: int, words: str
) -> None:
    answer = office.client().post("/office/items/new/", {**NEW, **changes})
    assert answer.status_code == status
    assert words in unescape(answer.content.decode())
    assert 'value="临时占用绿地审批"' in answer.content.decode() or changes == {"form.name": ""}
    assert not catalogue.office_items(office.ground.actor("office"), "YX-CG-99").results


def test_publishing_refuses_with_everything_that_lacks_at_once(office: Office) -> None:
    client = office.client()
    answer = client.post(f"/office/items/{DRAFT}/publish/")
    shown = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "6 things to fill in" in shown
    for lacking in ("power list", "Responsible person", "Window", "Procedure", "Advice", "online"):
        assert lacking in shown, lacking
    assert catalogue.office_item(office.ground.actor("office"), DRAFT, now=office.ground.now).in_force is None


def test_joint_items_are_kept_and_not_published_yet(office: Office) -> None:
    answer = office.client().post(f"/office/items/{JOINT}/publish/")
    assert answer.status_code == 409
    assert "joint matter" in answer.content.decode()


def test_a_completed_item_is_published_and_found_by_the_public(office: Office) -> None:
    client = office.client()
    begin(client)
    assert "The draft is saved." in complete(client).content.decode()
    assert "The draft is complete" in client.get("/office/items/YX-CG-99/").content.decode()
    answer = client.post("/office/items/YX-CG-99/publish/", follow=True)
    assert "Published. New cases begin under this version." in answer.content.decode()
    facts = catalogue.published("YX-CG-99")
    assert facts.promised.n == 5
    assert [each.code for each in facts.materials] == ["m1"]
    assert [task.key for task in facts.flow.tasks] == ["step1"]
    assert facts.form is not None
    assert facts.form["required"] == ["q1"]
    assert catalogue.items("临时占用绿地").results[0].code == "YX-CG-99"


def test_a_form_with_a_fault_comes_back_as_it_was_sent_and_open_where_it_is_wrong(office: Office) -> None:
    client = office.client()
    form = form_of(client.get(f"/office/items/{ADVERT}/edit/"))
    answer = client.post(
        f"/office/items/{ADVERT}/edit/",
        form.but(form__limits__promised__n="eight", form__who__window="二楼B区", form__basics__name=""),
    )
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "How many: write a whole number in digits" in shown
    assert "Please fill in: Name." in shown
    assert 'value="eight"' in shown
    assert 'value="二楼B区"' in shown
    opened = [
        part.split("</h2>")[0].rsplit("<h2>", 1)[1]
        for part in shown.split('<details class="office-section" open>')[1:]
    ]
    assert opened == ["Basics", "Limits"]
    assert catalogue.office_item(office.ground.actor("office"), ADVERT, now=office.ground.now).draft is None


@pytest.mark.rule("R-030", "R-040")
def test_changing_a_published_item_begins_its_next_version_and_cases_keep_theirs(office: Office) -> None:
    client, ground = office.client(), office.ground
    before = catalogue.published(WASTE)
    digits = ground.accepted(WASTE)
    form = form_of(client.get(f"/office/items/{WASTE}/edit/"))
    client.post(f"/office/items/{WASTE}/edit/", form.but(form__limits__promised__n="3"))
    assert catalogue.published(WASTE).version_id == before.version_id, "a draft changes nothing yet"
    page = client.get(f"/office/items/{WASTE}/").content.decode()
    assert "What the draft says otherwise" in page
    assert f"<del>{before.promised.n} working days</del><ins>3 working days</ins>" in page
    client.post(f"/office/items/{WASTE}/publish/")
    assert catalogue.published(WASTE).promised.n == 3
    assert ground.case(digits).item_version == before.version_id
    promised = next(each for each in ground.dossier(digits).clocks if each.name == "promised")
    assert promised.limit_n == before.promised.n
    assert ground.case(ground.accepted(WASTE, who=1)).item_version == catalogue.published(WASTE).version_id


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(office: Office) -> None:
    client, path = office.client(), f"/office/items/{DRAFT}/edit/"
    mine, theirs = form_of(client.get(path)), form_of(client.get(path))
    client.post(path, theirs.but(form__who__window="三楼"))
    answer = client.post(path, mine.but(form__who__advice_phone="0990-8800000"))
    assert answer.status_code == 409
    assert "Somebody saved this draft meanwhile" in answer.content.decode()
    again = form_of(answer)
    assert again["form.who.advice_phone"] == "0990-8800000"
    client.post(path, again.fields)
    said = catalogue.office_item(office.ground.actor("office"), DRAFT, now=office.ground.now).latest["guide"]
    assert said["advice_phone"] == "0990-8800000"
    assert "window" not in said, "saved once more, what stands in my form stands"


def test_saving_to_add_more_comes_back_to_the_same_section(office: Office) -> None:
    client, path = office.client(), f"/office/items/{DRAFT}/edit/"
    form = form_of(client.get(path))
    answer = client.post(path, form.but(form__materials__list__1__name="身份证", stay="materials"))
    assert answer["Location"] == f"{path}?section=materials"
    shown = client.get(answer["Location"]).content.decode()
    assert "身份证" in shown
    assert shown.count('<details class="office-section" open>') == 1


@pytest.mark.rule("R-031")
def test_a_version_may_wait_for_its_day_and_comes_into_force_by_itself(office: Office) -> None:
    client, ground = office.client(), office.ground
    form = form_of(client.get(f"/office/items/{WASTE}/edit/"))
    client.post(f"/office/items/{WASTE}/edit/", form.but(form__limits__promised__n="4"))
    day = ground.now.date() + timedelta(days=3)
    client.post(f"/office/items/{WASTE}/publish/", {"effective_from": day.isoformat()})
    assert catalogue.published(WASTE).promised.n != 4
    assert "waits for its day" in client.get(f"/office/items/{WASTE}/").content.decode()
    by_day = next(each for each in TIMETABLE if each.name == "put versions in force")
    assert by_day.at.isoformat("minutes") == "00:05"
    ground.now = by_day.next_after(ground.now + timedelta(days=2))
    by_day.run(ground.now)
    assert catalogue.published(WASTE).promised.n == 4
    later = form_of(client.get(f"/office/items/{WASTE}/edit/"))
    assert later["form.limits.promised.n"] == "4"


def test_a_day_that_is_over_or_none_is_no_day_to_begin(office: Office) -> None:
    client = office.client()
    begin(client)
    complete(client)
    assert client.post("/office/items/YX-CG-99/publish/", {"effective_from": "2026-02-01"}).status_code == 422
    assert client.post("/office/items/YX-CG-99/publish/", {"effective_from": "soon"}).status_code == 422


def test_while_a_version_waits_the_next_one_begins_from_it(office: Office) -> None:
    client, ground = office.client(), office.ground
    form = form_of(client.get(f"/office/items/{WASTE}/edit/"))
    client.post(f"/office/items/{WASTE}/edit/", form.but(form__limits__promised__n="4"))
    client.post(f"/office/items/{WASTE}/publish/", {"effective_from": "2026-04-01"})
    next_form = form_of(client.get(f"/office/items/{WASTE}/edit/"))
    assert next_form["form.limits.promised.n"] == "4"
    client.post(f"/office/items/{WASTE}/edit/", next_form.but(form__who__window="二楼"))
    said = catalogue.office_item(ground.actor("office"), WASTE, now=ground.now).draft
    assert said is not None
    assert (said["promised_limit"]["n"], said["guide"]["window"]) == (4, "二楼")


def test_a_draft_can_be_dropped(office: Office) -> None:
    client = office.client()
    begin(client)
    answer = client.post("/office/items/YX-CG-99/discard/", follow=True)
    assert "The draft is dropped." in answer.content.decode()
    assert client.get("/office/items/YX-CG-99/").status_code == 404
    assert client.post(f"/office/items/{ADVERT}/discard/").status_code == 409, (
        "what is in force is retired, not dropped"
    )


def test_a_retired_item_is_offered_no_more(office: Office) -> None:
    client = office.client()
    answer = client.post(f"/office/items/{ADVERT}/retire/", follow=True)
    assert "Retired on 2026-03-02" in answer.content.decode()
    assert ADVERT not in [each.code for each in catalogue.items("户外广告").results]
    assert client.post(f"/office/items/{ADVERT}/retire/").status_code == 409


@pytest.mark.rule("R-045", "R-046")
def test_what_people_call_it_and_its_themes_are_changed_at_once(office: Office) -> None:
    client = office.client()
    form = form_of(client.get(f"/office/items/{ADVERT}/"), "synonyms")
    sent = form.but(synonyms="霓虹大字\n广告塔", new_theme="夜间经济")
    client.post(f"/office/items/{ADVERT}/describe/", sent)
    assert catalogue.items("霓虹大字").results[0].code == ADVERT
    assert [each.code for each in catalogue.items("", theme="夜间经济").results] == [ADVERT]
    assert [each.code for each in catalogue.items("", theme="广告招牌").results][0:1]


@pytest.mark.rule("R-043")
def test_the_online_report_names_the_others_with_their_reasons(office: Office) -> None:
    shown = unescape(office.client().get("/office/items/online/").content.decode())
    report = catalogue.online_report()
    assert f"{report.online} of {report.items} items" in shown
    assert report.missing
    for each in report.missing:
        assert each.name in shown
        assert each.reason in shown


def test_all_items_can_be_taken_away_as_a_workbook(office: Office) -> None:
    answer = office.client().get("/office/items/workbook/")
    assert answer["Content-Disposition"] == 'attachment; filename="items-20260302.xlsx"'
    assert answer.content.startswith(b"PK")


@pytest.mark.rule("R-032")
def test_the_overview_shows_what_wants_doing(office: Office) -> None:
    shown = unescape(office.client().get("/office/").content.decode())
    assert "21" in shown
    assert "特困人员救助供养认定" in shown
    assert "2027: dates in it are provisional" in shown
