"""What a visit remembers of a person, sealed: a session is a row like any other, and R-285 holds for it too."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from . import crypto


def remember(session: SessionBase, name: str, value: Any) -> None:
    """Keep `value`, plain JSON, under `name` until the session ends."""
    session[name] = b64encode(crypto.seal_json(f"visit.{name}", value)).decode()


def recall(session: SessionBase, name: str) -> Any:
    """What was kept under `name`; None if nothing was, or if the keys it was sealed with are gone."""
    kept = session.get(name)
    if not isinstance(kept, str):
        return None
    try:
        return crypto.open_json(f"visit.{name}", b64decode(kept))
    except (crypto.Unopenable, ValueError):
        return None


def forget(session: SessionBase, name: str) -> None:
    session.pop(name, None)


@contextmanager
def held(session: SessionBase) -> Iterator[None]:
    """Hold the visit while it is changed, and save it: of two requests at once neither undoes what the other wrote."""
    with transaction.atomic():
        new = session.session_key is None
        if new:
            session.create()
        unsent = new or session.modified  # new in this very request: its cookie is still to go out
        rows = Session.objects.select_for_update(no_key=True).filter(pk=session.session_key)
        list(rows.values_list("pk"))
        setattr(session, "_session_cache", session.load())  # noqa: B010  what was read before the wait may be old
        yield
        session.save()
        session.modified = (
            unsent  # an old one is not written once more when it is no longer held; a new one gets its cookie
        )
