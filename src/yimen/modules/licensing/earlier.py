"""The same matter once more: an application that was returned binds whoever checks it when it is filed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yimen.modules.cases.engine import one
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.people import queries as people
from yimen.rules.licensing import Application
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from .subject import LICENSING


@dataclass(frozen=True, slots=True)
class Earlier:
    """The returned case and what was told with it."""

    number: str  # digits
    told: Mapping[str, Any] | None


def returned_before(number: str, item: ItemFacts, id_number: str) -> Earlier:
    """The applicant's own earlier case of this item that was returned. Refused: `no_such_earlier`, for whatever is not that."""
    try:
        loaded = one(CaseNumber.parse(number).digits, LICENSING)
    except Refused:
        raise Refused("no_such_earlier") from None
    case = loaded.dossier.case
    assert case is not None
    application: Application = loaded.dossier.of("application")[0]
    same = set(people.person_ids(id_number))
    own = any(each.person in same for each in loaded.dossier.parties if each.role == "applicant")
    if case.disposition != "returned" or application.item != item.item_code or not own:
        raise Refused("no_such_earlier")
    return Earlier(case.number, application.told)
