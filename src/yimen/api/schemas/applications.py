"""An application as it is brought, and what becomes of it."""

from __future__ import annotations

import binascii
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from .findings import Finding
from .papers import IssuedPaper
from .words import Answer, Body, Code, Count, Day, Flag, Name, State, ToldBy, Values

STAFF_CHANNELS: Final = frozenset({"window", "post", "agent"})
LONGEST: Final = 28 * 1024 * 1024  # characters of a file in base64: room for what `base/uploads.py` takes


class Applicant(Body):
    """Who applies. Without `id_type` a person shows a resident ID, an organisation a credit code.

    What cannot be right here is a finding, not a refusal: what is incomplete is registered, too (R-078). Only somebody
    without a name cannot be given a receipt.
    """

    kind: Literal["person", "organisation"]
    name: Annotated[Name, Field(pattern=r"\S")]
    id_type: Annotated[str, Field(max_length=40)] | None = None
    id_number: Annotated[str, Field(max_length=60, repr=False)]
    phone: Annotated[str, Field(max_length=40, repr=False)]


class Agent(Body):
    """Who comes for the applicant."""

    name: Name
    id_type: Annotated[str, Field(max_length=40)] | None = None
    id_number: Annotated[str, Field(max_length=60, repr=False)] = ""
    phone: Annotated[str, Field(max_length=40, repr=False)] = ""
    relation: Name = ""


def _decoded(text: object) -> object:
    if isinstance(text, str) and len(text) > LONGEST:
        raise PydanticCustomError("string_too_long", "Too long", {"max_length": LONGEST})
    try:
        return binascii.a2b_base64(text, strict_mode=True) if isinstance(text, str) else text
    except ValueError:
        raise PydanticCustomError("base64_form", "Input should be base64") from None


Base64 = Annotated[
    bytes,
    BeforeValidator(_decoded),
    Field(strict=True, repr=False),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "maxLength": LONGEST}),
]


class Content(Body):
    """A file: PDF, JPEG, PNG, OFD, DOCX or XLSX, judged by what it is and not by what it is called."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    base64: Base64


class GivenMaterial(Body):
    """One piece as it is handed in, or as its absence is explained: it exists, or is promised (R-092, R-107)."""

    code: Code
    copies: Count = 0
    original: Flag | None = None  # seen; null where nobody said
    pages: Count = 0
    stamped: Flag = False
    valid_until: Day | None = None
    exists: Flag = False
    promise: Flag = False
    content: Content | None = None


def _each_once(given: list[GivenMaterial]) -> list[GivenMaterial]:
    if len({each.code for each in given}) < len(given):
        raise PydanticCustomError("listed_twice", "Each code should be listed once")
    return given


Materials = Annotated[list[GivenMaterial], Field(max_length=100), AfterValidator(_each_once)]


class Application(Body):
    """What an applicant, or the staff for them, brings. `window`, `post` and `agent` need a staff token."""

    item: Code
    hall: Code | None = None
    applicant: Applicant
    agent: Agent | None = None
    form: Values = Field(default_factory=dict)
    materials: Materials = Field(default_factory=list)
    channel: Literal["web", "mobile", "kiosk", "window", "post", "agent"] = "web"
    told_by: ToldBy | None = None  # null where nobody said: then it is as the hall does it
    earlier: Name | None = None  # number of a case of the same matter that was returned


class Filed(Answer):
    """Registered: whoever has number and query code sees everything of the case. Defects are findings (R-078)."""

    number: str
    query_code: str
    state: State
    findings: list[Finding]
    papers: list[IssuedPaper]
