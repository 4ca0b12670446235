"""The words of places and people, in the page's language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import pgettext_lazy

from yimen.modules.people.queries import Point, UnitKind, WindowMode
from yimen.rules.actors import Power, Role

KINDS: Final = {
    UnitKind.GOVERNMENT: pgettext_lazy("unit", "Government"),
    UnitKind.CENTRE: pgettext_lazy("unit", "Centre"),
    UnitKind.HALL: pgettext_lazy("unit", "Hall"),
    UnitKind.DEPARTMENT: pgettext_lazy("unit", "Department"),
    UnitKind.SECTION: pgettext_lazy("unit", "Section"),
    UnitKind.WINDOW: pgettext_lazy("unit", "Window"),
    UnitKind.OFFICE: pgettext_lazy("unit", "Office"),
}
MODES: Final = {
    WindowMode.ORDINARY: pgettext_lazy("window", "Ordinary"),
    WindowMode.COMPREHENSIVE: pgettext_lazy("window", "Comprehensive"),
    WindowMode.SPECIAL: pgettext_lazy("window", "Special"),
    WindowMode.GREEN_CHANNEL: pgettext_lazy("window", "Green channel"),
    WindowMode.CONSULTATION: pgettext_lazy("window", "Consultation"),
}
POINTS: Final = {
    Point(each): words
    for each, words in zip(
        Point,
        (
            pgettext_lazy("in place", "Staff in place"),
            pgettext_lazy("in place", "Authorisation in place"),
            pgettext_lazy("in place", "Equipment in place"),
            pgettext_lazy("in place", "Business transferred"),
            pgettext_lazy("in place", "Procedures in order"),
        ),
        strict=True,
    )
}
ROLES: Final = {
    Role.WINDOW_CLERK: pgettext_lazy("role", "Window clerk"),
    Role.RECEPTIONIST: pgettext_lazy("role", "Receptionist"),
    Role.DEPT_REVIEWER: pgettext_lazy("role", "Department reviewer"),
    Role.CHIEF_REPRESENTATIVE: pgettext_lazy("role", "Chief representative"),
    Role.SERVICE_SECTION_CHIEF: pgettext_lazy("role", "Chief of the service section"),
    Role.HALL_DIRECTOR: pgettext_lazy("role", "Hall director"),
    Role.SUPERVISOR: pgettext_lazy("role", "Supervisor"),
    Role.CENTRE_OFFICE: pgettext_lazy("role", "Centre office"),
    Role.BUSINESS_OFFICE: pgettext_lazy("role", "Business office"),
    Role.AGENT_OFFICER: pgettext_lazy("role", "Agent"),
    Role.HOTLINE_OPERATOR: pgettext_lazy("role", "Phone operator"),
    Role.SYSTEM_ADMIN: pgettext_lazy("role", "System administrator"),
}
POWERS: Final = {
    Power.ACCEPT: pgettext_lazy("power", "Accept"),
    Power.REVIEW: pgettext_lazy("power", "Review"),
    Power.DECIDE: pgettext_lazy("power", "Decide"),
    Power.SEAL: pgettext_lazy("power", "Seal"),
}
