"""Coming in by password, for programs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yimen.rules.actors import Role

from .words import Answer, Body, Moment


class Credentials(Body):
    username: Annotated[str, Field(min_length=1, max_length=150)]
    password: Annotated[str, Field(min_length=1, max_length=256, repr=False)]


class Holder(Answer):
    """Whom a token speaks for, and by their codes where they sit, their hall and their department."""

    username: str
    name: str
    roles: list[Role]
    unit: str
    hall: str | None
    department: str | None


class Token(Answer):
    """To be sent as `Authorization: Bearer <token>` until it expires."""

    token: str
    expires_at: Moment
    actor: Holder
