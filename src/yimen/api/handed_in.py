"""Files that come inside a body: looked at before anything else happens, kept only with what they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yimen.base.uploads import Upload, examined
from yimen.gateways import storage
from yimen.rules.materials import Submitted
from yimen.rules.refused import Refused

from .schemas.applications import GivenMaterial


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Pieces as licensing takes them, and the files among them by their material."""

    submitted: tuple[Submitted, ...]
    uploads: Mapping[str, Upload] = field(repr=False)

    def keep(self) -> dict[str, dict[str, Any]]:
        """Store the files: first they are safe, then a case may name them."""
        for upload in self.uploads.values():
            storage.in_use().keep(upload.content)
        return {
            code: {
                "digest": each.digest,
                "name": each.name,
                "size": each.size,
                "type": each.kind.media_type,
            }
            for code, each in self.uploads.items()
        }


def handed_in(given: Sequence[GivenMaterial]) -> HandedIn:
    """Refused: upload_…, with the place of the file that cannot be taken."""
    uploads = {}
    for nth, each in enumerate(given):
        if each.content is not None:
            try:
                uploads[each.code] = examined(each.content.name, each.content.base64)
            except Refused as no:
                raise Refused(no.reason, **no.facts, field=f"materials.{nth}.content") from None
    return HandedIn(tuple(map(_submitted, given)), uploads)


def _submitted(each: GivenMaterial) -> Submitted:
    return Submitted(
        code=each.code,
        original=each.original,
        copies=each.copies,
        pages=each.pages,
        stamped=each.stamped,
        content=each.content is not None,
        valid_until=each.valid_until,
        exists=each.exists,
        promise=each.promise,
    )
