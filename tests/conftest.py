"""The house of the tests: a throw-away PostgreSQL where one is needed, quick passwords, and a fixed Monday."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from yimen.wiring import environment, postgres, translations

pytest_plugins = ["browser"]
for name in ("chromium", "chromium-browser", "google-chrome"):
    if found := shutil.which(name):
        os.environ.setdefault("YIMEN_CHROMIUM", found)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    translations.compile_stale()
    settings.YIMEN_SITE = ""  # a page costs what it asks itself; tests of the face itself put it back
    settings.YIMEN_SMS_URL = ""  # also beside a running demo: texts go where a test says
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no process of the run is still at one of them when all others are done."""
    items.sort(key=lambda item: not _is_long(item.path))


def _is_long(path: Path) -> bool:
    return path.stem.endswith("_pictures") or path.parent.name in {"journeys", "chaos"}


@pytest.fixture(autouse=True)
def fresh_mind() -> None:
    """Each test begins in the first language, with nothing remembered: pages and halls of others leave both behind."""
    from django.utils import translation

    from remembered import forget

    translation.deactivate()
    forget()


@pytest.fixture
def now() -> datetime:
    """The demo's first moment; a test moves time on purpose."""
    return MONDAY


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL for this run: `YIMEN_TEST_DATABASE_URL`, else a cluster of our own that vanishes after it."""
    if given := os.environ.get("YIMEN_TEST_DATABASE_URL"):
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="yimen-tests-"))
    cluster = postgres.start(home, throwaway=True)
    try:
        yield cluster.url()
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def prepared_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of the tests, also where all that were asked for keep one of their own and none says `db`."""
    from django.db import connection
    from django.test.utils import setup_databases

    if connection.settings_dict["NAME"] != connection.creation._get_test_db_name():
        with django_db_blocker.unblock():
            setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=True)


@pytest.fixture
def own_database(
    prepared_database: None, django_db_blocker: DjangoDbBlocker, server_url: str
) -> Iterator[str]:
    """A copy of the prepared database for a test that commits for real; it vanishes afterwards. Its address."""
    from django.db import connections

    default = connections.settings["default"]
    prepared, copy = default["NAME"], f"{default['NAME']}_copy"
    with django_db_blocker.unblock(), psycopg.connect(server_url, autocommit=True) as server:
        connections.close_all()
        server.execute(  # a browser's loop hides from us what was opened before it started
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [prepared]
        )
        server.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{prepared}"')
        default["NAME"] = copy
        try:
            yield psycopg.conninfo.make_conninfo(server_url, dbname=copy)
        finally:
            connections.close_all()
            default["NAME"] = prepared
            server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, server_url: str
) -> Iterator[None]:
    """Point Django at that server, without the pool: tests open few connections, and drop databases."""
    from django.db import connections

    connections.settings["default"].update(environment.database(server_url))
    connections.settings["default"]["OPTIONS"]["server_side_binding"] = True
    yield
    connections.close_all()
