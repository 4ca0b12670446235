"""Who acts: a value that says who somebody is, where they sit and what they were authorised to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the hall (requirements §1.2)."""

    APPLICANT = "applicant"
    PROXY = "proxy"
    RECEPTIONIST = "receptionist"
    WINDOW_CLERK = "window_clerk"
    DEPT_REVIEWER = "dept_reviewer"
    CHIEF_REPRESENTATIVE = "chief_representative"
    SERVICE_SECTION_CHIEF = "service_section_chief"
    HALL_DIRECTOR = "hall_director"
    SUPERVISOR = "supervisor"
    CENTRE_OFFICE = "centre_office"
    BUSINESS_OFFICE = "business_office"
    AGENT_OFFICER = "agent_officer"
    HOTLINE_OPERATOR = "hotline_operator"
    SYSTEM_ADMIN = "system_admin"


class Kind(StrEnum):
    """What kind of somebody wrote a line."""

    STAFF = "staff"
    PERSON = "person"
    CLOCK = "clock"  # a limit that ran out
    RUN = "run"  # a reaction or the timetable
    NOBODY = "nobody"  # not signed in


class Power(StrEnum):
    """What an authorisation letter lets its holder do in the department's name (R-011)."""

    ACCEPT = "accept"
    REVIEW = "review"
    DECIDE = "decide"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Letter:
    """A written authorisation of one person by a department's head (R-011)."""

    number: str
    department: int
    powers: frozenset[Power]
    items: frozenset[str] | None  # item codes; None: all items of the department
    valid_from: date
    valid_to: date

    def covers(self, power: Power, department: int, item: str, on: date) -> bool:
        return (
            power in self.powers
            and department == self.department
            and (self.items is None or item in self.items)
            and self.valid_from <= on <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who reads or acts. Units are ids of `people`; nothing here asks the database."""

    kind: Kind
    id: int = 0
    name: str = ""
    roles: frozenset[Role] = frozenset()
    unit: int = 0  # where they sit: a window, a section, a department, an office
    hall: int = 0  # the hall they sit in; 0 for those outside a hall
    department: int = 0  # the department they belong to; 0 for the hall's own people
    division: str = ""  # the division whose cases "everywhere" means, as a code prefix
    holds: frozenset[int] = frozenset()  # units whose open tasks lie on their desk
    under: frozenset[int] = frozenset()  # units below them, whose cases they may follow
    letters: tuple[Letter, ...] = ()
    persons: frozenset[int] = field(default_factory=frozenset)  # applicants this phone speaks for

    @property
    def key(self) -> str:
        """Whom a stored answer belongs to (idempotency)."""
        return f"{self.kind}:{self.id}"

    def letter(self, power: Power, department: int, item: str, on: date) -> Letter | None:
        """The letter that lets this person use `power` for `item` on that day, if there is one."""
        return next((each for each in self.letters if each.covers(power, department, item, on)), None)


NOBODY = Actor(Kind.NOBODY)
CLOCK = Actor(Kind.CLOCK, name="clock")
