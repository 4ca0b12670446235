"""Halls, units and windows: who sits where, and what that lets them reach."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

import town
from town import CITY, SETUP, TOWNSHIP, VILLAGE, Town
from yimen.modules.people import commands, queries
from yimen.modules.people.models import Unit, Window
from yimen.modules.people.queries import (
    DecisionPlace,
    Device,
    HallLevel,
    HallType,
    Point,
    UnitKind,
    WindowMode,
    WindowState,
)
from yimen.rules.actors import NOBODY, Power
from yimen.rules.refused import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def place(now: datetime) -> Town:
    return town.build(now)


def reason(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.reason


# Halls


@pytest.mark.rule("R-001")
def test_two_halls_of_different_sorts_keep_their_own_data(now: datetime) -> None:
    place = town.build(
        now,
        site_area=Decimal("14466.65"),
        floor_area=Decimal("7800.00"),
        introduction="为市政府派出机构",
        decision_place=DecisionPlace.HALL,
    )
    city, township = queries.hall(place.unit["centre"]), queries.hall(place.unit["township"])
    assert city is not None
    assert township is not None
    assert (city.site_area, city.floor_area) == (Decimal("14466.65"), Decimal("7800.00"))
    assert (city.hall_type, township.hall_type) == (HallType.CITY_CENTRE, HallType.TOWNSHIP_CENTRE)
    assert (city.decision_place, township.decision_place) == (DecisionPlace.HALL, DecisionPlace.DEPARTMENT)
    assert township.floor_area is None
    assert [window.number for window in queries.windows(city.id)] == ["1", "2"]
    assert [window.number for window in queries.windows(township.id)] == ["1"]


@pytest.mark.rule("R-001")
@pytest.mark.parametrize("hall_type", HallType)
def test_every_sort_of_hall_is_configuration(place: Town, hall_type: HallType, now: datetime) -> None:
    unit = commands.create_unit(
        SETUP,
        code="new",
        kind=UnitKind.HALL,
        name="新大厅",
        parent=place.unit["city"],
        division=CITY,
        now=now,
    )
    commands.furnish_hall(SETUP, unit, commands.Premises(hall_type, HallLevel.CITY), now=now)
    window = commands.create_window(SETUP, unit, "1", name="综合窗口", now=now)
    assert queries.hall(unit).hall_type is hall_type
    assert [each.id for each in queries.windows(unit)] == [window]


def test_only_a_centre_or_a_hall_can_be_furnished(place: Town, now: datetime) -> None:
    premises = commands.Premises(HallType.TAX_HALL, HallLevel.CITY)
    with pytest.raises(Refused) as caught:
        commands.furnish_hall(SETUP, place.unit["streets"], premises, now=now)
    assert reason(caught) == "not_a_hall"


@pytest.mark.rule("R-003")
def test_a_network_of_one_centre_17_townships_and_256_rooms_loads_and_sums(
    place: Town, now: datetime
) -> None:
    """Dengfeng's numbers: the township of the small town is one of the 17, its village one of the 256."""
    add_halls(place, now)
    rungs = queries.network(place.unit["centre"])
    by_level = {level: [rung for rung in rungs if rung.level is level] for level in HallLevel}
    assert {level: len(each) for level, each in by_level.items()} == {
        HallLevel.CITY: 1,
        HallLevel.TOWNSHIP: 17,
        HallLevel.VILLAGE: 256,
    }
    (city,) = by_level[HallLevel.CITY]
    townships = by_level[HallLevel.TOWNSHIP]
    assert city.halls_below == 17 + sum(township.halls_below for township in townships) == 273
    assert city.staff_in_all == city.staff + sum(township.staff_in_all for township in townships)
    assert city.windows_in_all == city.windows + sum(township.windows_in_all for township in townships)
    first = next(rung for rung in townships if rung.id == place.unit["township"])
    assert (first.staff, first.staff_in_all, first.windows) == (1, 2, 1)
    assert city.staff == 6  # two clerks, the director, the supervisor, the office's two


def add_halls(place: Town, now: datetime) -> None:
    """The other 16 townships and 255 village rooms, 16 rooms to a township but for the last."""
    rooms = 0
    for t in range(2, 18):
        division = f"9901001{t:02d}"
        commands.define_divisions(SETUP, {division: f"第{t}镇"}, now=now)
        township = add_hall(place.unit["centre"], f"township-{t}", division, HallLevel.TOWNSHIP, now)
        for room in range(min(16, 255 - rooms)):
            add_hall(township, f"room-{t}-{room}", division, HallLevel.VILLAGE, now)
            rooms += 1


def add_hall(parent: int, code: str, division: str, level: HallLevel, now: datetime) -> int:
    unit = commands.create_unit(
        SETUP, code=code, kind=UnitKind.HALL, name=code, parent=parent, division=division, now=now
    )
    commands.furnish_hall(SETUP, unit, commands.Premises(HallType.VILLAGE_ROOM, level), now=now)
    return unit


# The tree


def test_divisions_hang_on_the_next_one_above_that_is_known(place: Town) -> None:
    assert [(each.code, each.level, each.parent) for each in queries.divisions()] == [
        (CITY, "city", None),
        (TOWNSHIP, "township", CITY),
        (VILLAGE, "village", TOWNSHIP),
    ]


def test_a_unit_that_moves_takes_all_below_it_along(place: Town, now: datetime) -> None:
    unit = place.unit
    commands.move_unit(SETUP, unit["township"], unit["city"], now=now)
    moved = {each.id: each for each in queries.units(below=unit["township"])}
    assert moved.keys() == {unit["township"], unit["village"], unit["window-t"]}
    assert moved[unit["village"]].path == f"/{unit['city']}/{unit['township']}/{unit['village']}/"
    assert moved[unit["village"]].depth == 2
    assert unit["village"] not in place.actor("director").under


def test_a_unit_cannot_be_moved_below_itself(place: Town, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        commands.move_unit(SETUP, place.unit["township"], place.unit["village"], now=now)
    assert reason(caught) == "unit_below_itself"


def test_a_unit_is_closed_only_when_nobody_and_nothing_is_left_in_it(place: Town, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        commands.close_unit(SETUP, place.unit["village"], now=now)
    assert (reason(caught), caught.value.facts["staff"]) == ("unit_in_use", 1)
    commands.close_account(SETUP, place.staff["village-agent"], now=now)
    commands.close_unit(SETUP, place.unit["village"], now=now)
    assert place.unit["village"] not in {each.id for each in queries.units()}
    assert place.unit["village"] in {each.id for each in queries.units(closed=True)}
    assert place.unit["village"] in place.actor("director").under  # its old cases can still be followed


def test_the_database_itself_keeps_a_path_true(place: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(id=place.unit["village"]).update(path="/7/")


@pytest.mark.parametrize("name", ["lin", "zhao", "director"])
def test_only_the_offices_keep_the_tree(place: Town, name: str, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        commands.amend_unit(place.actor(name), place.unit["streets"], phone="0371-1", now=now)
    assert reason(caught) == "not_permitted"
    commands.amend_unit(place.actor("clerk-of-office"), place.unit["streets"], phone="0371-12345", now=now)
    assert queries.unit(place.unit["streets"]).phone == "0371-12345"


# Desks: who holds what


def units(place: Town, *names: str) -> frozenset[int]:
    return frozenset(place.unit[name] for name in names)


@pytest.mark.rule("R-003", "R-022")
def test_a_clerk_holds_his_own_hall_and_no_lower_or_upper_one(place: Town) -> None:
    lin, li = place.actor("lin"), place.actor("li")
    assert lin.holds == lin.under == units(place, "centre", "window-1", "window-2")
    assert li.holds == li.under == units(place, "township", "window-t")
    assert (lin.unit, lin.hall, lin.department) == (place.unit["window-1"], place.unit["centre"], 0)
    assert place.actor("village-agent").holds == units(place, "village")


@pytest.mark.rule("R-022")
def test_department_people_hold_their_department_and_its_sections(place: Town) -> None:
    for name in ("zhao", "zhou"):
        actor = place.actor(name)
        assert actor.holds == units(place, "streets", "streets-service", "streets-signs")
        assert (actor.hall, actor.department) == (0, place.unit["streets"])
    assert place.actor("wu").holds == units(place, "trade")


@pytest.mark.rule("R-022")
def test_a_departments_clerk_who_sits_at_a_window_holds_both(place: Town, now: datetime) -> None:
    commands.amend_account(SETUP, place.staff["zhao"], window=place.unit["window-2"], now=now)
    zhao = place.actor("zhao")
    assert zhao.holds >= units(place, "centre", "window-2", "streets")
    assert (zhao.unit, zhao.hall) == (place.unit["window-2"], place.unit["centre"])
    assert zhao.department == place.unit["streets"]


@pytest.mark.rule("R-022", "R-025")
def test_who_leads_follows_what_lies_below_and_who_supervises_the_city_everything(place: Town) -> None:
    everything = frozenset(each.id for each in queries.units())
    below_the_centre = frozenset(each.id for each in queries.units(below=place.unit["centre"]))
    assert place.actor("supervisor").under == everything
    assert place.actor("director").under == below_the_centre
    assert place.actor("clerk-of-office").under == below_the_centre
    assert place.unit["streets"] not in below_the_centre
    assert place.actor("supervisor").division == "9901"


@pytest.mark.rule("R-003")
def test_a_township_supervisor_sees_the_township_alone(place: Town, now: datetime) -> None:
    office = commands.create_unit(
        SETUP,
        code="t-watch",
        kind=UnitKind.OFFICE,
        name="监督岗",
        parent=place.unit["township"],
        division=TOWNSHIP,
        now=now,
    )
    commands.amend_account(SETUP, place.staff["supervisor"], unit=office, now=now)
    actor = place.actor("supervisor")
    assert actor.under == units(place, "township", "window-t", "village") | {office}
    assert actor.division == TOWNSHIP


@pytest.mark.rule("R-010")
def test_once_powers_moved_into_the_hall_only_the_service_section_acts(now: datetime) -> None:
    place = town.build(now, decision_place=DecisionPlace.HALL)
    assert place.actor("zhou").holds  # nobody has named a service section yet
    commands.name_service_section(
        SETUP,
        place.unit["streets"],
        place.unit["streets-service"],
        document="云编〔2026〕3号",
        since_on=TODAY,
        now=now,
    )
    inside, outside, other = place.actor("zhao"), place.actor("zhou"), place.actor("wu")
    assert inside.holds == units(place, "streets", "streets-service", "streets-signs")
    assert outside.holds == frozenset()
    assert outside.under == inside.under  # may follow, may not act
    assert other.holds == units(place, "trade")  # another department goes on as before
    assert [card.name for card in queries.colleagues(inside, today=TODAY)] == ["钱江"]


@pytest.mark.rule("R-010")
def test_a_department_that_decides_at_home_is_not_bound_to_its_service_section(
    place: Town, now: datetime
) -> None:
    commands.name_service_section(
        SETUP, place.unit["streets"], place.unit["streets-service"], document="", since_on=TODAY, now=now
    )
    assert place.actor("zhou").holds == place.actor("zhao").holds


@pytest.mark.rule("R-010")
def test_a_service_section_is_a_section_of_its_department(place: Town, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        commands.name_service_section(
            SETUP, place.unit["trade"], place.unit["streets-service"], document="", since_on=TODAY, now=now
        )
    assert reason(caught) == "not_a_section"


@pytest.mark.rule("R-010")
def test_the_sections_list_shows_post_appointment_and_dates(place: Town, now: datetime) -> None:
    commands.amend_account(
        SETUP,
        place.staff["qian"],
        title="行政服务科科长",
        appointment="云组干〔2026〕8号",
        appointed_on=date(2026, 1, 5),
        expires_on=date(2029, 1, 4),
        now=now,
    )
    shown = {card.name: card for card in queries.staff_of(place.unit["streets-service"])}
    assert shown.keys() == {"赵敏", "钱江"}
    chief = shown["钱江"]
    assert (chief.title, chief.appointment) == ("行政服务科科长", "云组干〔2026〕8号")
    assert (chief.appointed_on, chief.expires_on) == (date(2026, 1, 5), date(2029, 1, 4))


# Windows


@pytest.mark.rule("R-008")
def test_with_four_of_five_in_place_a_window_prepares_and_with_the_fifth_it_opens(
    place: Town, now: datetime
) -> None:
    window = commands.create_window(SETUP, place.unit["centre"], "3", name="3号窗口", now=now)
    commands.amend_account(SETUP, place.staff["lin"], unit=window, now=now)
    office = place.actor("clerk-of-office")
    *four, fifth = Point
    for minute, point in enumerate(four):
        at = now + timedelta(minutes=minute)
        assert (
            commands.confirm_in_place(office, window, point, organ="法治局", now=at) is WindowState.PREPARING
        )
    assert queries.window(window).lacking == (fifth,)
    assert place.actor("lin").holds == frozenset()  # nothing can be taken in there
    with pytest.raises(Refused) as caught:
        commands.open_window(place.actor("director"), window, now=now)
    assert (reason(caught), caught.value.facts["points"]) == ("not_in_place", [fifth])

    opened = commands.confirm_in_place(office, window, fifth, organ="市委办", now=now + timedelta(hours=1))
    card = queries.window(window)
    assert opened is card.state is WindowState.OPEN
    assert place.unit["centre"] in place.actor("lin").holds
    assert [(each.point, each.organ, each.by, each.at) for each in card.in_place] == [
        *((point, "法治局", "冯文", now + timedelta(minutes=minute)) for minute, point in enumerate(four)),
        (fifth, "市委办", "冯文", now + timedelta(hours=1)),
    ]


@pytest.mark.rule("R-008")
def test_a_director_closes_and_opens_a_window_but_does_not_accept_it(place: Town, now: datetime) -> None:
    director, window = place.actor("director"), place.unit["window-1"]
    commands.close_window(director, window, now=now)
    assert queries.window(window).state is WindowState.CLOSED
    assert place.actor("lin").holds  # what was taken in goes on
    commands.open_window(director, window, now=now)
    assert queries.window(window).state is WindowState.OPEN
    with pytest.raises(Refused) as caught:
        commands.confirm_in_place(director, window, Point.STAFF, now=now)
    assert reason(caught) == "not_permitted"


@pytest.mark.rule("R-014")
def test_a_comprehensive_window_serves_several_departments_and_each_is_found(
    place: Town, now: datetime
) -> None:
    unit = place.unit
    unit["water"] = commands.create_unit(
        SETUP,
        code="water",
        kind=UnitKind.DEPARTMENT,
        name="云岫市水利局",
        parent=unit["city"],
        division=CITY,
        now=now,
    )
    commands.amend_window(
        SETUP,
        unit["window-2"],
        mode=WindowMode.COMPREHENSIVE,
        serves=[unit["streets"], unit["trade"], unit["water"]],
        now=now,
    )
    for department in ("streets", "trade", "water"):
        numbers = {card.number: card.mode for card in queries.windows_for(unit[department], unit["centre"])}
        assert numbers["2"] is WindowMode.COMPREHENSIVE
    card = queries.window(unit["window-2"])
    assert card.department_names == ("云岫市城市管理局", "云岫市市场监督管理局", "云岫市水利局")
    assert {each.code for each in queries.departments(hall=unit["centre"])} == {"streets", "trade", "water"}
    assert {each.code for each in queries.departments(hall=unit["township"])} == {"trade"}


@pytest.mark.rule("R-014")
def test_a_window_serves_departments_only(place: Town, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        commands.amend_window(SETUP, place.unit["window-1"], serves=[place.unit["streets-signs"]], now=now)
    assert reason(caught) == "not_a_department"


@pytest.mark.rule("R-019")
def test_a_window_tells_floor_number_mode_devices_and_who_sits_there(place: Town, now: datetime) -> None:
    window = commands.create_window(
        SETUP,
        place.unit["centre"],
        "12",
        name="绿色通道",
        serves=[place.unit["trade"]],
        floor=3,
        mode=WindowMode.GREEN_CHANNEL,
        devices=[Device.DISPLAY, Device.EVALUATION],
        now=now,
    )
    commands.amend_account(SETUP, place.staff["mei"], window=window, now=now)
    card = next(each for each in queries.windows_for(place.unit["trade"]) if each.id == window)
    assert (card.floor, card.number, card.mode) == (3, "12", WindowMode.GREEN_CHANNEL)
    assert card.devices == {Device.DISPLAY, Device.EVALUATION}
    assert card.staff == ("梅青",)
    assert [each.number for each in queries.windows(place.unit["centre"])] == ["1", "2", "12"]


@pytest.mark.rule("R-019")
def test_two_windows_of_a_hall_never_share_a_number(place: Town, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        commands.create_window(SETUP, place.unit["centre"], "1", name="又一个", now=now)
    assert reason(caught) == "window_number_taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        Window.objects.filter(unit=place.unit["window-2"]).update(number="1")


# Letters and representatives


@pytest.mark.rule("R-011")
def test_a_letter_covers_its_items_and_days_and_nothing_else(place: Town) -> None:
    streets = place.unit["streets"]
    number = town.authorise(place, "qian", "A-1", valid_to=date(2026, 6, 30))
    qian = place.actor("qian")
    assert qian.letter(Power.DECIDE, streets, "A-1", TODAY).number == number
    assert qian.letter(Power.DECIDE, streets, "A-2", TODAY) is None
    assert qian.letter(Power.SEAL, streets, "A-1", TODAY) is None
    assert qian.letter(Power.DECIDE, place.unit["trade"], "A-1", TODAY) is None
    assert qian.letter(Power.DECIDE, streets, "A-1", date(2026, 6, 30)) is not None
    assert qian.letter(Power.DECIDE, streets, "A-1", date(2026, 7, 1)) is None
    assert queries.actor(qian.id, today=date(2026, 7, 1)).letters == ()


@pytest.mark.rule("R-011")
def test_a_letter_without_items_covers_all_of_the_departments(place: Town) -> None:
    town.authorise(place, "qian")
    assert place.actor("qian").letter(Power.DECIDE, place.unit["streets"], "anything", TODAY) is not None


@pytest.mark.rule("R-011")
def test_a_revoked_letter_covers_nothing_more(place: Town, now: datetime) -> None:
    number = town.authorise(place, "qian")
    commands.revoke_letter(place.actor("clerk-of-office"), number, now=now)
    assert place.actor("qian").letters == ()
    assert [letter.valid_on(TODAY) for letter in queries.letters(holder=place.staff["qian"])] == [False]
    with pytest.raises(Refused) as caught:
        commands.revoke_letter(SETUP, number, now=now)
    assert reason(caught) == "no_such_letter"


@pytest.mark.rule("R-011")
@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"powers": []}, "letter_empty"),
        ({"items": []}, "letter_empty"),
        ({"valid_to": date(2025, 1, 1)}, "letter_dates"),
        ({"department": "streets-signs"}, "not_a_department"),
    ],
)
def test_a_letter_that_says_nothing_is_refused(
    place: Town, changes: dict[str, Any], wanted: str, now: datetime
) -> None:
    told: dict[str, Any] = {
        "number": "x",
        "department": "streets",
        "holder": place.staff["qian"],
        "powers": [Power.DECIDE],
        "items": None,
        "signed_by": "高远",
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31),
        **changes,
    }
    told["department"] = place.unit[told["department"]]
    with pytest.raises(Refused) as caught:
        commands.issue_letter(SETUP, **told, now=now)
    assert reason(caught) == wanted


@pytest.mark.rule("R-012")
def test_the_report_names_each_resident_department_with_its_representative_or_without(place: Town) -> None:
    number = town.authorise(place, "qian")
    report = queries.chief_representatives(place.unit["centre"], today=TODAY)
    assert [
        (each.department_name, each.representative_name, each.letter, each.present) for each in report
    ] == [
        ("云岫市城市管理局", "钱江", number, True),
        ("云岫市市场监督管理局", "", "", False),
    ]


@pytest.mark.rule("R-012")
def test_of_36_resident_departments_28_have_a_representative(place: Town, now: datetime) -> None:
    departments = [place.unit["streets"], place.unit["trade"]]
    for n in range(34):
        unit = commands.create_unit(
            SETUP,
            code=f"bureau-{n:02d}",
            kind=UnitKind.DEPARTMENT,
            name=f"第{n}局",
            parent=place.unit["city"],
            division=CITY,
            now=now,
        )
        departments.append(unit)
        if n < 27:
            account = commands.create_account(
                SETUP,
                username=f"chief-{n}",
                name=f"代表{n}",
                unit=unit,
                roles=[town.Role.CHIEF_REPRESENTATIVE],
                password=town.PASSWORD,
                now=now,
            )
            assert account
    commands.amend_window(SETUP, place.unit["window-2"], serves=departments, now=now)
    report = queries.chief_representatives(place.unit["centre"], today=TODAY)
    assert len(report) == 36
    assert sum(each.present for each in report) == 28
    absent = [each.department_name for each in report if not each.present]
    assert absent == [*(f"第{n}局" for n in range(27, 34)), "云岫市市场监督管理局"]


# Finding people


@pytest.mark.rule("R-027")
def test_the_directory_finds_the_section_its_people_and_a_telephone(place: Town, now: datetime) -> None:
    commands.amend_unit(SETUP, place.unit["streets"], phone="0371-6688", now=now)
    found = queries.directory("市容", today=TODAY)
    assert [(each.unit_name, each.person, each.phone) for each in found] == [("市容科", "周山", "0371-6688")]
    assert [each.person for each in queries.directory("城市管理 赵", today=TODAY)] == ["赵敏"]
    assert [each.window_number for each in queries.directory("林晓", today=TODAY)] == ["1"]
    assert queries.directory("%", today=TODAY) == ()


def test_tasks_can_be_handed_to_those_who_share_a_desk(place: Town) -> None:
    clerks = queries.colleagues(place.actor("lin"), today=TODAY, roles=[town.Role.WINDOW_CLERK])
    assert [card.name for card in clerks] == ["梅青"]
    assert [card.name for card in queries.colleagues(place.actor("zhao"), today=TODAY)] == ["钱江", "周山"]


# What it costs


def test_each_query_costs_what_it_says(place: Town, django_assert_num_queries: Any) -> None:
    lin, zhao = place.actor("lin"), place.actor("zhao")
    centre, streets = place.unit["centre"], place.unit["streets"]
    for run in (
        lambda: queries.actor(place.staff["supervisor"], today=TODAY),
        lambda: queries.units(below=centre),
        lambda: queries.unit(centre),
        lambda: queries.departments(hall=centre),
        queries.department_ids,
        lambda: queries.halls(below=centre),
        lambda: queries.hall(centre),
        lambda: queries.windows(centre),
        lambda: queries.window(place.unit["window-1"]),
        lambda: queries.windows_for(streets, centre),
        lambda: queries.network(centre),
        queries.divisions,
        lambda: queries.account(lin.id),
        lambda: queries.accounts(place.staff.values()),
        lambda: queries.staff_of(centre, below=True),
        lambda: queries.letters(department=streets),
        lambda: queries.chief_representatives(centre, today=TODAY),
        lambda: queries.directory("林晓", today=TODAY),
        lambda: queries.colleagues(lin, today=TODAY),
    ):
        with django_assert_num_queries(1):
            run()
    with django_assert_num_queries(2):
        queries.colleagues(zhao, today=TODAY)


def test_an_actor_is_the_same_value_however_often_it_is_read(place: Town) -> None:
    assert place.actor("lin") == place.actor("lin")
    assert queries.actor(0, today=TODAY) is NOBODY


def test_ids_begin_at_their_city_when_an_installation_is_founded(now: datetime) -> None:
    with connection.cursor() as cursor:  # as in a fresh database
        for table in ("unit", "account", "person", "authorisationletter"):
            cursor.execute(f"ALTER TABLE people_{table} ALTER COLUMN id RESTART")
    commands.found(990100)
    place = town.build(now)
    assert min(place.unit.values()) == 990100_000000000001
    assert min(place.staff.values()) == 990100_000000000001
    commands.found(110000)  # too late: nothing changes
    unit = commands.create_unit(
        SETUP,
        code="late",
        kind=UnitKind.OFFICE,
        name="晚",
        parent=place.unit["city"],
        division=CITY,
        now=now,
    )
    assert unit // 10**12 == 990100
    assert place.actor("supervisor").under >= set(place.unit.values())
