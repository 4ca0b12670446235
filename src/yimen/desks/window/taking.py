"""What a clerk types while somebody stands at the counter: who applies, what they hand over, what the form says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yimen.base import forms, uploads
from yimen.base.forms import PREFIX
from yimen.gateways import storage
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.licensing.commands import Filing
from yimen.modules.licensing.queries.dossiers import MaterialRow
from yimen.rules import conditions
from yimen.rules.identifiers import DocumentKind
from yimen.rules.licensing import Material
from yimen.rules.materials import MaterialClass, Requirement, Source, Submitted
from yimen.rules.refused import Refused

CLASSES: Final[Mapping[str, Promise]] = {
    MaterialClass.MAIN: pgettext_lazy("material", "Main piece"),
    MaterialClass.NON_MAIN: pgettext_lazy("material", "Other material"),
    MaterialClass.ATTACHMENT: pgettext_lazy("material", "Attachment"),
}
DOCUMENTS: Final[Mapping[str, Promise]] = {
    DocumentKind.RESIDENT_ID: pgettext_lazy("document", "Resident ID card"),
    DocumentKind.CREDIT_CODE: pgettext_lazy("document", "Unified social credit code"),
    DocumentKind.PASSPORT: pgettext_lazy("document", "Passport"),
    DocumentKind.HONG_KONG_MACAO_PERMIT: pgettext_lazy("document", "Hong Kong or Macao permit"),
    DocumentKind.TAIWAN_PERMIT: pgettext_lazy("document", "Taiwan permit"),
    DocumentKind.RESIDENCE_PERMIT: pgettext_lazy(
        "document", "Residence permit of Hong Kong, Macao or Taiwan"
    ),
    DocumentKind.PERMANENT_RESIDENT_CARD: pgettext_lazy("document", "Foreigner's permanent residence card"),
    DocumentKind.OFFICER_CARD: pgettext_lazy("document", "Officer's card"),
}
CHANNELS: Final = frozenset({"window", "post", "agent"})  # by which staff take in
WHO: Final = ("kind", "name", "id_type", "id_number", "phone")
AGENT: Final = ("name", "id_number", "phone")
_MOST: Final = 9999  # copies or pages of one piece


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of the materials table: what is asked, what lies there already, what was typed."""

    wanted: Requirement
    given: Submitted
    here: bool
    earlier: str = ""  # a file that came before; it stays
    error: str = ""
    needed: bool = True  # by what the form says so far

    @property
    def code(self) -> str:
        return self.wanted.code

    @property
    def kind(self) -> Promise:
        return CLASSES[self.wanted.material_class]

    @property
    def main(self) -> bool:
        return self.wanted.material_class is MaterialClass.MAIN

    @property
    def dated(self) -> bool:
        return self.wanted.valid_days_left is not None


@dataclass(frozen=True)
class Typed:
    """Everything on the page, as rules read it."""

    who: Mapping[str, str] = field(repr=False)
    agent: Mapping[str, str] = field(repr=False)
    form: Mapping[str, Any] = field(repr=False)
    submitted: tuple[Submitted, ...]
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    errors: Mapping[str, Refused] = field(default_factory=dict)  # of files, by material
    channel: str = "window"
    earlier_case: str = ""
    by_sms: bool = False

    def filing(self, item: str) -> Filing:
        """The application as the hall files it."""
        return Filing(
            item=item,
            kind=self.who["kind"] or "person",
            name=self.who["name"],
            id_type=self.who["id_type"] or None,
            id_number=self.who["id_number"],
            phone=self.who["phone"],
            channel=self.channel,
            form=self.form,
            submitted=self.submitted,
            files=self.files,
            agent=dict(self.agent) if any(self.agent.values()) else None,
            earlier=self.earlier_case or None,
            told_by="sms" if self.by_sms else "none",
        )


def read(
    request: HttpRequest,
    item: ItemFacts,
    *,
    channel: str = "window",
    before: Sequence[MaterialRow] = (),
    keep_files: bool = True,
) -> Typed:
    """What was typed. Files are looked at and kept, unless this is only to see what would lack.

    `before` are pieces that came earlier: their files stay unless another takes their place.
    """
    post = request.POST
    lying = {each.code: each.file for each in before if each.file}
    files, errors = _kept(request, item, lying) if keep_files else (_named(post, item, lying), {})
    return Typed(
        who={name: post.get(f"applicant.{name}", "").strip() for name in WHO},
        agent={name: post.get(f"agent.{name}", "").strip() for name in AGENT},
        form=forms.parse(item.form, post) if item.form else {},
        submitted=tuple(_piece(post, each, has_file=each.code in files) for each in item.materials),
        files={code: file for code, file in files.items() if file},
        errors=errors,
        channel=post["channel"] if post.get("channel") in CHANNELS else channel,
        earlier_case=post.get("earlier", "").strip(),
        by_sms=wants_texts(post),
    )


def wants_texts(post: QueryDict) -> bool:
    """Whether the applicant, asked at the counter, wants each step told by text (R-158)."""
    return post.get("told_by") == "sms"


def slots(
    item: ItemFacts,
    typed: Typed | None,
    *,
    before: Sequence[MaterialRow] = (),
    only: Iterable[str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Slot]:
    """The materials table; `only` some rows of it."""
    given = {each.code: each for each in typed.submitted} if typed else {}
    rows = {each.code: each for each in before}
    chosen = None if only is None else set(only)
    shown = []
    for wanted in item.materials:
        if wanted.source is Source.SHARED or (chosen is not None and wanted.code not in chosen):
            continue
        file = rows[wanted.code].file if wanted.code in rows else {}
        piece = given.get(wanted.code) or Submitted(wanted.code, content=bool(file))
        needed = (
            wanted.needed_if is None
            or conditions.holds(wanted.needed_if, typed.form if typed else {}) is True
        )
        shown.append(
            Slot(
                wanted,
                piece,
                here=piece.copies > 0 or piece.original is not None,
                earlier=str(file.get("name", "")) if file else "",
                error=(errors or {}).get(wanted.code, ""),
                needed=needed,
            )
        )
    return shown


def filed(rows: Iterable[MaterialRow]) -> list[Submitted]:
    """What came as a file; its paper is still to be seen."""
    return [Submitted(each.code, content=True) for each in rows if each.file]


def lying(rows: Iterable[MaterialRow]) -> list[Submitted]:
    """What lies in the dossier, as the check reads it."""
    return [_lying(each.given) for each in rows if each.given is not None]


def _lying(given: Material) -> Submitted:
    return Submitted(
        given.code,
        original=given.original,
        copies=given.copies,
        pages=given.pages,
        stamped=given.stamped,
        content=given.digital,
        exists=given.exists,
        promise=given.promise,
        valid_until=_day(given.valid_until or ""),
    )


def _piece(post: QueryDict, wanted: Requirement, *, has_file: bool) -> Submitted:
    def told(name: str) -> str:
        return post.get(f"m.{wanted.code}.{name}", "").strip()

    here = bool(told("here"))
    return Submitted(
        wanted.code,
        original=bool(told("original")) if here else None,
        copies=_count(told("copies")) if here else 0,
        pages=_count(told("pages")) if here else 0,
        stamped=here and bool(told("stamped")),
        content=has_file,
        valid_until=_day(told("valid_until")),
        exists=not here and bool(told("exists")),
        promise=not here and bool(told("promise")),
    )


def _count(text: str) -> int:
    return min(int(text), _MOST) if text.isdecimal() else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _named(post: QueryDict, item: ItemFacts, lying: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Which pieces have a file, as far as the page told it without sending them."""
    return {each.code: {} for each in item.materials if each.code in lying or post.get(f"m.{each.code}.file")}


def _kept(
    request: HttpRequest, item: ItemFacts, lying: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Mapping[str, Any]], dict[str, Refused]]:
    """Every file looked at and stored; what cannot be kept is told beside its piece."""
    files = dict(lying)
    errors: dict[str, Refused] = {}
    for each in item.materials:
        sent = request.FILES.get(f"m.{each.code}.file")
        if not isinstance(sent, UploadedFile):
            continue
        try:
            upload = uploads.examined(sent.name or "", sent.read())
        except Refused as refused:
            errors[each.code] = refused
            continue
        digest = storage.in_use().keep(upload.content)
        files[each.code] = {
            "digest": digest,
            "name": upload.name,
            "size": upload.size,
            "type": upload.kind.media_type,
        }
    return files, errors


def named_field(path: str) -> str:
    """The id of the control a finding's field is typed into."""
    return path if path.startswith(("applicant.", "agent.")) else f"{PREFIX}.{path}"
