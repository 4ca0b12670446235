"""Authorisation letters: a department's written word on who may act for it, on what, how long (R-011)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor, Power
from yimen.rules.refused import Refused

from .. import access
from ..access import BOOK
from ..kinds import UnitKind
from ..models import Account, AuthorisationLetter


@transaction.atomic
def issue_letter(
    actor: Actor,
    *,
    number: str,
    department: int,
    holder: int,
    powers: Iterable[Power],
    items: Iterable[str] | None = None,
    signed_by: str,
    valid_from: date,
    valid_to: date,
    now: datetime,
) -> int:
    """Enter a letter that the department's head has signed; its id. `items` None means all of the department's.

    Refused: not_a_department, no_such_account, letter_number_taken, letter_empty, letter_dates.
    """
    unit = access.unit(actor, "letters", department)
    if unit.kind != UnitKind.DEPARTMENT:
        raise Refused("not_a_department", name=unit.name)
    if not Account.objects.filter(id=holder, active=True).exists():
        raise Refused("no_such_account")
    given, codes = sorted(set(powers)), None if items is None else sorted(set(items))
    if not given or codes == []:
        raise Refused("letter_empty", number=number)
    if valid_to < valid_from:
        raise Refused("letter_dates", valid_from=valid_from, valid_to=valid_to)
    if AuthorisationLetter.objects.filter(number=number).exists():
        raise Refused("letter_number_taken", number=number)
    letter = AuthorisationLetter.objects.create(
        number=number,
        department=unit,
        holder_id=holder,
        powers=given,
        items=codes,
        signed_by=signed_by,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    facts = {
        "letter": number,
        "department": unit.id,
        "holder": holder,
        "powers": given,
        "items": codes,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    record(BOOK, "issue_letter", actor, facts, now=now, private={"signed_by": signed_by})
    return letter.id


@transaction.atomic
def revoke_letter(actor: Actor, number: str, *, now: datetime) -> None:
    """End a letter at once; what was decided under it stands. Refused: no_such_letter."""
    rows = AuthorisationLetter.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "department"
    )
    letter = rows.filter(number=number, revoked_at=None).first()
    if letter is None:
        raise Refused("no_such_letter", number=number)
    access.demand(actor, "letters", letter.department.division_id)
    AuthorisationLetter.objects.filter(id=letter.id).update(revoked_at=now)
    record(BOOK, "revoke_letter", actor, {"letter": number}, now=now)
