"""预约方式: the ways of booking and what each asks and gives (R-061 to R-066)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import Final

from yimen.rules.refused import Refused


class Mode(StrEnum):
    ORDINARY = "ordinary"  # 普通预约
    WHILE_YOU_WAIT = "while_you_wait"  # 立等可取
    DOOR_STEP = "door_step"  # 上门服务
    IN_HALL = "in_hall"  # 场内绿色通道
    HOLIDAY = "holiday"  # 假日服务
    WORKFLOW = "workflow"  # 全程预留


class Channel(StrEnum):
    """Through what somebody booked (R-060)."""

    WEB = "web"
    KIOSK = "kiosk"
    WINDOW = "window"  # at the counter
    PHONE_CENTRE = "phone_centre"  # by telephone, with the centre
    PHONE_WINDOW = "phone_window"  # by telephone, with the window


ONLINE: Final = frozenset({Channel.WEB, Channel.KIOSK})
"""What people do by themselves: what no-shows close (R-059)."""

BY_ONESELF: Final = frozenset({"booking", "pre_registration", "pre_review", "full"})
"""How far an item must be online for people to book it by themselves (R-043)."""

NEED_ITEM: Final = frozenset({Mode.WHILE_YOU_WAIT, Mode.DOOR_STEP, Mode.WORKFLOW})
"""What is promised there depends on the item."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is special about a mode."""

    by_oneself: bool = True  # may be booked without speaking to anybody
    rest_days: bool = False  # on days the hall is closed, and on no others
    confirmed: bool = False  # a named member of the staff has promised to be there
    pre_reviewed: bool = False  # the papers were looked at first
    visits: bool = False  # we come to them
    same_day: bool = False  # done, and handed over, before the hall closes
    ahead: bool = False  # before everybody else in the slot, without a number
    reserves: bool = False  # every step owner keeps the time free

    @property
    def green(self) -> bool:
        """One of the three green channels."""
        return self.visits or self.same_day or self.ahead


WAYS: Final[Mapping[Mode, Way]] = {
    Mode.ORDINARY: Way(),
    Mode.WHILE_YOU_WAIT: Way(same_day=True),
    Mode.DOOR_STEP: Way(pre_reviewed=True, visits=True),
    Mode.IN_HALL: Way(ahead=True),
    Mode.HOLIDAY: Way(by_oneself=False, rest_days=True, confirmed=True),
    Mode.WORKFLOW: Way(reserves=True),
}

PARTS: Final = ("object", "conditions", "procedure")  # 服务对象、申请条件、预约流程
LANGUAGES: Final = ("zh", "en")
TEXTS: Final = tuple(f"{part}_{language}" for part, language in product(PARTS, LANGUAGES))
"""What people must be able to read before a mode is open to them."""


def lacking(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The texts nobody has written yet."""
    return tuple(name for name in TEXTS if not texts.get(name, "").strip())


def demand_explained(mode: Mode, texts: Mapping[str, str]) -> None:
    """A mode opens only when all of it is explained, in both languages (R-066). Refused: mode_unexplained."""
    if missing := lacking(texts):
        raise Refused("mode_unexplained", mode=mode.value, lacking=list(missing), count=len(missing))


def demand_fitting(
    mode: Mode, channel: Channel, *, open_day: bool, confirmed: bool, pre_reviewed: bool
) -> None:
    """Whether one may book so, that day, with what one has.

    Refused: mode_by_phone, holiday_only (a day of rest), holiday_needless (a day the hall is open anyway),
    holiday_unconfirmed, pre_review_missing.
    """
    way = WAYS[mode]
    if channel in ONLINE and not way.by_oneself:
        raise Refused("mode_by_phone", mode=mode.value)
    if not open_day and not way.rest_days:
        raise Refused("holiday_only")
    if open_day and way.rest_days:
        raise Refused("holiday_needless")
    if way.confirmed and not confirmed:
        raise Refused("holiday_unconfirmed")
    if way.pre_reviewed and not pre_reviewed:
        raise Refused("pre_review_missing")


def done_that_day(track: str, *, convertible: bool) -> bool:
    """Ready while you wait is what is instant, or can be made so: its clock then ends with the day's hours (R-063)."""
    return track == "instant" or convertible


def demand_visit(team: Collection[int], place: str) -> None:
    """Somebody goes, and knows where (R-064). Refused: visit_team_missing, visit_place_missing."""
    if not team:
        raise Refused("visit_team_missing")
    if not place.strip():
        raise Refused("visit_place_missing")


def demand_seals_back(taken: Collection[str], returned: Collection[str]) -> None:
    """What was taken out comes back, all of it and nothing else (R-064, R-142). Refused: visit_seals."""
    if set(taken) != set(returned):
        missing = sorted(set(taken) - set(returned))
        raise Refused(
            "visit_seals", missing="、".join(missing) or "、".join(sorted(set(returned) - set(taken)))
        )


def over_time(starts_at: datetime, done_at: datetime, longest: timedelta) -> bool:
    """A reserved workflow took longer than it may (R-062)."""
    return done_at - starts_at > longest
