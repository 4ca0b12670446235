"""Who acts: from an account, a token or a verified telephone to the value that rules read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from importlib.resources import files
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection

from yimen.rules.actors import NOBODY, Actor, Kind, Letter, Power, Role
from yimen.rules.identifiers import Division

from ..models import Person

_SQL: Final = files(__package__).joinpath("actor.sql").read_text()
_LEADING: Final = [Role.HALL_DIRECTOR.value, Role.CENTRE_OFFICE.value, Role.BUSINESS_OFFICE.value]
_SUPERVISING: Final = [Role.SUPERVISOR.value]
_PHONE_BYTES: Final = 7  # below 10^17, where the ids of cities begin: no such number is ever a person's id


def actor(account: int, *, today: date, epoch: int | None = None) -> Actor:
    """The account as an actor, in one statement.

    NOBODY if it is closed or has expired, or if `epoch` is that of an earlier password.
    """
    return _actor(account=account, epoch=epoch, token=None, machine_now=None, today=today)


def actor_by_token(token: str, *, machine_now: datetime, today: date) -> Actor:
    """Whom the bearer token speaks for, in one statement; NOBODY if it is unknown, expired or outlived."""
    return _actor(account=None, epoch=None, token=digest(token), machine_now=machine_now, today=today)


def applicant_actor(*phone_indexes: bytes) -> Actor:
    """Whoever holds the telephone, speaking for each applicant who gave it. One statement.

    `phone_indexes` are those it may be kept under, today's first. Their id is a number of the telephone itself: it is
    the same before and after the first application.
    """
    persons = Person.objects.filter(phone_index__in=phone_indexes).values_list("id", flat=True)
    return Actor(
        kind=Kind.PERSON,
        id=int.from_bytes(phone_indexes[0][-_PHONE_BYTES:]),
        roles=frozenset({Role.APPLICANT}),
        persons=frozenset(persons),
    )


def actor_of_session(session: SessionBase, *, today: Callable[[], date]) -> Actor:
    """Who has signed in here, by password or by telephone; NOBODY otherwise. At most one statement beside the session's."""
    if account := session.get("account"):
        return actor(account, epoch=session["epoch"], today=today())
    if indexes := session.get("phone"):
        return applicant_actor(*map(bytes.fromhex, indexes))
    return NOBODY


def digest(token: str) -> bytes:
    """What is kept of a token: it is random and long, so that its plain digest tells nothing."""
    return hashlib.sha256(token.encode()).digest()


def _actor(
    *, account: int | None, epoch: int | None, token: bytes | None, machine_now: datetime | None, today: date
) -> Actor:
    told = {
        "account": account,
        "epoch": epoch,
        "token": token,
        "machine_now": machine_now,
        "today": today,
        "leading": _LEADING,
        "supervising": _SUPERVISING,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, told)
        row = cursor.fetchone()
    if row is None:
        return NOBODY
    id_, name, roles, unit, hall, department, division, holds, under, letters = row
    return Actor(
        kind=Kind.STAFF,
        id=id_,
        name=name,
        roles=frozenset(map(Role, roles)),
        unit=unit,
        hall=hall,
        department=department,
        division=Division.parse(division).prefix,
        holds=frozenset(holds),
        under=frozenset(under),
        letters=tuple(_letter(each) for each in json.loads(letters)),
    )


def _letter(row: list[Any]) -> Letter:
    number, department, powers, items, valid_from, valid_to = row
    return Letter(
        number=number,
        department=department,
        powers=frozenset(map(Power, powers)),
        items=None if items is None else frozenset(items),
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(valid_to),
    )
