"""Who sits at the department's desk, and what lies on it."""

from __future__ import annotations

from typing import Final

from yimen.base.seats import seat_for
from yimen.rules.actors import Role
from yimen.rules.numbering import CaseNumber

ROLES: Final = (Role.SERVICE_SECTION_CHIEF, Role.CHIEF_REPRESENTATIVE, Role.DEPT_REVIEWER)
"""The leading one first: of several, that is what somebody is called."""

KINDS: Final = ("second_check", "review", "special", "decide")
"""What is asked of a department; which of it is asked of the reader, their posts say."""

seated = seat_for(*ROLES)


def digits(number: str) -> str:
    """A case's number as it stands in an address. Refused: `number_mistyped`, in the words of an absent case."""
    return CaseNumber.parse(number).digits
