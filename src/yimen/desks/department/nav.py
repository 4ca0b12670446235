"""The frame of the department's desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from yimen.base import words
from yimen.base.bilingual import told
from yimen.base.desk import Desk, Group
from yimen.base.pages import HallRequest
from yimen.base.site import Entry
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import Spread
from yimen.modules.messages import queries as messages
from yimen.modules.people import queries as people
from yimen.modules.people.queries import StaffCard

from .seat import KINDS, ROLES


def desk(request: HallRequest, spread: Spread | None = None, me: StaffCard | None = None) -> Desk:
    """The frame: who sits here, what they hold, what they have not read. Three statements; each value known saves one."""
    actor = request.actor
    mine = (spread or cases.spread(actor, KINDS)).of(actor.id)
    me = me or people.account(actor.id)
    red, unread, inbox = mine.red, messages.unread_count(actor), reverse("department:messages")
    return Desk(
        name=_("Department desk"),
        groups=(
            Group(
                (
                    Entry(
                        _("My tasks"),
                        reverse("department:tasks"),
                        "list-check",
                        count=red or mine.count,
                        alarm=bool(red),
                    ),
                    Entry(_("All cases"), reverse("department:cases"), "file-search"),
                    Entry(_("Colleagues"), reverse("department:colleagues"), "users"),
                    Entry(_("My reserved time"), reverse("bookings:reserved"), "calendar-time"),
                    Entry(_("Messages"), inbox, "mail", count=unread),
                )
            ),
        ),
        person=actor.name,
        place=told(me, "unit_name") if me else "",
        role=next((words.ROLES[role] for role in ROLES if role in actor.roles), ""),
        now=request.now,
        unread=unread,
        messages=inbox,
    )
