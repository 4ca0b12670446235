"""Keep staff: their accounts, where they sit, their roles and passwords."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from yimen.base import crypto
from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor, Role
from yimen.rules.identifiers import parse_mobile
from yimen.rules.refused import Refused

from .. import access
from ..access import BOOK
from ..models import Account
from ..models.staff import STAFF_PHONE, STAFF_ROLES
from ..passwords import demand_strong

_SIMPLE: Final = frozenset(
    {"name", "name_en", "employee_no", "title", "appointment", "appointed_on", "photo", "expires_on"}
)
_EASY_TO_READ: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # no i l o 0 1: it is read out over the telephone


@transaction.atomic
def create_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    unit: int,
    roles: Iterable[Role],
    password: str,
    must_change_password: bool = True,
    hashed: str = "",
    now: datetime,
    **more: Any,
) -> int:
    """An account for one person (R-022); its id. `more` is what `amend_account` takes.

    `hashed` is what `password` hashes to, for a set-up that gives many accounts one password and cannot wait for each.

    Refused: no_such_unit, username_taken, role_not_for_staff, weak_password, and as `amend_account`.
    """
    home = access.unit(actor, "staff", unit)
    if Account.objects.filter(username=username).exists():
        raise Refused("username_taken", username=username)
    demand_strong(password, username, name)
    account = Account.objects.create(
        username=username,
        name=name,
        unit=home,
        roles=_roles(actor, roles),
        password=hashed or make_password(password),
        must_change_password=must_change_password,
        **_columns(actor, more),
    )
    facts = {"account": account.id, "unit": home.id, "roles": account.roles}
    record(BOOK, "create_account", actor, facts, now=now, private={"username": username, "name": name})
    return account.id


@transaction.atomic
def amend_account(actor: Actor, account: int, *, now: datetime, **changes: Any) -> None:
    """Change what is known of somebody: `unit`, `window` (where they sit on duty, or None), `roles`, `phone`, name,
    name_en, employee_no, title, appointment, appointed_on, photo, expires_on.

    Refused: no_such_account, no_such_unit, no_such_window, role_not_for_staff, mobile_form.
    """
    row = access.account(actor, "staff", account)
    columns = _columns(actor, changes)
    Account.objects.filter(id=row.id).update(**columns)
    facts: dict[str, Any] = {"account": row.id, "changed": sorted(changes)}
    facts |= {name: changes[name] for name in ("unit", "window") if name in changes}
    if "roles" in columns:
        facts["roles"] = columns["roles"]
    record(BOOK, "amend_account", actor, facts, now=now)


@transaction.atomic
def close_account(actor: Actor, account: int, *, now: datetime) -> None:
    """Nobody signs in with it any more, and whoever is signed in no longer is."""
    row = access.account(actor, "staff", account)
    Account.objects.filter(id=row.id).update(active=False, window=None, epoch=F("epoch") + 1)
    record(BOOK, "close_account", actor, {"account": row.id}, now=now)


@transaction.atomic
def reopen_account(actor: Actor, account: int, *, now: datetime) -> None:
    row = access.account(actor, "staff", account)
    Account.objects.filter(id=row.id).update(active=True)
    record(BOOK, "reopen_account", actor, {"account": row.id}, now=now)


@transaction.atomic
def reset_password(actor: Actor, account: int, *, now: datetime) -> str:
    """A password for one sign-in, told to its owner and never shown again. Ends their sessions and tokens."""
    row = access.account(actor, "staff", account)
    password = new_password()
    Account.objects.filter(id=row.id).update(
        password=make_password(password), must_change_password=True, epoch=F("epoch") + 1
    )
    record(BOOK, "reset_password", actor, {"account": row.id}, now=now)
    return password


def new_password() -> str:
    """One to begin with, for somebody else to type: told to its owner, who must change it."""
    return "-".join("".join(secrets.choice(_EASY_TO_READ) for _ in range(4)) for _ in range(4))


def _columns(actor: Actor, changes: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        match name:
            case "unit":
                columns["unit"] = access.unit(actor, "staff", value)
            case "window":
                columns["window"] = access.window(actor, "staff", value) if value else None
            case "roles":
                columns["roles"] = _roles(actor, value)
            case "phone":
                number = parse_mobile(value) if value else ""
                columns["phone"] = crypto.seal(STAFF_PHONE, number.encode()) if number else None
            case _:
                assert name in _SIMPLE, name
                columns[name] = value
    return columns


def _roles(actor: Actor, roles: Iterable[Role]) -> list[str]:
    wanted = sorted({role.value for role in roles})
    if not wanted or not set(wanted) <= set(STAFF_ROLES):
        raise Refused("role_not_for_staff", roles=wanted)
    if Role.SYSTEM_ADMIN in wanted and not access.administers(actor):
        raise Refused("not_permitted")
    return wanted
