"""What every body and answer of the API is made of: the two sorts of models, and text and numbers with their bounds."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from yimen.base.clock import ZONE
from yimen.rules import limits
from yimen.rules.limits import Unit


class Body(BaseModel):
    """What is sent: a word it does not know it refuses, so that a slip is seen at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What is answered. More may be added at any time; a reader passes over what they do not know."""

    model_config = ConfigDict(frozen=True)


def _here(at: datetime) -> datetime:
    return at.astimezone(ZONE)


Moment = Annotated[datetime, AfterValidator(_here)]
"""A moment, always with the hall's own offset."""


def _calendar_day(text: object) -> object:
    """A date and nothing like one: neither seconds since 1970 nor a moment at midnight."""
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return text
    raise PydanticCustomError("date_form", "Input should be a date, YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_calendar_day)]


def _keepable(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("unkeepable", "Input should hold no NUL")
    return text


Text = Annotated[str, Field(max_length=500), AfterValidator(_keepable)]
"""A parameter of an address."""

Name = Annotated[str, StringConstraints(max_length=200)]
"""A name, a number as people write it: one line."""

Note = Annotated[str, StringConstraints(max_length=4000)]
"""What somebody writes: reasons, findings, remarks."""

Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]

Count = Annotated[int, Field(strict=True, ge=0, le=9999)]

Flag = Annotated[bool, Field(strict=True)]

Values = Annotated[dict[str, Any], Field(max_length=500)]
"""An object whose keys are the item's own."""

ToldBy = Literal["sms", "none"]
"""What an applicant said of text messages."""

Light = Literal["off", "green", "yellow", "red"]
Kind = Literal["instant", "committed", "joint", "escalated", "supplement", "returned"]
State = Literal[
    "pre_registered", "received", "supplement_pending", "accepted", "in_review", "suspended", "waiting_superior",
    "decided", "completed", "delivered", "archived", "returned", "not_accepted", "withdrawn", "closed_by_applicant",
]  # fmt: skip
"""What people see of a state (requirements §5.5); a test holds it equal to `base/words.py`."""


class Limit(Answer):
    """So many of one unit, 0 for the same day. What remains has the same shape: 0 on the due day, negative after it."""

    n: int
    unit: Unit

    @classmethod
    def of(cls, limit: limits.Limit) -> Self:
        return cls(n=limit.n, unit=limit.unit)


class GivenLimit(Body):
    """How long something will take."""

    n: Annotated[int, Field(strict=True, ge=1, le=366)]
    unit: Unit


class Problem(Answer):
    """What went wrong (RFC 9457): `reason` is for programs, `detail` for people, in Chinese or by Accept-Language in English."""

    type: str = Field(examples=["urn:yimen:no_such_case"])
    title: str
    status: int
    detail: str
    reason: str
    facts: dict[str, Any]
