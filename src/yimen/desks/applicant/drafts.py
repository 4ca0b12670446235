"""An application while it is being written: kept sealed with the visit, its files beside it, until it is sent.

Nothing of it is in the register yet; when the visit ends, or at a word, it is gone (law §20: shortest keeping time).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import UploadedFile

from yimen.base import crypto, visit
from yimen.base.uploads import LIMITS, examined, plain_name
from yimen.gateways import storage
from yimen.gateways.storage import waiting
from yimen.modules.licensing.commands import Filing
from yimen.rules.materials import Submitted
from yimen.rules.refused import Refused

DRAFTS: Final = "drafts"
MOST_DRAFTS: Final = 5
_FILE: Final = "draft.file"

NOT_HERE: Final = ("bring", "promise", "none")
"""Why there is no file: it is brought on paper; it is promised in writing; it is not there yet."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file somebody chose, looked at and waiting."""

    token: str
    name: str
    type: str  # its media type, by its content
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """What was said about one material."""

    file: Chosen | None = None
    absent: str = ""  # one of NOT_HERE; empty while nobody said
    valid_until: str = ""

    def submitted(self, code: str) -> Submitted:
        return Submitted(
            code,
            content=self.file is not None,
            valid_until=_date(self.valid_until),
            exists=self.file is None and self.absent == "bring",
            promise=self.file is None and self.absent == "promise",
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything written so far. `visited` are the steps somebody has been through."""

    who: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, Any] = field(default_factory=dict, repr=False)
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    visited: tuple[str, ...] = ()

    def through(self, step: str) -> Self:
        return self if step in self.visited else replace(self, visited=(*self.visited, step))

    def put(self, code: str, piece: Piece) -> Self:
        return replace(self, pieces={**self.pieces, code: piece})

    def filing(self, item: str, *, hall: str | None = None, confirmed: bool = False) -> Filing:
        """As it would be filed now; its files are named once they are kept for good."""
        who = self.who
        agent = {name: who.get(f"agent_{name}", "") for name in ("name", "id_number", "phone")}
        return Filing(
            item=item,
            kind=who.get("kind", "person"),
            name=who.get("name", ""),
            id_type=who.get("id_type") or None,
            id_number=who.get("id_number", ""),
            phone=who.get("phone", ""),
            hall=who.get("hall") or hall,
            form=self.form,
            submitted=tuple(piece.submitted(code) for code, piece in self.pieces.items()),
            agent=agent if any(agent.values()) else None,
            self_checked=confirmed,
            told_by=who.get("told_by", "none"),
        )

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        pieces = {
            code: Piece(Chosen(**each["file"]) if each["file"] else None, each["absent"], each["valid_until"])
            for code, each in value["pieces"].items()
        }
        return cls(value["who"], value["form"], pieces, tuple(value["visited"]))


# -- kept with the visit ----


def load(session: SessionBase, item: str) -> Draft:
    """What was written for this item so far; an empty draft if nothing was."""
    kept = (visit.recall(session, DRAFTS) or {}).get(item)
    return Draft.from_json(kept) if kept else Draft()


def change(session: SessionBase, item: str, edit: Callable[[Draft], Draft]) -> Draft:
    """Edit the draft as it now stands, whatever another request has written meanwhile. The latest few drafts are kept."""
    with visit.held(session):
        drafts = visit.recall(session, DRAFTS) or {}
        before = drafts.pop(item, None)
        draft = edit(Draft.from_json(before) if before else Draft())
        for old in list(drafts)[: max(0, len(drafts) - MOST_DRAFTS + 1)]:
            _drop_files(Draft.from_json(drafts.pop(old)))
        visit.remember(session, DRAFTS, {**drafts, item: asdict(draft)})
    return draft


def discard(session: SessionBase, item: str) -> None:
    with visit.held(session):
        drafts = visit.recall(session, DRAFTS) or {}
        gone = drafts.pop(item, None)
        visit.remember(session, DRAFTS, drafts)
    if gone:
        _drop_files(Draft.from_json(gone))


def _drop_files(draft: Draft) -> None:
    for piece in draft.pieces.values():
        if piece.file:
            drop(piece.file)


# -- files ----


def take(file: UploadedFile[Any]) -> Chosen:
    """Look at a file and let it wait, sealed. Refused: as `uploads.examined`."""
    name = plain_name(file.name or "")
    if (file.size or 0) > LIMITS.size:
        raise Refused("upload_too_large", name=name, most=LIMITS.size // (1024 * 1024))
    seen = examined(name, file.read())
    token = waiting.in_use().put(crypto.seal(_FILE, seen.content))
    return Chosen(token, seen.name, seen.kind.media_type, seen.size)


def drop(file: Chosen) -> None:
    waiting.in_use().drop(file.token)


def opened(file: Chosen) -> bytes | None:
    """The file's content; None once it was forgotten."""
    sealed = waiting.in_use().read(file.token)
    return crypto.open_(_FILE, sealed) if sealed is not None else None


def kept(pieces: Iterable[tuple[str, Piece]]) -> dict[str, dict[str, Any]]:
    """Keep the files for good, as the register names them: by material. Refused: draft_files_gone."""
    files = {}
    for code, piece in pieces:
        if piece.file is None:
            continue
        content = opened(piece.file)
        if content is None:
            raise Refused("draft_files_gone", name=piece.file.name)
        digest = storage.in_use().keep(content)
        files[code] = {
            "digest": digest,
            "name": piece.file.name,
            "size": piece.file.size,
            "type": piece.file.type,
        }
    return files


def forget_old(*, machine_now: datetime) -> int:
    """Remove files whose visit must have ended. For the timetable."""
    return waiting.in_use().forget_before(machine_now - timedelta(seconds=settings.SESSION_COOKIE_AGE))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
