"""Staff, their letters, and where to find whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from yimen.base import crypto
from yimen.rules.actors import Actor, Power, Role

from ..kinds import DecisionPlace
from ..models import Account, AuthorisationLetter, ServiceSection, Serving, Unit
from ..models.staff import STAFF_PHONE


@dataclass(frozen=True, slots=True)
class StaffCard:
    """One of the staff, as colleagues see them; their own telephone is not on it."""

    id: int
    username: str
    name: str
    name_en: str
    title: str
    employee_no: str
    unit: int
    unit_name: str
    unit_name_en: str
    window: int | None  # where they sit on duty, if not in their unit
    window_number: str
    roles: frozenset[Role]
    appointment: str
    appointed_on: date | None
    expires_on: date | None
    photo: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class LetterCard:
    """An authorisation letter (R-011)."""

    number: str
    department: int
    department_name: str
    holder: int
    holder_name: str
    powers: frozenset[Power]
    items: tuple[str, ...] | None  # None: all of the department's
    signed_by: str
    valid_from: date
    valid_to: date
    revoked_at: datetime | None

    def valid_on(self, day: date) -> bool:
        return self.revoked_at is None and self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class Representation:
    """Who decides in the hall for a department, and by which letter; 0 and empty where nobody does (R-012)."""

    department: int
    department_name: str
    representative: int
    representative_name: str
    letter: str

    @property
    def present(self) -> bool:
        return self.representative != 0


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """Whom to ask: the unit, the person, the office's telephone, the counter (R-027)."""

    unit: int
    unit_name: str
    person: str  # empty where nobody is named
    title: str
    phone: str
    window_number: str
    floor: int | None


def account(id_: int) -> StaffCard | None:
    row = _staff().filter(id=id_).first()
    return _card(row) if row else None


def accounts(ids: Iterable[int]) -> dict[int, StaffCard]:
    """Several of the staff by id, in one statement; closed accounts too, since old lines name them."""
    return {row.id: _card(row) for row in _staff().filter(id__in=set(ids))}


def staff_of(unit: int, *, below: bool = False, closed: bool = False) -> tuple[StaffCard, ...]:
    """Who belongs to a unit or sits at it, or also to all units below: with post, appointment and dates (R-010)."""
    rows = _staff().order_by("unit__path", "id")
    if below:
        rows = rows.filter(unit__path__startswith=Unit.objects.filter(id=unit).values("path"))
    else:
        rows = rows.filter(Q(unit=unit) | Q(window=unit))
    if not closed:
        rows = rows.filter(active=True)
    return tuple(map(_card, rows))


def staff_id(username: str) -> int | None:
    """The account that outsiders call so."""
    return Account.objects.filter(username=username).values_list("id", flat=True).first()


def colleagues(actor: Actor, *, today: date, roles: Collection[Role] | None = None) -> tuple[StaffCard, ...]:
    """To whom the actor's tasks can be handed over: who shares a desk, and one of `roles` where given."""
    rows = _staff().filter(Q(unit__in=actor.holds) | Q(window__in=actor.holds), active=True)
    rows = rows.filter(Q(expires_on=None) | Q(expires_on__gte=today)).exclude(id=actor.id)
    if roles is not None:
        rows = rows.filter(roles__overlap=[role.value for role in roles])
    if actor.department:
        moved_in = ServiceSection.objects.filter(
            department=actor.department,
            department__in=Serving.objects.filter(window__hall__decision_place=DecisionPlace.HALL).values(
                "department"
            ),
        ).values_list("department__path", "section__path")
        for department, section in moved_in:  # then it acts by its service section alone
            rows = rows.exclude(Q(unit__path__startswith=department) & ~Q(unit__path__startswith=section))
    return tuple(map(_card, rows.order_by("unit__path", "id")))


def staff_phones(ids: Iterable[int]) -> dict[int, str]:
    """The mobile numbers that messages to staff go to (R-160), of those who gave one."""
    rows = Account.objects.filter(id__in=set(ids), active=True, phone__isnull=False).values_list(
        "id", "phone"
    )
    return {id_: crypto.open_(STAFF_PHONE, sealed).decode() for id_, sealed in rows if sealed is not None}


def letters(*, department: int | None = None, holder: int | None = None) -> tuple[LetterCard, ...]:
    """Letters of a department or to a holder, the newest first; expired and revoked ones too."""
    rows = AuthorisationLetter.objects.select_related("department", "holder").order_by("-valid_from", "-id")
    if department is not None:
        rows = rows.filter(department=department)
    if holder is not None:
        rows = rows.filter(holder=holder)
    return tuple(
        LetterCard(
            number=row.number,
            department=row.department_id,
            department_name=row.department.name,
            holder=row.holder_id,
            holder_name=row.holder.name,
            powers=frozenset(map(Power, row.powers)),
            items=None if row.items is None else tuple(row.items),
            signed_by=row.signed_by,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            revoked_at=row.revoked_at,
        )
        for row in rows
    )


def chief_representatives(hall: int, *, today: date) -> tuple[Representation, ...]:
    """Each department resident in a hall with its chief representative, or without one (R-012)."""
    with connection.cursor() as cursor:
        cursor.execute(
            _REPRESENTATIVES,
            {
                "hall": hall,
                "today": today,
                "role": Role.CHIEF_REPRESENTATIVE.value,
                "power": Power.DECIDE.value,
            },
        )
        return tuple(Representation(*row) for row in cursor.fetchall())


def directory(text: str, *, today: date, limit: int = 50) -> tuple[DirectoryEntry, ...]:
    """Units and people by any words of their names and titles, with the office's telephone (R-027)."""
    patterns = [f"%{word}%" for word in text.replace("\\", "").replace("%", "").replace("_", "").split()]
    if not patterns:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_DIRECTORY, {"patterns": patterns, "today": today, "limit": limit})
        return tuple(DirectoryEntry(*row) for row in cursor.fetchall())


_REPRESENTATIVES: Final = """
    SELECT d.id, d.name, coalesce(chief.id, 0), coalesce(chief.name, ''), coalesce(chief.number, '')
    FROM people_unit d
    LEFT JOIN LATERAL (
        SELECT a.id, a.name, l.number
        FROM people_account a
        JOIN people_unit u ON u.id = a.unit_id AND u.path >= d.path AND u.path < rtrim(d.path, '/') || '0'
        LEFT JOIN people_authorisationletter l
               ON l.holder_id = a.id AND l.department_id = d.id AND %(power)s::text = ANY (l.powers)
              AND l.revoked_at IS NULL AND %(today)s::date BETWEEN l.valid_from AND l.valid_to
        WHERE a.active AND %(role)s::text = ANY (a.roles) AND (a.expires_on IS NULL OR a.expires_on >= %(today)s::date)
        ORDER BY l.number IS NULL, a.id
        LIMIT 1
    ) chief ON true
    WHERE d.active
      AND d.id IN (SELECT s.department_id FROM people_serving s JOIN people_window w ON w.unit_id = s.window_id
                   WHERE w.hall_id = %(hall)s)
    ORDER BY d.code
"""

_DIRECTORY: Final = """
    SELECT u.id, u.name, coalesce(a.name, ''), coalesce(a.title, ''),
           coalesce(nullif(u.phone, ''),
                    (SELECT p.phone FROM people_unit p
                     WHERE p.id = ANY (string_to_array(trim('/' FROM u.path), '/')::bigint[]) AND p.phone <> ''
                     ORDER BY length(p.path) DESC LIMIT 1), ''),
           coalesce(w.number, ''), w.floor
    FROM people_unit u
    LEFT JOIN people_unit above ON above.id = u.parent_id
    LEFT JOIN people_account a ON a.unit_id = u.id AND a.active AND (a.expires_on IS NULL OR a.expires_on >= %(today)s::date)
    LEFT JOIN people_window w ON w.unit_id = coalesce(a.window_id, u.id)
    WHERE u.active
      AND concat_ws(' ', above.name, u.name, u.name_en, a.name, a.name_en, a.title) ILIKE ALL (%(patterns)s::text[])
    ORDER BY u.path, a.id
    LIMIT %(limit)s
"""


def _staff() -> QuerySet[Account]:
    return Account.objects.select_related("unit", "window")


def _card(row: Account) -> StaffCard:
    return StaffCard(
        id=row.id,
        username=row.username,
        name=row.name,
        name_en=row.name_en,
        title=row.title,
        employee_no=row.employee_no,
        unit=row.unit_id,
        unit_name=row.unit.name,
        unit_name_en=row.unit.name_en,
        window=row.window_id,
        window_number=row.window.number if row.window else "",
        roles=frozenset(map(Role, row.roles)),
        appointment=row.appointment,
        appointed_on=row.appointed_on,
        expires_on=row.expires_on,
        photo=row.photo,
        active=row.active,
    )
