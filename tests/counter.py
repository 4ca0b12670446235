"""The counter of the small hall: items one can take in there, cases in every state, and clerks who are signed in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from django.http import HttpResponse
from django.test import Client

import hall as halls
from hall import Hall
from town import PASSWORD, SETUP
from yimen.base import clock
from yimen.modules.cases import commands as cases
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.catalogue import queries as items
from yimen.modules.licensing import commands as licensing
from yimen.modules.people import commands as people
from yimen.rules.actors import Power, Role
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber

BANNER = "11990100MB0000035A3000117002002"  # committed, of the streets; convertible
TRADER = "11990100MB0000019L3000131001003"  # instant, of trade
ADVERT = "11990100MB0000035A3000117002001"  # checked online first, of the streets
FOOD = "11990100MB0000019L3000131007001"  # committed, of trade
ITEMS = ("banner_display", "sole_trader_registration", "outdoor_advertising", "food_service_licence")
_DEMO = files("yimen.modules.catalogue") / "demo" / "items"


@dataclass
class Counter:
    """The hall and its counters; `clerk` is 林晓's client, at window 1 of the city's centre."""

    hall: Hall
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.hall.now

    def again(self) -> Counter:
        """The same hall at the same moment, for one more test to change."""
        clock.set_hall_time(self.now)
        return Counter(replace(self.hall), dict(self.numbers))

    def client(self, name: str = "lin", language: str = "en") -> Client:
        """Somebody of the staff, signed in, reading that language."""
        client = Client(headers={"accept-language": language})
        session = client.session
        session["account"], session["epoch"] = self.hall.town.staff[name], 1
        session.save()
        return client

    def goes_to(self, moment: datetime | timedelta) -> None:
        """Let the hall's time pass; what falls due on the way happens."""
        self.hall.now = self.now + moment if isinstance(moment, timedelta) else moment
        clock.set_hall_time(self.hall.now)
        while cases.turn_due(now=self.now):
            pass

    def take_in(self, item: str = BANNER, who: str = "lin", **told: Any) -> str:
        """A case taken in at the counter, whole unless told otherwise; its printed number."""
        told.setdefault("form", filled(item))
        return str(CaseNumber.parse(self.hall.file(item, actor=self.hall.actor(who), **told)))

    def send_in(self, item: str = BANNER, **told: Any) -> str:
        """A case sent in online; its printed number."""
        told.setdefault("form", filled(item))
        return str(CaseNumber.parse(self.hall.file(item, **told)))

    def act(self, who: str, number: str, name: str, **facts: Any) -> None:
        self.hall.act(who, digits(number), name, **facts)

    def seal(self, number: str) -> None:
        licensing.seal_papers(digits(number), now=self.now)


def digits(number: str) -> str:
    return CaseNumber.parse(number).digits


def seen(response: HttpResponse) -> str:
    """The page in plain words."""
    assert response.status_code == 200, response.content.decode()[:800]
    text = response.content.decode()
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") :] if "<main" in text else text)
    )


def in_order(text: str, *words: str) -> bool:
    places = [text.index(each) for each in words]
    return places == sorted(places)


def filled(item: str) -> dict[str, Any]:
    """The item's form as its own examples fill it in."""
    fields: dict[str, Any] = (items.published(item).form or {})["properties"]
    return {name: field["examples"][0] for name, field in fields.items() if "examples" in field}


def piece(code: str, **told: Any) -> Submitted:
    return Submitted(code, **{"original": True, "copies": 1, "pages": 1, "stamped": True, **told})


def open_counter(now: datetime) -> Counter:
    """The small hall with its items; a letter lets 林晓 and 梅青 decide instant matters; 何静 receives visitors."""
    hall = halls.open_hall(now)
    clock.set_hall_time(now)
    offer(now)
    hall.town.staff["he"] = people.create_account(
        SETUP, username="he", name="何静", unit=hall.town.unit["centre"], roles=(Role.RECEPTIONIST,),
        password=PASSWORD, must_change_password=False, now=now,
    )  # fmt: skip
    for department, number in (("streets", "云城管委〔2026〕2号"), ("trade", "云市监委〔2026〕1号")):
        people.issue_letter(
            SETUP, number=number, department=hall.town.unit[department], holder=hall.town.staff["lin"],
            powers=[Power.DECIDE], items=None, signed_by="局长 高远", valid_from=date(2026, 1, 1),
            valid_to=date(2026, 12, 31), now=now,
        )  # fmt: skip
    return Counter(hall)


def offer(now: datetime, *names: str, **changes: Any) -> None:
    """Publish these of the demo's items, or those this page names; `changes` makes other ones of them."""
    wanted = [
        {**json.loads((_DEMO / f"{name}.json").read_text("utf-8")), **changes} for name in names or ITEMS
    ]
    report = catalogue.import_items(SETUP, json.dumps(wanted).encode(), now=now)
    assert not report.refused, catalogue.print_report(report)
    for each in wanted:
        catalogue.publish(SETUP, each["code"], now=now)


PEOPLE = (
    ("李春梅", "990100199003077763", "13900001111"),
    ("赵立国", "990100198511223515", "13900002222"),
    ("孙晓芳", "990100197804150626", "13900003333"),
    ("周海波", "990100196912016518", "13900004444"),
    ("欧阳明", "990100200107159996", "13900005555"),
)


def three_at(now: datetime) -> Counter:
    """One case overdue, one soon due, one in time."""
    counter = open_counter(now - timedelta(days=19))
    for key, (name, id_number, phone) in zip(("late", "soon"), PEOPLE, strict=False):
        counter.numbers[key] = counter.take_in(name=name, id_number=id_number, phone=phone)
        counter.act("lin", counter.numbers[key], "accept")
        counter.goes_to(now - timedelta(days=4))
    counter.goes_to(now)
    counter.numbers["fresh"] = counter.take_in(name="何静")
    return counter


def lived_in(now: datetime) -> Counter:
    """The hall after three weeks of work: overdue, soon due, waiting, resting, decided and ready, one of each and more."""
    counter = open_counter(now - timedelta(days=19))
    people_ = iter(PEOPLE * 4)
    taken = counter.numbers

    def begin(key: str, item: str = BANNER, **told: Any) -> str:
        name, number, phone = next(people_)
        who = {"name": name, "id_number": number, "phone": phone, **told}
        taken[key] = counter.take_in(item, **who)
        return taken[key]

    def accepted(key: str, item: str = BANNER, **told: Any) -> str:
        number = begin(key, item, **told)
        counter.act("lin", number, "accept")
        return number

    accepted("late", kind="organisation", name="云岫云创传媒有限公司", id_number="91350100M000100Y43")
    reviewed = accepted("decided")
    counter.goes_to(now - timedelta(days=13))
    for who, kind in (("zhao", "review"),):
        counter.act(who, reviewed, "take_task", task=counter.hall.task(who, digits(reviewed), kind))
        counter.act(
            who,
            reviewed,
            "finish_task",
            task=counter.hall.task(who, digits(reviewed), kind),
            result="agree",
            text="符合要求",
        )
    counter.act("qian", reviewed, "grant", task=counter.hall.task("qian", digits(reviewed), "decide"))
    counter.goes_to(now - timedelta(days=6))
    lacking = begin("supplement", whole=False)
    counter.act("lin", lacking, "ask_supplement")
    resting = accepted("resting")
    counter.act("zhao", resting, "take_task", task=counter.hall.task("zhao", digits(resting), "review"))
    counter.act(
        "zhao",
        resting,
        "suspend",
        task=counter.hall.task("zhao", digits(resting), "review"),
        reason="expert_review",
        needed={"n": 5, "unit": "working_day"},
        text="需组织专家评审",
    )
    counter.goes_to(now - timedelta(days=4))
    soon = accepted("soon")
    counter.act("zhao", soon, "take_task", task=counter.hall.task("zhao", digits(soon), "review"))
    counter.goes_to(now - timedelta(days=3))
    ready = begin("ready", TRADER)
    counter.act("lin", ready, "accept")
    counter.act("lin", ready, "grant")
    counter.seal(ready)
    counter.act("lin", ready, "complete")
    taken["online"] = counter.send_in(
        ADVERT, name="孙晓芳", id_number="990100197804150626", phone="13900003333"
    )
    counter.goes_to(now - timedelta(minutes=40))
    begin("fresh")
    begin("half", whole=False)
    instant = begin("instant", TRADER)
    counter.goes_to(now)
    counter.act("lin", instant, "accept")
    back = begin("withdrawn")
    counter.act("lin", back, "withdraw", text="改期举办")
    return counter
