"""Come in and go out: by password, by a code sent to a telephone, by bearer token. Lockout in `attempts.py`."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from yimen.base import crypto
from yimen.modules.ledger.commands import record
from yimen.rules import masking
from yimen.rules.actors import Actor, Kind
from yimen.rules.identifiers import parse_mobile
from yimen.rules.refused import Refused

from .. import queries
from ..access import BOOK
from ..attempts import Door, demand_open, forgive, knock
from ..models import Account, Attempt, PhoneCode, Token
from ..models.applicants import PHONE
from ..passwords import demand_strong
from ..queries.actors import digest

log = logging.getLogger("yimen.people")

Send = Callable[[str, str], None]
"""Brings a text to a telephone; `messages` gives it."""

_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A bearer token, shown this once."""

    token: str = field(repr=False)
    expires_at: datetime  # machine time
    actor: Actor


def sign_in(
    session: SessionBase,
    username: str,
    password: str,
    *,
    new_password: str | None = None,
    address: str,
    now: datetime,
    machine_now: datetime,
) -> Actor:
    """Open a session for an account. A password that somebody else has set opens nothing but its own change.

    Refused: wrong_password, in the same words and time whether or not there is such an account; too_many;
    must_change_password until a `new_password` comes along; weak_password.
    """
    account = _by_password(username, password, address=address, now=now, machine_now=machine_now)
    if new_password is not None:
        _change(account, password, new_password, now=now)
    elif account.must_change_password:
        raise Refused("must_change_password")
    actor = queries.actor(account.id, epoch=account.epoch, today=now.date())
    _enter(session, account=account.id, epoch=account.epoch)
    log.info("account %s signed in from %s", account.id, address)
    return actor


def sign_out(session: SessionBase) -> None:
    session.flush()


def change_password(session: SessionBase, actor: Actor, old: str, new: str, *, now: datetime) -> None:
    """One's own password. This session goes on, all other sign-ins and tokens of the account end.

    Refused: not_signed_in, wrong_password, weak_password.
    """
    if actor.kind is not Kind.STAFF:
        raise Refused("not_signed_in")
    account = Account.objects.get(id=actor.id)
    if not account.check_password(old):
        raise Refused("wrong_password")
    _change(account, old, new, now=now)
    _enter(session, account=account.id, epoch=account.epoch)


def request_code(phone: str, send: Send, *, address: str, machine_now: datetime) -> None:
    """Send a code to a telephone. Whether the hall knows it is not told. Refused: mobile_form, too_many."""
    number = parse_mobile(phone)
    knock(Door.CODE, number, machine_now=machine_now)
    knock(Door.CODES, address, machine_now=machine_now)
    code = f"{secrets.randbelow(10**settings.YIMEN_CODE_DIGITS):0{settings.YIMEN_CODE_DIGITS}d}"
    valid = timedelta(seconds=settings.YIMEN_CODE_AGE)
    PhoneCode.objects.update_or_create(
        phone_index=crypto.blind_index(PHONE, number),
        defaults={"digest": _code_digest(number, code), "tries": 0, "expires_at": machine_now + valid},
    )
    minutes = settings.YIMEN_CODE_AGE // 60
    send(
        number,
        _("%(code)s is your code, valid for %(minutes)s minutes. Tell it to nobody, not to our staff either.")
        % {"code": code, "minutes": minutes},
    )


def verify_code(session: SessionBase, phone: str, code: str, *, machine_now: datetime) -> Actor:
    """Open a session for whoever holds the telephone. A code serves once and bears few tries.

    Refused: mobile_form; wrong_code, also when it has expired, was used, or was tried too often.
    """
    number = parse_mobile(phone)
    sent = PhoneCode.objects.filter(phone_index=crypto.blind_index(PHONE, number), expires_at__gt=machine_now)
    if not sent.filter(tries__lt=settings.YIMEN_CODE_TRIES).update(tries=F("tries") + 1):
        raise Refused("wrong_code")
    typed = _code_digest(number, "".join(code.split()))
    right = any(constant_time_compare(bytes(kept), typed) for kept in sent.values_list("digest", flat=True))
    if not right or not sent.filter(digest=typed).delete()[0]:  # of two at once, one finds it gone
        raise Refused("wrong_code")
    forgive(Door.CODE, number)
    indexes = crypto.blind_indexes(PHONE, number)
    _enter(session, phone=[index.hex() for index in indexes], phone_masked=masking.phone(number))
    return queries.applicant_actor(*indexes)


def issue_token(
    username: str, password: str, *, address: str, now: datetime, machine_now: datetime
) -> IssuedToken:
    """A bearer token for a program that acts for an account. Refused: as `sign_in`."""
    account = _by_password(username, password, address=address, now=now, machine_now=machine_now)
    if account.must_change_password:
        raise Refused("must_change_password")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = machine_now + timedelta(seconds=settings.YIMEN_TOKEN_AGE)
    Token.objects.create(digest=digest(token), account=account, epoch=account.epoch, expires_at=expires_at)
    log.info("account %s took a token from %s", account.id, address)
    return IssuedToken(token, expires_at, queries.actor(account.id, today=now.date()))


def revoke_token(token: str) -> None:
    Token.objects.filter(digest=digest(token)).delete()


def forget_old(*, machine_now: datetime) -> None:
    """Clear away what has run out: tries, codes, tokens, sessions."""
    forgotten = machine_now - timedelta(seconds=settings.YIMEN_FORGET_AFTER)
    Attempt.objects.filter(until_at__lt=forgotten).delete()
    PhoneCode.objects.filter(expires_at__lt=machine_now).delete()
    Token.objects.filter(expires_at__lt=machine_now).delete()
    Session.objects.filter(expire_date__lt=machine_now).delete()


def _by_password(
    username: str, password: str, *, address: str, now: datetime, machine_now: datetime
) -> Account:
    who = f"{username}\n{address}"
    demand_open(Door.PASSWORDS, address, machine_now=machine_now)
    knock(Door.PASSWORD, who, machine_now=machine_now)
    account = Account.objects.filter(username=username).first() if "\0" not in username else None
    kept = account.password if account else make_password(None)  # nobody's costs as much time as somebody's
    if not check_password(password, kept) or account is None or not account.works_on(now.date()):
        log.warning("a password was refused from %s", address)
        knock(Door.PASSWORDS, address, machine_now=machine_now)
        raise Refused("wrong_password")
    forgive(Door.PASSWORD, who)
    return account


@transaction.atomic
def _change(account: Account, old: str, new: str, *, now: datetime) -> None:
    if new == old:
        raise Refused("weak_password", faults=["same"])
    demand_strong(new, account.username, account.name)
    changed = Account.objects.filter(id=account.id, epoch=account.epoch).update(
        password=make_password(new), must_change_password=False, epoch=account.epoch + 1
    )
    if not changed:
        raise Refused("wrong_password")
    account.epoch += 1
    record(
        BOOK,
        "change_password",
        Actor(Kind.STAFF, account.id, unit=account.unit_id),
        {"account": account.id},
        now=now,
    )


def _enter(session: SessionBase, **identity: object) -> None:
    """The session's key changes with who it is for; somebody else's things are left behind."""
    before = (session.get("account"), session.get("phone"))
    if before == (None, None) or before == (identity.get("account"), identity.get("phone")):
        session.cycle_key()
    else:
        session.flush()
    session.update(identity)


def _code_digest(phone: str, code: str) -> bytes:
    """A code is short: only a keyed digest keeps it from whoever reads the table."""
    return salted_hmac("people.code", f"{phone}:{code}", algorithm="sha256").digest()
