"""The frame of the management desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext

from yimen.base.bilingual import told
from yimen.base.desk import Desk, Group
from yimen.base.pages import HallRequest
from yimen.base.site import Entry
from yimen.modules.people import queries as people


def desk(request: HallRequest) -> Desk:
    """The frame. One statement: where the reader sits."""
    unit = people.unit(request.actor.unit)
    return Desk(
        name=pgettext("desk", "Management desk"),
        groups=(
            Group((Entry(pgettext("office", "Overview"), reverse("office:home"), "layout-dashboard"),)),
            Group(
                (
                    Entry(
                        pgettext("office", "Service items"), reverse("office:items"), "list-details", key="I"
                    ),
                    Entry(pgettext("office", "Import"), reverse("office:import"), "file-import"),
                    Entry(pgettext("office", "Parameters"), reverse("office:parameters"), "adjustments"),
                ),
                title=pgettext("office", "What is offered"),
            ),
            Group(
                (
                    Entry(pgettext("office", "Organisation"), reverse("office:units"), "sitemap"),
                    Entry(pgettext("office", "Windows"), reverse("office:windows"), "building-store"),
                    Entry(pgettext("office", "Staff"), reverse("office:staff"), "users"),
                    Entry(
                        pgettext("office", "Authorisation letters"), reverse("office:letters"), "certificate"
                    ),
                ),
                title=pgettext("office", "Places and people"),
            ),
            Group(
                (
                    Entry(pgettext("office", "Work calendar"), reverse("office:calendar"), "calendar"),
                    Entry(pgettext("office", "Office hours"), reverse("office:hours"), "clock"),
                ),
                title=pgettext("office", "Time"),
            ),
        ),
        person=request.actor.name,
        place=told(unit, "name") if unit else "",
        role=pgettext("role", "Office"),
        now=request.now,
    )
