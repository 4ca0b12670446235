"""What somebody on the telephone can already tell a caller: a guide, a case's progress, whom to ask (R-027)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.base import words
from yimen.base.bilingual import told
from yimen.base.desk import Desk, Group
from yimen.base.pages import HallRequest
from yimen.base.seats import seat_for
from yimen.base.site import Entry
from yimen.modules.people import queries as people
from yimen.rules.actors import Role


@seat_for(Role.HOTLINE_OPERATOR)
@require_safe
def calls(request: HallRequest) -> HttpResponse:
    """Three ways to look something up; calls themselves are taken here later."""
    who = request.GET.get("who", "").strip()
    me = people.account(request.actor.id)
    desk = Desk(
        name=_("Telephone desk"),
        groups=(
            Group(
                (
                    Entry(_("For callers"), reverse("hotline:calls"), "headset"),
                    Entry(_("Book for somebody"), reverse("bookings:choose"), "calendar-plus", key="B"),
                    Entry(_("Bookings of a day"), reverse("bookings:day"), "calendar-event"),
                )
            ),
        ),
        person=request.actor.name,
        place=told(me, "unit_name") if me else "",
        role=words.ROLES[Role.HOTLINE_OPERATOR],
        now=request.now,
    )
    found = people.directory(who, today=request.now.date(), limit=20) if who else ()
    return render(request, "hotline/calls.html", {"desk": desk, "who": who, "found": found})
