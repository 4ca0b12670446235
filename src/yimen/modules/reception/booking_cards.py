"""What may be read about bookings: frozen values, never query sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from yimen.rules import masking
from yimen.rules.reception.modes import PARTS, TEXTS, WAYS, Channel, Mode, Way, lacking
from yimen.rules.reception.numbers import BookingNumber
from yimen.rules.workdays import Period, Periods

from .models.bookings import BOOKED, SERVED, Booking, Category, CategoryMode, Visit


@dataclass(frozen=True, slots=True)
class ModeCard:
    """A way of booking within a category."""

    mode: Mode
    enabled: bool
    capacity: int | None  # places of its own
    queue: int | None  # a queue of its own
    items: tuple[str, ...]
    texts: Mapping[str, str]  # by `modes.TEXTS`

    @property
    def way(self) -> Way:
        return WAYS[self.mode]

    @property
    def lane(self) -> str:
        """Whose places it takes: its own, or the category's."""
        return self.mode.value if self.capacity is not None else ""

    @property
    def lacking(self) -> tuple[str, ...]:
        return lacking(self.texts)

    def explained(self, language: str) -> dict[str, str]:
        """Service object, conditions, procedure, in the language of the page."""
        tongue = "en" if language.startswith("en") else "zh"
        return {part: self.texts[f"{part}_{tongue}"] for part in PARTS}

    @classmethod
    def of(cls, row: CategoryMode) -> ModeCard:
        texts = {name: getattr(row, name) for name in TEXTS}
        return cls(Mode(row.mode), row.enabled, row.capacity, row.queue_id, tuple(row.items), texts)


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """What people choose first: with the ways in which it can be booked, in their order."""

    id: int
    hall: int
    code: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    queue: int
    capacity: int
    departments: tuple[int, ...]
    items: tuple[str, ...]
    week: tuple[Periods, ...] | None
    rank: int
    active: bool
    modes: tuple[ModeCard, ...]

    @property
    def open_modes(self) -> tuple[ModeCard, ...]:
        return tuple(each for each in self.modes if each.enabled)

    @property
    def greens(self) -> tuple[ModeCard, ...]:
        return tuple(each for each in self.open_modes if each.way.green)

    def mode(self, mode: Mode) -> ModeCard | None:
        return next((each for each in self.open_modes if each.mode is mode), None)

    def own(self, day: date) -> Periods | None:
        """Its own hours of that weekday; None: the hall's."""
        return self.week[day.weekday()] if self.week else None

    @classmethod
    def of(cls, row: Category) -> CategoryCard:
        order = list(Mode)
        modes = sorted(map(ModeCard.of, row.modes.all()), key=lambda each: order.index(each.mode))
        return cls(
            id=row.id,
            hall=row.hall_id,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            summary=row.summary,
            summary_en=row.summary_en,
            queue=row.queue_id,
            capacity=row.capacity,
            departments=tuple(row.departments),
            items=tuple(row.items),
            week=_week(row.week) if row.week else None,
            rank=row.rank,
            active=row.active,
            modes=tuple(modes),
        )


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot with what is free of it."""

    starts_at: datetime
    ends_at: datetime
    places: int
    free: int

    @property
    def full(self) -> bool:
        return self.free <= 0


@dataclass(frozen=True, slots=True)
class SlotDay:
    """A day that may be booked."""

    day: date
    slots: tuple[FreeSlot, ...]  # none: closed

    @property
    def free(self) -> int:
        return sum(max(0, each.free) for each in self.slots)


@dataclass(frozen=True, slots=True)
class BookingCard:
    """A booking. Names and numbers are masked; `held` pages and staff with a need ask `people` for more."""

    id: int
    number: str  # with its hyphens
    digits: str
    hall: int
    category: int
    category_name: str
    category_name_en: str
    mode: Mode
    item: str | None
    day: date
    starts_at: datetime
    ends_at: datetime
    place: int
    state: str
    channel: Channel
    person: int
    name_masked: str
    phone_masked: str
    language: str
    booked_at: datetime
    arrived_at: datetime | None
    done_at: datetime | None
    confirmed: bool
    confirmed_by: int | None
    ticket: int | None
    case_number: str

    @property
    def way(self) -> Way:
        return WAYS[self.mode]

    @property
    def open(self) -> bool:
        return self.state == BOOKED

    @property
    def waits_for_visit(self) -> bool:
        """A visit nobody has arranged yet."""
        return self.open and self.way.visits and not self.confirmed

    @classmethod
    def of(cls, row: Booking) -> BookingCard:
        done_at: datetime | None = getattr(row, "done_at", row.served_at)
        return cls(
            id=row.id,
            number=str(BookingNumber(row.number)),
            digits=row.number,
            hall=row.hall_id,
            category=row.category_id,
            category_name=row.category.name,
            category_name_en=row.category.name_en,
            mode=Mode(row.mode),
            item=row.item,
            day=row.day,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            state=SERVED if done_at is not None else row.state,
            channel=Channel(row.channel),
            person=row.person_id,
            name_masked=masking.name(row.person.name),
            phone_masked=row.person.phone_masked,
            language=row.language,
            booked_at=row.booked_at,
            arrived_at=row.arrived_at,
            done_at=done_at,
            confirmed=row.confirmed_by_id is not None,
            confirmed_by=row.confirmed_by_id,
            ticket=row.ticket,
            case_number=row.case_number,
        )


@dataclass(frozen=True, slots=True)
class VisitCard:
    """Who goes, with what, and whether they are back."""

    booking: BookingCard
    place: str = field(repr=False)
    team: tuple[int, ...]
    seals: tuple[str, ...]
    papers: tuple[str, ...]
    arranged_at: datetime
    left_at: datetime | None
    back_at: datetime | None

    @classmethod
    def of(cls, row: Visit, place: str) -> VisitCard:
        return cls(
            booking=BookingCard.of(row.booking),
            place=place,
            team=tuple(row.team),
            seals=tuple(row.seals),
            papers=tuple(row.papers),
            arranged_at=row.arranged_at,
            left_at=row.left_at,
            back_at=row.back_at,
        )


@dataclass(frozen=True, slots=True)
class ReservedCard:
    """A stretch of one's own day kept free (R-062)."""

    booking: str  # number
    item: str | None
    step: str
    staff: int
    stands_in: bool
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, over what was finished: the distribution of R-067."""

    name: str
    count: int
    within: int  # of them, within the hall's target
    median: int | None  # whole minutes
    p95: int | None
    buckets: tuple[tuple[int | None, int], ...]  # (up to so many minutes, how many); None: more
    target: int  # minutes

    @property
    def share(self) -> int | None:
        """Percent within the target."""
        return round(100 * self.within / self.count) if self.count else None


def _week(days: Iterable[Iterable[tuple[str, str]]]) -> tuple[Periods, ...]:
    return tuple(
        tuple(Period(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)
        for day in days
    )
