"""What is measured: each way through the product, and its floor."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import cycle
from typing import Any, Final

import crowd
from client import Answered, Asked, Client
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from floors import Floor, Write
from meter import Cost, Figure, timed

from house import House, spent
from yimen.modules.cases import commands as cases
from yimen.modules.people.models import Account
from yimen.rules.numbering import CaseNumber

ROUNDS: Final = 12
PIECES: Final = 25
DUE: Final = 100
RAW: Final = 5  # of seven cases the one whose rows the floor writes, past its chain: nothing verifies it


class Ways:
    """Everything that the ways share: the house, a caller, tokens, and a floor to stand on."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.client = Client(house.port)
        self.floor = Floor(house.url)
        self.token = {name: self._token(name) for name in ("clerk", "reviewer")}
        self.cookie = self._session("clerk")
        self._asked = 0
        self._digits: dict[int, str] = {}
        self._stands: dict[int, int] = {}
        self._luck = random.Random(7)

    def close(self) -> None:
        self.client.close()
        self.floor.close()

    def _token(self, name: str) -> dict[str, str]:
        (answer,) = self.client.ask(
            Asked("POST", "/api/v1/tokens", {}, {"username": name, "password": "yimen-demo"})
        )
        return {"Authorization": f"Bearer {answer.body['token']}"}

    def _session(self, name: str) -> dict[str, str]:
        browser = Browser()
        session = browser.session
        session["account"], session["epoch"] = Account.objects.get(username=name).id, 1
        session.save()
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}

    def ask(self, *asked: Asked, expect: int = 200) -> list[Answered]:
        """Ask, each time from another address, as a hall's public would."""
        told = []
        for each in asked:
            self._asked += 1
            address = f"10.{self._asked >> 16 & 255}.{self._asked >> 8 & 255}.{self._asked & 255}"
            told.append(each._replace(headers={**each.headers, "X-Forwarded-For": address}))
        answers = self.client.ask(*told)
        for answer in answers:
            assert answer.status == expect, answer
        return answers

    def warm(self, asked: Callable[[], Asked], expect: int = 200) -> None:
        """Every process of the web has answered it before it counts."""
        for _ in range(24):
            self.ask(asked(), expect=expect)
        self.house.look()

    # ways

    def file_and_accept(self, count: int) -> Figure:
        """An application filed at the counter and accepted: two requests, a case, two lines, two numbered papers."""
        product, floor = Cost(), Cost()
        self.warm(self._filing, expect=201)
        sample = self._file(1)[0][1]
        write_file = self._floor_of({}, sample)
        before = self.floor.rows(sample)
        self.ask(self._act(sample, "accept"))
        write_accept = self._floor_of(before, sample)

        def through_the_door() -> list[float]:
            filed = self._file(PIECES)
            accepted = self.ask(*(self._act(case, "accept") for _, case in filed))
            return [ms + answer.ms for (ms, _), answer in zip(filed, accepted, strict=True)]

        def raw() -> list[float]:
            ids = [self._next_id() for _ in range(PIECES)]
            filed = timed([partial(self._write, write_file, sample, *each) for each in ids])
            accepted = timed([partial(self._write, write_accept, sample, *each) for each in ids])
            return [one + other for one, other in zip(filed, accepted, strict=True)]

        self._rounds(product, through_the_door, floor, raw)
        statements = self._counted(self._filing(), 201)
        case = self._file(1)[0][1]
        statements += self._counted(self._act(case, "accept"), 200)
        return Figure("filing and acceptance", count, product, statements, floor, 2)

    def move(self, count: int) -> Figure:
        """One move without a paper: a reviewer takes a task."""
        product, floor = Cost(), Cost()
        waiting = self._waiting()

        def take(case: int, task: int) -> Asked:
            return self._act(case, "take_task", "reviewer", task=task)

        self.warm(lambda: take(*next(waiting)))
        sample, task = next(waiting)
        before = self.floor.rows(sample)
        self.ask(take(sample, task))
        write, others = self._floor_of(before, sample), self._like(sample)

        def through_the_door() -> list[float]:
            return [each.ms for each in self.ask(*(take(*next(waiting)) for _ in range(PIECES)))]

        def raw() -> list[float]:
            cases_ = [next(others) for _ in range(PIECES)]
            return timed([partial(self._write, write, sample, each) for each in cases_])

        self._rounds(product, through_the_door, floor, raw)
        statements = self._counted(take(*next(waiting)), 200)
        return Figure("one move", count, product, statements, floor, 1)

    def progress(self, count: int) -> Figure:
        """Anybody looks a case up by its number."""
        product, floor = Cost(), Cost()
        numbers = self._numbers()

        def asked() -> Asked:
            return Asked("GET", f"/api/v1/progress/{CaseNumber.parse(next(numbers))}")

        self.warm(asked)
        self._rounds(
            product,
            lambda: [each.ms for each in self.ask(*(asked() for _ in range(PIECES)))],
            floor,
            lambda: timed([partial(self.floor.run, _PROGRESS, [next(numbers)]) for _ in range(PIECES)]),
        )
        return Figure("progress look-up", count, product, self._counted(asked(), 200), floor, 1)

    def board(self, count: int) -> Figure:
        """A clerk opens the morning board: the page whole."""
        product, floor = Cost(), Cost()
        asked = Asked("GET", "/window/", self.cookie)
        self.warm(lambda: asked)
        units = sorted(crowd.actor("clerk", self.house.now).holds)
        self._rounds(
            product,
            lambda: [each.ms for each in self.ask(*[asked] * PIECES)],
            floor,
            lambda: timed([lambda: self._board(units)] * PIECES),
        )
        return Figure("morning board", count, product, self._counted(asked, 200), floor, 2)

    def turns(self, count: int) -> Figure:
        """Lights turn, a hundred due cases at a time: each is read, decided and written."""
        product, floor = Cost(), Cost()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()

        def meters() -> tuple[float, float]:
            return self.floor.meters()[0], spent([pid])

        now = self._when_due(DUE * (ROUNDS + 2))
        self._turn(now)
        sample, before = self._due(now)
        statements = self._statements(lambda: self._turn(now))
        write = Write(before, self.floor.rows(sample))
        others = self._like(sample)

        def raw() -> list[float]:
            ids = [next(others) for _ in range(DUE)]
            self._look(ids)
            with self.floor.connection.pipeline(), self.floor.connection.transaction():
                for each in ids:
                    self._write(write, sample, each)
            return [0.0] * DUE

        for _ in range(ROUNDS):
            product.take(meters, lambda: self._spread(lambda: self._turn(now)))
            floor.take(self.floor.meters, lambda: self._spread(raw))
        return Figure("a due case turned", count, product, statements / DUE, floor, 1)

    # how

    def _rounds(
        self, product: Cost, door: Callable[[], list[float]], floor: Cost, raw: Callable[[], list[float]]
    ) -> None:
        door()
        raw()
        for _ in range(ROUNDS):
            product.take(self.house.meters, door)
            floor.take(self.floor.meters, raw)

    def _filing(self) -> Asked:
        told = crowd.filing(crowd.WASTE, self._luck.randrange(3))
        body = {
            "item": told.item, "channel": "window", "form": dict(told.form),
            "applicant": {"kind": told.kind, "name": told.name, "id_number": told.id_number, "phone": told.phone},
            "materials": [{"code": each.code, "copies": each.copies, "original": True, "stamped": True, "pages": 2}
                for each in told.submitted],
        }  # fmt: skip
        return Asked("POST", "/api/v1/applications", self.token["clerk"], body)

    def _file(self, count: int) -> list[tuple[float, int]]:
        answers = self.ask(*(self._filing() for _ in range(count)), expect=201)
        numbers = [CaseNumber.parse(each.body["number"]).digits for each in answers]
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, id FROM cases_case WHERE number = ANY (%s)", [numbers])
            ids = dict(cursor.fetchall())
        self._digits |= {id_: number for number, id_ in ids.items()}
        return [(each.ms, ids[number]) for each, number in zip(answers, numbers, strict=True)]

    def _act(self, case: int, act: str, who: str = "clerk", **facts: Any) -> Asked:
        return Asked("POST", f"/api/v1/cases/{self._digits[case]}/acts/{act}", self.token[who], facts)

    def _floor_of(self, before: Any, case: int) -> Write:
        after = self.floor.rows(case)
        papers = [
            row for place, row in after["papers_paper"].items() if place not in before.get("papers_paper", {})
        ]
        return Write(before, after, [each["series"] for each in papers])

    def _next_id(self) -> tuple[int, str]:
        ((id_,),) = self.floor.run("SELECT nextval('ledger_id')", [])
        return id_, f"floor-{id_}"

    def _write(self, write: Write, sample: int, case: int, number: str = "") -> None:
        """The sample's rows for another case: ids and numbers differ, and the line is that case's next."""
        n = self._stands.get(case)

        def fresh(table: str, name: str, value: Any) -> Any:
            if value == sample and name in {"id", "case_id", "book"}:
                return case
            if n is not None and name == "n" and table in _NUMBERED:
                return n + 1
            match table, name:
                case ("cases_case", "number"):
                    return number
                case ("papers_paper", "k"):
                    return case
            return value

        self.floor.run(write.sql, write.told(fresh))
        if n is not None:
            self._stands[case] = n + 1

    def _waiting(self) -> Iterator[tuple[int, int]]:
        """Cases all over the crowd whose review nobody in the reviewer's department has taken yet, and that task."""
        department = crowd.actor("reviewer", self.house.now).department
        found = self.floor.run(
            "SELECT c.id, c.number, t.n FROM cases_case c JOIN cases_task t ON t.case_id = c.id AND t.kind = 'review'"
            " WHERE c.department = %s AND c.state = 'accepted' AND t.staff IS NULL AND t.closed_at IS NULL"
            " AND c.id %% 7 <> %s AND c.number NOT LIKE 'floor%%' LIMIT 40000", [department, RAW],
        )  # fmt: skip
        self._luck.shuffle(found)
        self._digits |= {id_: number for id_, number, _ in found}
        return iter([(id_, n) for id_, _, n in found])

    def _numbers(self) -> Iterator[str]:
        found = self.floor.run("SELECT number FROM cases_case TABLESAMPLE SYSTEM (5) LIMIT 20000", [])
        numbers = [number for (number,) in found if number.isdigit()]
        self._luck.shuffle(numbers)
        return iter(numbers * 50)

    def _like(self, sample: int) -> Iterator[int]:
        """Cases that have such rows as the sample has."""
        found = self.floor.run(
            "SELECT o.id, o.n FROM cases_case s JOIN cases_case o ON o.department = s.department AND o.state = s.state"
            " WHERE s.id = %s AND o.id %% 7 = %s AND o.number NOT LIKE 'floor%%' LIMIT 40000", [sample, RAW],
        )  # fmt: skip
        self._luck.shuffle(found)
        self._stands |= dict(found)
        return cycle([id_ for id_, _ in found])

    def _look(self, ids: list[int]) -> None:
        """Where these cases stand by now: the product, too, has turned whatever was due."""
        self._stands |= dict(self.floor.run("SELECT id, n FROM cases_case WHERE id = ANY (%s)", [ids]))

    def _board(self, units: list[int]) -> None:
        self.floor.run(_BOARD, [units])
        self.floor.run(_LIGHTS, [units])

    def _when_due(self, count: int) -> datetime:
        ((at,),) = self.floor.run(
            "SELECT turns_at FROM cases_clock WHERE turns_at IS NOT NULL ORDER BY turns_at OFFSET %s LIMIT 1",
            [count],
        )
        return at  # type: ignore[no-any-return]

    def _due(self, now: datetime) -> tuple[int, Any]:
        ((case,),) = self.floor.run(
            "SELECT case_id FROM cases_clock WHERE turns_at <= %s ORDER BY turns_at, case_id, n LIMIT 1",
            [now],
        )
        return case, self.floor.rows(case)

    def _turn(self, now: datetime) -> list[float]:
        moved = cases.turn_due(now=now)
        assert moved, "nothing is due"
        return [0.0] * moved

    def _spread(self, work: Callable[[], list[float]]) -> list[float]:
        """Each of a batch takes its share of the time of the whole."""
        began = time.perf_counter()
        count = len(work())
        return [1000 * (time.perf_counter() - began) / count] * count

    def _counted(self, asked: Asked, status: int) -> int:
        """How many statements the request costs, asked of the same program in this process."""
        browser = Browser(
            headers={name.lower(): value for name, value in asked.headers.items() if name != "Cookie"}
        )
        if cookie := asked.headers.get("Cookie"):
            browser.cookies.load(cookie)

        def ask() -> None:
            if asked.method == "GET":
                answer = browser.get(asked.path)
            else:
                answer = browser.post(asked.path, asked.body, content_type="application/json")
            assert answer.status_code == status, answer.content

        if asked.method == "GET":
            ask()
        return self._statements(ask)

    def _statements(self, work: Callable[[], object]) -> int:
        count = 0

        def one(execute: Any, *told: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*told)

        with connection.execute_wrapper(one):
            work()
        return count


@contextmanager
def ways(house: House) -> Iterator[Ways]:
    all_ = Ways(house)
    try:
        yield all_
    finally:
        all_.close()


_NUMBERED: Final = frozenset({"cases_case", "ledger_line", "ledger_veil", "ledger_todo"})
_PROGRESS: Final = """
    SELECT c.number, h.name, v.name, p.name, c.accepted_at, c.received_at, c.state, k.due_at
    FROM cases_case c
    JOIN people_window w ON w.unit_id = c.home JOIN people_unit h ON h.id = w.hall_id
    JOIN catalogue_itemversion v ON v.id = c.item_version
    JOIN cases_party y ON y.case_id = c.id AND y.role = 'applicant' AND y.until IS NULL
    JOIN people_person p ON p.id = y.person
    LEFT JOIN cases_clock k ON k.case_id = c.id AND k.name = 'promised' AND k.stopped_at IS NULL
    WHERE c.number = %s
"""
_BOARD: Final = """
    SELECT c.number, c.state, c.light, c.due_at, v.name, p.name, t.kind, t.opened_at
    FROM unnest(%s::bigint[]) AS u(unit)
    CROSS JOIN LATERAL (
        SELECT * FROM cases_task t WHERE t.unit = u.unit AND t.closed_at IS NULL AND t.kind = 'keep'
        ORDER BY t.due_at, t.case_id, t.n LIMIT 31
    ) t
    JOIN cases_case c ON c.id = t.case_id JOIN catalogue_itemversion v ON v.id = c.item_version
    JOIN cases_party y ON y.case_id = c.id AND y.role = 'applicant' AND y.until IS NULL
    JOIN people_person p ON p.id = y.person
    ORDER BY t.due_at, t.case_id, t.n LIMIT 31
"""
_LIGHTS: Final = """
    SELECT kind, light, count(*) FROM (
        SELECT kind, light FROM cases_task WHERE unit = ANY (%s::bigint[]) AND closed_at IS NULL LIMIT 2000
    ) t GROUP BY kind, light
"""
