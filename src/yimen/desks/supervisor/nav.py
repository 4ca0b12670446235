"""The frame of the supervisor's desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yimen.base import words
from yimen.base.bilingual import told
from yimen.base.desk import Desk, Group
from yimen.base.pages import HallRequest
from yimen.base.site import Entry
from yimen.modules.cases import queries as cases
from yimen.modules.messages import queries as messages
from yimen.modules.people import queries as people

from .seat import ROLES, leads


def desk(request: HallRequest, lights: Mapping[str, int] | None = None) -> Desk:
    """The frame: three statements, two if the lights are known."""
    actor = request.actor
    counted = lights or cases.lights(actor)
    me = people.account(actor.id)
    unread, inbox = messages.unread_count(actor), reverse("supervisor:messages")
    name = _("Director's desk") if leads(actor) else _("Supervisor's desk")
    return Desk(
        name=name,
        groups=(
            Group(
                (
                    Entry(
                        _("Overview"),
                        reverse("supervisor:overview"),
                        "layout-dashboard",
                        count=counted["red"],
                        alarm=True,
                    ),
                    Entry(_("By due day"), reverse("supervisor:due"), "hourglass"),
                    Entry(_("Steps over their share"), reverse("supervisor:delays"), "alert-triangle"),
                    Entry(_("All cases"), reverse("supervisor:cases"), "file-search"),
                    Entry(pgettext("supervisor", "The floor"), reverse("supervisor:floor"), "users"),
                    Entry(_("Messages"), inbox, "mail", count=unread),
                )
            ),
            Group(
                (
                    Entry(_("Newly promised"), reverse("supervisor:promised"), "calendar"),
                    Entry(_("Asked once already"), reverse("supervisor:asked"), "file-alert"),
                ),
                title=_("The hall's word"),
            ),
            *(() if leads(actor) else (_outages(),)),
        ),
        person=actor.name,
        place=told(me, "unit_name") if me else "",
        role=next((words.ROLES[role] for role in ROLES if role in actor.roles), ""),
        now=request.now,
        unread=unread,
        messages=inbox,
    )


def _outages() -> Group:
    """Who registers outages sees what was entered late under them (R-100)."""
    return Group((Entry(_("Outages and late entries"), reverse("supervisor:outages"), "history"),))
