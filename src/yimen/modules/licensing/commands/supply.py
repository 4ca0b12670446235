"""What the applicant brings after the one-time notice, or adds on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yimen.base.clock import ZONE
from yimen.modules.cases.commands import Outcome, move
from yimen.modules.cases.engine import Loaded
from yimen.rules.actors import Actor, Kind
from yimen.rules.engine import World
from yimen.rules.licensing import Material
from yimen.rules.materials import Submitted

from ..checking import doubted, find, pieces, public
from ..subject import LICENSING


def supply(
    actor: Actor,
    number: str,
    submitted: Sequence[Submitted],
    *,
    now: datetime,
    form: Mapping[str, Any] | None = None,
    files: Mapping[str, Mapping[str, Any]] | None = None,
    **keyed: Any,
) -> Outcome:
    """Take pieces and corrected fields in; the whole application is checked as it now stands. A field of None was emptied."""

    def facts(loaded: Loaded, world: World) -> dict[str, Any]:
        case = loaded.dossier.case
        assert case is not None
        received_on = case.received_at.astimezone(ZONE).date()
        old = loaded.private("application")
        before = old.get("form", {})
        whole = {name: each for name, each in {**before, **(form or {})}.items() if each is not None}
        more = doubted(old.get("findings", ()))
        today = now.astimezone(ZONE).date()
        together = (*handed_in(loaded), *submitted)
        findings = find(world.item, together, whole, today=today, received_on=received_on, more=more)
        return {
            "materials": [each.to_facts() for each in pieces(world.item, submitted, files or {})],
            "changed_fields": sorted(
                name for name in {*whole, *before} if whole.get(name) != before.get(name)
            ),
            "findings": public(findings),
            "full_findings": [each.to_json() for each in findings],
            "by_hand": old.get("by_hand", []),
            "private": {**old, "form": whole, "findings": [each.to_json() for each in findings]},
            "officer": {"name": actor.name} if actor.kind is Kind.STAFF else None,
        }

    return move(LICENSING, number, "supply", actor, facts, now=now, **keyed)


def handed_in(loaded: Loaded) -> list[Submitted]:
    """What was handed in so far, the later round of a code standing for it.

    What was sent ahead of a pre-registered case comes when the case is received.
    """
    case = loaded.dossier.case
    assert case is not None
    received_at = case.received_at if case.state != "pre_registered" else None
    rows: list[Material] = sorted(loaded.dossier.of("material"), key=lambda each: each.n)
    return [
        Submitted(
            code=each.code,
            original=each.original,
            copies=each.copies,
            pages=each.pages,
            stamped=each.stamped,
            content=each.digital,
            valid_until=date.fromisoformat(each.valid_until) if each.valid_until else None,
            exists=each.exists,
            promise=each.promise,
            given_on=max(each.given_at, received_at).astimezone(ZONE).date() if received_at else None,
        )
        for each in rows
    ]
