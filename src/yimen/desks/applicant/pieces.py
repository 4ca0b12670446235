"""The papers of an application as a page asks for them, and as they are read back from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from yimen.base import refusals
from yimen.rules.materials import Requirement
from yimen.rules.refused import Refused

from .asking import Found, by_material
from .drafts import NOT_HERE, Piece, drop, take


@dataclass(frozen=True, slots=True)
class Row:
    """One material: what it must be, what was said about it, what is wrong."""

    wanted: Requirement
    piece: Piece
    faults: Sequence[Found]
    refused: str = ""  # why the file chosen just now cannot be taken
    promised: bool = False  # it may come later on a written promise
    asked: Sequence[str] = ()  # what a notice said about it
    missing: bool = False  # of what a notice asked for, it is not there yet

    @property
    def wrong(self) -> bool:
        return bool(self.refused) or self.missing or any(each.lacks for each in self.faults)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read back: the pieces, and the files that could not be taken."""

    pieces: dict[str, Piece]
    refused: dict[str, str]  # material → sentence


def rows(
    wanted: Iterable[Requirement],
    pieces: dict[str, Piece],
    *,
    found: Sequence[Found] = (),
    refused: dict[str, str] | None = None,
    accepts_promise: bool = False,
) -> tuple[Row, ...]:
    faults = by_material(found)
    return tuple(
        Row(
            each,
            pieces.get(each.code, Piece()),
            faults.get(each.code, ()),
            (refused or {}).get(each.code, ""),
            accepts_promise and each.tolerates_promise,
        )
        for each in wanted
    )


def read(
    wanted: Iterable[Requirement], post: QueryDict, files: MultiValueDict[str, UploadedFile[Any]]
) -> Read:
    """What a page said about each material; what it did not mention is left out. New files are looked at and kept waiting."""
    taken: dict[str, Piece] = {}
    refused: dict[str, str] = {}
    for each in wanted:
        code = each.code
        piece = Piece(absent=_absent(post, code), valid_until=post.get(f"until.{code}", "").strip()[:10])
        chosen = files.get(f"file.{code}")
        if chosen is not None:
            try:
                piece = replace(piece, file=take(chosen))
            except Refused as no:
                refused[code] = refusals.sentence(no, get_language() or "")
        if chosen is not None or f"has.{code}" in post:
            taken[code] = piece
    return Read(taken, refused)


def merged(before: Piece, said: Piece, *, removed: bool) -> Piece:
    """What is known of a material after a page said something: a new file takes the old one's place."""
    if said.file is not None or removed:
        if before.file is not None:
            drop(before.file)
        return said
    return replace(said, file=before.file)


def _absent(post: QueryDict, code: str) -> str:
    said = post.get(f"absent.{code}", "")
    return said if said in NOT_HERE else ""
