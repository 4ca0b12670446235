"""A database to work with and Django awake: the given server, or the embedded one, joined or started."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from yimen.wiring import environment, postgres
from yimen.wiring.postgres import Cluster


@contextmanager
def house(*, owned: bool = False) -> Iterator[Cluster | None]:
    """Yield the embedded cluster, or None where `DATABASE_URL` names a server; close everything afterwards.

    `owned` insists on running the embedded cluster ourselves. Raises NoDatabase.
    """
    cluster = None
    if not environment.text("DATABASE_URL"):
        if environment.flag("YIMEN_PRODUCTION", default=False):
            raise environment.BadEnvironment(
                "DATABASE_URL is needed in production · 生产环境必须设置 DATABASE_URL"
            )
        cluster = postgres.start(environment.data_folder() / "postgres", owned=owned)
        os.environ["DATABASE_URL"] = cluster.url()
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.wiring.settings")
        django.setup()
        yield cluster
    finally:
        disconnect()
        if cluster:
            cluster.stop()


def disconnect() -> None:
    """Close every connection of this process and its pool, with the threads that keep it."""
    from django.db import connections  # noqa: PLC0415  # settings are read on import

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
