"""Set a hall's or an item's own value of a parameter from a day on (R-284)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yimen.base.clock import ZONE
from yimen.base.packs import shipped_parameters
from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor
from yimen.rules.parameters import Scope
from yimen.rules.refused import Refused

from .. import access, events
from ..models import Item, Setting


@transaction.atomic
def set_parameter(
    actor: Actor,
    key: str,
    value: Any,
    *,
    scope: Scope,
    scope_id: str,
    basis: str,
    effective_from: date,
    effective_to: date | None = None,
    now: datetime,
) -> None:
    """Let `key` be `value` for one hall or item from a day on, never for days that have begun.

    Refused: no_such_parameter, parameter_not_yours, parameter_value, parameter_twice, effective_in_the_past,
    parameter_without_basis, not_permitted.
    """
    access.demand(actor)
    if not basis.strip():
        raise Refused("parameter_without_basis", key=key)
    if effective_from < now.astimezone(ZONE).date():
        raise Refused("effective_in_the_past", on=effective_from)
    if scope is Scope.ITEM and not Item.objects.filter(code=scope_id).exists():
        raise Refused("no_such_item", code=scope_id)
    row = shipped_parameters().setting(
        key,
        value,
        scope=scope,
        scope_id=scope_id,
        basis=basis,
        effective_from=effective_from,
        effective_to=effective_to,
    )
    try:
        with transaction.atomic():
            Setting.objects.create(
                key=key,
                scope=scope,
                scope_id=scope_id,
                value=row.value,
                basis=basis,
                effective_from=effective_from,
                effective_to=effective_to,
            )
    except IntegrityError:
        raise Refused("parameter_twice", key=key) from None
    facts = {"key": key, "scope": scope, "of": scope_id, "value": value, "effective_from": effective_from}
    record(access.PARAMETERS, events.PARAMETER_SET, actor, facts, now=now, private={"basis": basis})
