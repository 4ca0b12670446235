"""Many requests of one visit at once: none undoes what another wrote, and a case is registered once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from counter import ADVERT, Counter, open_counter
from somebody import WHO, Somebody, pdf
from yimen.modules.catalogue.queries import facts

pytestmark = pytest.mark.commits


@pytest.fixture
def counter(
    now: datetime,
    own_database: str,
    django_db_blocker: DjangoDbBlocker,
    settings: LazySettings,
    tmp_path: Path,
) -> Iterator[Counter]:
    settings.YIMEN_FILES, settings.YIMEN_DRAFT_FILES = tmp_path / "files", tmp_path / "drafts"
    facts.version.cache_clear()
    with django_db_blocker.unblock():
        yield open_counter(now)


def same_visit(one: Somebody) -> Somebody:
    """Another request of the same browser."""
    other = Somebody(one.item)
    other.client = Client(headers={"accept-language": "zh-hans"})
    other.client.cookies = one.client.cookies
    return other


def test_papers_chosen_at_once_are_all_kept(counter: Counter) -> None:
    one = Somebody(ADVERT)
    one.fill()
    codes = re.findall(r'name="file\.(\w+)"', one.see("materials").content.decode())[:6]
    assert len(codes) > 2

    def choose(code: str) -> int:
        try:
            told = {"only": code, f"has.{code}": "1", f"file.{code}": pdf(f"{code}.pdf")}
            return same_visit(one).step("materials", told).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(codes)) as crowd:
        assert list(crowd.map(choose, codes)) == [200] * len(codes)
    assert {code for code, piece in one.draft.pieces.items() if piece.file} == set(codes)
    assert one.draft.who["name"] == WHO["name"]


def test_however_often_it_is_sent_at_once_it_is_registered_once(counter: Counter) -> None:
    one = Somebody()
    one.fill()
    one.bring("application")
    others = [same_visit(one) for _ in range(5)]

    def send(other: Somebody) -> str:
        try:
            return other.send("same").headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(others)) as crowd:
        answers = set(crowd.map(send, others))
    assert answers == {f"{one.at}sent/"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (1,)
