"""The words of places, people and parameters, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from yimen.base import phrases
from yimen.modules.people.queries import (
    DecisionPlace,
    Device,
    HallLevel,
    HallType,
    Point,
    UnitKind,
    WindowMode,
)
from yimen.rules.actors import Power, Role
from yimen.rules.parameters import Parameter

KINDS: Final = {
    UnitKind.GOVERNMENT: pgettext_lazy("unit", "Government"),
    UnitKind.CENTRE: pgettext_lazy("unit", "Centre"),
    UnitKind.HALL: pgettext_lazy("unit", "Hall"),
    UnitKind.DEPARTMENT: pgettext_lazy("unit", "Department"),
    UnitKind.SECTION: pgettext_lazy("unit", "Section"),
    UnitKind.WINDOW: pgettext_lazy("unit", "Window"),
    UnitKind.OFFICE: pgettext_lazy("unit", "Office"),
}
HALL_TYPES: Final = {
    HallType.CITY_CENTRE: pgettext_lazy("hall type", "Government service centre"),
    HallType.DEPARTMENT_WINDOW: pgettext_lazy("hall type", "A department's windows"),
    HallType.STREET_STATION: pgettext_lazy("hall type", "Sub-district station"),
    HallType.TOWNSHIP_CENTRE: pgettext_lazy("hall type", "Township centre"),
    HallType.VILLAGE_ROOM: pgettext_lazy("hall type", "Village room"),
    HallType.MINISTRY_HALL: pgettext_lazy("hall type", "Ministry hall"),
    HallType.TAX_HALL: pgettext_lazy("hall type", "Tax hall"),
    HallType.REAL_ESTATE_HALL: pgettext_lazy("hall type", "Real estate hall"),
    HallType.QUALITY_HALL: pgettext_lazy("hall type", "Quality supervision hall"),
    HallType.ENVIRONMENTAL_HALL: pgettext_lazy("hall type", "Environmental hall"),
    HallType.GRID_CENTRE: pgettext_lazy("hall type", "Grid centre"),
}
LEVELS: Final = {
    HallLevel.CITY: pgettext_lazy("hall level", "City or county"),
    HallLevel.TOWNSHIP: pgettext_lazy("hall level", "Township"),
    HallLevel.VILLAGE: pgettext_lazy("hall level", "Village"),
}
DECISION_PLACES: Final = {
    DecisionPlace.HALL: pgettext_lazy("decided", "In the hall, by the service section"),
    DecisionPlace.DEPARTMENT: pgettext_lazy("decided", "In the department"),
}
MODES: Final = {
    WindowMode.ORDINARY: pgettext_lazy("window", "Ordinary"),
    WindowMode.COMPREHENSIVE: pgettext_lazy("window", "Comprehensive"),
    WindowMode.SPECIAL: pgettext_lazy("window", "Special"),
    WindowMode.GREEN_CHANNEL: pgettext_lazy("window", "Green channel"),
    WindowMode.CONSULTATION: pgettext_lazy("window", "Consultation"),
}
DEVICES: Final = {
    Device.DISPLAY: pgettext_lazy("device", "Display"),
    Device.CALLER: pgettext_lazy("device", "Caller"),
    Device.EVALUATION: pgettext_lazy("device", "Evaluation device"),
    Device.ID_READER: pgettext_lazy("device", "Identity card reader"),
    Device.SCANNER: pgettext_lazy("device", "Scanner"),
    Device.PRINTER: pgettext_lazy("device", "Printer"),
}
POINTS: Final = {
    Point.STAFF: pgettext_lazy("in place", "Staff in place"),
    Point.AUTHORISATION: pgettext_lazy("in place", "Authorisation in place"),
    Point.EQUIPMENT: pgettext_lazy("in place", "Equipment in place"),
    Point.BUSINESS: pgettext_lazy("in place", "Business transferred"),
    Point.PROCEDURES: pgettext_lazy("in place", "Procedures in order"),
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
VERSIONS: Final = {
    "draft": pgettext_lazy("version", "Draft"),
    "published": pgettext_lazy("version", "Published"),
    "superseded": pgettext_lazy("version", "Superseded"),
    "retired": pgettext_lazy("version", "Retired"),
}
VALUES: Final[Mapping[str, Promise]] = {  # of parameters that are chosen from a list
    "by_class": gettext_lazy("by class: priority, green channel, booked, walked in"),
    "by_moment": gettext_lazy("by moment: one line, the booked with a head start"),
    "union": pgettext_lazy("parameter", "All disclosures"),
    "dengfeng_six": pgettext_lazy("parameter", "Six disclosures, Dengfeng"),
    "township_six": pgettext_lazy("parameter", "Six disclosures, townships"),
    "six_kinds": pgettext_lazy("parameter", "Six kinds of case"),
    "four_outcomes": pgettext_lazy("parameter", "Four outcomes"),
    "10": pgettext_lazy("parameter", "10 years"),
    "30": pgettext_lazy("parameter", "30 years"),
    "permanent": pgettext_lazy("parameter", "For ever"),
    "auto": pgettext_lazy("parameter", "To everybody"),
    "opt_in": pgettext_lazy("parameter", "To those who asked for it"),
    "hall": pgettext_lazy("parameter", "In the hall"),
    "department": pgettext_lazy("parameter", "In the department"),
    "collect": pgettext_lazy("parameter", "Collected at the window"),
    "post": pgettext_lazy("parameter", "By post"),
    "red": pgettext_lazy("parameter", "Red"),
    "materials": pgettext_lazy("parameter", "Materials"),
    "procedure": pgettext_lazy("parameter", "Procedure"),
    "limit": pgettext_lazy("parameter", "Limit"),
    "fee": pgettext_lazy("parameter", "Fee"),
    "basis": pgettext_lazy("parameter", "Basis"),
    "pre_registered": pgettext_lazy("parameter", "Pre-registered online"),
    "come_soon": pgettext_lazy("parameter", "Pre-registration lapses soon"),
    "expired": pgettext_lazy("parameter", "Pre-registration has lapsed"),
    "registered": pgettext_lazy("parameter", "Received"),
    "supplement": pgettext_lazy("parameter", "Supplement needed"),
    "supplement_due": pgettext_lazy("parameter", "Supplement due soon"),
    "supplied": pgettext_lazy("parameter", "Supplement complete"),
    "closed": pgettext_lazy("parameter", "Closed: no supplement came"),
    "accepted": pgettext_lazy("parameter", "Accepted"),
    "deemed": pgettext_lazy("parameter", "Deemed accepted"),
    "out_of_remit": pgettext_lazy("parameter", "Not within the powers"),
    "not_needed": pgettext_lazy("parameter", "No licence is needed"),
    "returned": pgettext_lazy("parameter", "Returned"),
    "withdrawn": pgettext_lazy("parameter", "Withdrawn"),
    "promise_due": pgettext_lazy("parameter", "Promised documents due soon"),
    "special": pgettext_lazy("parameter", "Special procedure begins"),
    "resumed": pgettext_lazy("parameter", "Special procedure is over"),
    "extended": pgettext_lazy("parameter", "Extended"),
    "date_changed": pgettext_lazy("parameter", "A date has changed"),
    "posted": pgettext_lazy("parameter", "Result posted"),
    "collected": pgettext_lazy("parameter", "Collected by somebody else"),
    "booked": pgettext_lazy("parameter", "Booked"),
    "visit_booked": pgettext_lazy("parameter", "Visit booked"),
    "visit_arranged": pgettext_lazy("parameter", "Visit arranged"),
    "booking_changed": pgettext_lazy("parameter", "Booking changed"),
    "booking_cancelled": pgettext_lazy("parameter", "Booking cancelled"),
    "booking_soon": pgettext_lazy("parameter", "Booking is tomorrow"),
    "ticket_near": pgettext_lazy("parameter", "Few are ahead of a number"),
    "rate_service": pgettext_lazy("parameter", "Link for rating"),
}


def basis_words(row: Parameter) -> str:
    """Where a shipped figure is from: the document, or Yimen itself where none sets it."""
    return pgettext("parameter", "shipped with Yimen") if row.basis == "default" else row.basis


def value_words(row: Parameter, value: Any = None) -> str:
    """A parameter's value as people say it: with its kind of day, in words, as a share of a hundred."""
    value = row.value if value is None else value
    match row.unit, value:
        case _, bool():
            return _("Yes") if value else _("No")
        case "share", _:
            return f"{float(value) * 100:g} %"
        case "week", int():
            return ngettext("%(n)d week", "%(n)d weeks", value) % {"n": value}
        case "quarter", int():
            return ngettext("%(n)d quarter", "%(n)d quarters", value) % {"n": value}
        case "year", int():
            return ngettext("%(n)d year", "%(n)d years", value) % {"n": value}
        case _, []:
            return pgettext("parameter", "None")
        case "times", list():
            return "、".join("–".join(pair) for pair in value)
        case _, list():
            return "、".join(str(VALUES.get(str(each), each)) for each in value)
        case _, int() if row.counts_time:
            return phrases.limit({"n": value, "unit": row.unit})
        case _, str():
            return str(VALUES.get(value, value))
    return str(value)
