"""A person: put through while the hall is open, else told when somebody is there (R-219)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yimen.base import opening
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people

from ..documents import MISSES, Document
from ..tongues import heard
from .hours import of, standing


@heard
def person(request: HallRequest, document: Document) -> Document:
    hall = next(iter(people.halls()), None)
    known = of(hall) if hall else None
    phone = hall.unit.phone if hall else ""
    times = [opening.week(known)] if known else []
    then = None if document.misses >= MISSES else document.to("main")
    if phone and known and known.is_open(request.now):
        nobody = _("Nobody could take the call. You may try again in office hours:")
        return document.transfer(
            "person",
            [_("You are being put through. Please hold the line.")],
            phone,
            otherwise=[nobody, *times],
            then=then,
        )
    now = [*standing(known, request.now)] if known else []
    nobody = _("Nobody is at the telephone now.")
    return document.say("person", [nobody, *now, *times, *filter(None, [phone])], then=then)
