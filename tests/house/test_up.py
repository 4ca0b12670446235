"""`yimen up` for real: it answers, mends itself, stops whole, and comes back after a kill."""

from __future__ import annotations

import json
import os
import re
import signal
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from running import AGAIN, FIRST_START, Hall, hall_of_its_own, wait_until_gone
from yimen.gateways.escpos.over_tcp import PrinterOverTcp
from yimen.wiring import environment, postgres
from yimen.wiring.processes import running_with
from yimen.wiring.up import DEMO_ACCOUNTS


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with hall_of_its_own() as hall:
        yield hall


def test_one_command_brings_up_a_hall_that_answers(hall: Hall) -> None:
    hall.start(patience=FIRST_START)
    assert hall.get("/readyz") == "ok\n"
    metrics: Any = hall.get("/metrics")
    assert 'yimen_rows{table="base_halltime"}' in metrics


def test_every_account_of_the_readme_is_announced(hall: Hall) -> None:
    table = (
        (Path(__file__).parents[2] / "README.md").read_text().partition("| account |")[2].partition("\n\n")[0]
    )
    named = {each for row in table.splitlines()[2:] for each in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == {name for name, *_ in DEMO_ACCOUNTS}
    for name in named:
        assert f"  {name} " in hall.log()


@pytest.mark.rule("R-157")
def test_the_demos_texts_go_to_an_outbox_beside_it(hall: Hall) -> None:
    gateway = (hall.data / "sms" / "address").read_text()
    assert f"{gateway}/outbox" in hall.log()
    with urllib.request.urlopen(f"{gateway}/outbox.json", timeout=10) as answer:
        assert "messages" in json.load(answer)


@pytest.mark.rule("R-218")
def test_the_demos_tickets_come_out_of_a_printer_beside_it(hall: Hall) -> None:
    wire, page = (hall.data / "printer" / "address").read_text().split()
    assert page in hall.log()
    host, port = wire.split(":")
    assert PrinterOverTcp(host, int(port)).status().ready
    with urllib.request.urlopen(page.replace("/slips", "/slips.json"), timeout=10) as answer:
        assert json.load(answer) == {"slips": []}


def test_a_second_up_on_the_same_data_is_told_where_the_first_one_is(hall: Hall) -> None:
    said = hall.ask("up", PORT=str(hall.port + 1))
    assert said.returncode == 1
    assert f"already up at http://127.0.0.1:{hall.port}/" in said.stderr


def test_a_port_that_is_taken_is_said_in_a_sentence(hall: Hall) -> None:
    with tempfile.TemporaryDirectory() as other:
        said = hall.ask("up", YIMEN_DATA=other)
    assert said.returncode == 1
    assert f"PORT={hall.port + 1} make run" in said.stderr


def test_a_killed_web_server_is_back_by_itself(hall: Hall) -> None:
    before = hall.web()
    os.kill(before, signal.SIGKILL)
    time.sleep(0.3)
    hall.wait_for("/healthz", AGAIN)
    assert hall.web() != before


def test_a_killed_database_is_back_by_itself(hall: Hall) -> None:
    before = hall.postmaster()
    assert before is not None
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + AGAIN
    while hall.postmaster() in {before, None} and time.monotonic() < deadline:
        time.sleep(0.05)
    hall.wait_for("/readyz", AGAIN)
    assert hall.postmaster() != before


def test_other_commands_join_the_running_hall(hall: Hall) -> None:
    said = hall.ask("django", "showmigrations", "base")
    assert "[X] 0001_hall_time" in said.stdout, said.stderr
    assert hall.get("/readyz") == "ok\n"


def test_time_walks_on_beside_the_running_worker(hall: Hall) -> None:
    """Neither of them waits for the other for good, whatever the demo left to be done."""
    said = hall.ask("clock", "+2h")
    assert said.returncode == 0, said.stderr + hall.log()


def test_a_killed_hall_leaves_no_process_and_starts_again_by_itself(hall: Hall) -> None:
    hall.end(signal.SIGKILL)
    hall.start(patience=AGAIN)
    assert hall.get("/readyz") == "ok\n"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_it_leaves_no_process(hall: Hall, sign: signal.Signals) -> None:
    if hall.up is None or hall.up.poll() is not None:
        hall.start(patience=AGAIN)
    assert hall.end(sign) == 0, hall.log()
    assert hall.living() == set()


def test_a_kill_alone_leaves_no_process(hall: Hall) -> None:
    hall.start(patience=AGAIN)
    hall.end(signal.SIGKILL)
    assert wait_until_gone(hall, AGAIN) == set()
    assert running_with(postgres._mark(hall.data / "postgres")) == set()


def test_a_version_that_lacks_the_edition_of_an_open_case_does_not_start(hall: Hall) -> None:
    """One that can is told by its sentence; what is there stays as it is."""

    def put(before: str, after: str) -> None:
        change = (
            "from django.db import connection as c; u = c.cursor(); "
            "u.execute('SET session_replication_role = replica'); "
            f"u.execute('UPDATE cases_case SET procedure = %s WHERE procedure = %s', ['{after}', '{before}'])"
        )
        assert hall.ask("django", "shell", "-v0", "-c", change).returncode == 0

    put("licensing.1", "licensing.9")
    said = hall.ask("up")
    assert said.returncode == 1
    assert "which this version lacks: start a version that has it" in said.stderr
    put("licensing.9", "licensing.1")
    hall.start(patience=AGAIN)
    assert hall.end(signal.SIGINT) == 0


def test_a_real_server_is_used_where_one_is_given(hall: Hall, server_url: str) -> None:
    program = "from django.db import connection as c; print(c.settings_dict['HOST'])"
    data = hall.data / "elsewhere"
    said = hall.ask("django", "shell", "-v0", "-c", program, DATABASE_URL=server_url, YIMEN_DATA=str(data))
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip() == environment.database(server_url)["HOST"]
    assert not (data / "postgres").exists()


def test_production_asks_for_a_real_server_and_a_secret(hall: Hall) -> None:
    said = hall.ask("up", YIMEN_PRODUCTION="1", YIMEN_DATA=str(hall.data / "production"))
    assert said.returncode == 1
    assert "DATABASE_URL is needed in production" in said.stderr
