"""Staff: an account for each person, where they sit, what they may do (R-022)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.people import commands, queries
from yimen.modules.people.queries import StaffCard, UnitKind
from yimen.rules.actors import Role
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, form_page, page, schema
from ..words import ROLES

_PLAIN: Final = ("name", "name_en", "title", "employee_no", "appointment")
_DATES: Final = ("appointed_on", "expires_on")


@keeps("staff")
@require_GET
def staff(request: HallRequest) -> HttpResponse:
    """Everybody as far as the actor keeps them, by unit; closed accounts on a page of their own."""
    q = request.GET.get("q", "").strip()
    closed = "closed" in request.GET
    found = [each for each in _people(request) if each.active is not closed and _named(each, q)]
    here = reverse("office:staff")
    tabs = [(_("At work"), here, None), (_("Closed accounts"), f"{here}?closed=1", None)]
    return page(
        request,
        "staff",
        people=[(each, "、".join(str(ROLES[role]) for role in Role if role in each.roles)) for each in found],
        q=q,
        tabs=tabs,
        current=f"{here}?closed=1" if closed else here,
        closed=closed,
        today=request.now.date(),
    )


def _named(person: StaffCard, q: str) -> bool:
    seen = (person.name, person.name_en, person.username, person.unit_name, person.unit_name_en, person.title)
    return not q or any(q.lower() in each.lower() for each in seen)


def _people(request: HallRequest) -> list[StaffCard]:
    """Of every unit the actor keeps, from the top of each tree down."""
    kept = [each for each in queries.units(closed=True) if within(request.actor, each.division)]
    ids = {each.id for each in kept}
    tops = [each for each in kept if each.parent not in ids]
    return [one for top in tops for one in queries.staff_of(top.id, below=True, closed=True)]


def _asked(request: HallRequest) -> dict[str, Any]:
    units = [each for each in queries.units() if within(request.actor, each.division)]
    names = {str(each.id): "　" * each.depth + told(each, "name") for each in units}
    windows = {str(each.id): told(each, "name") for each in units if each.kind is UnitKind.WINDOW}
    roles = {role.value: words for role, words in ROLES.items() if role is not Role.SYSTEM_ADMIN}
    if Role.SYSTEM_ADMIN in request.actor.roles:  # only one of them makes another (SEC-03)
        roles[Role.SYSTEM_ADMIN.value] = ROLES[Role.SYSTEM_ADMIN]
    return schema("account", unit=names, window=windows, roles=roles)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """What was written, as accounts take it. A telephone that was left empty stays as it is: nobody sees it here."""
    columns: dict[str, Any] = {name: values.get(name, "") for name in _PLAIN}
    columns |= {name: date.fromisoformat(values[name]) if values.get(name) else None for name in _DATES}
    columns |= {
        "unit": int(values["unit"]),
        "window": int(values["window"]) if values.get("window") else None,
        "roles": [Role(each) for each in values.get("roles", ())],
    }
    return columns | ({"phone": values["phone"]} if values.get("phone") else {})


@keeps("staff")
@require_http_methods(["GET", "POST"])
def staff_new(request: HallRequest) -> HttpResponse:
    """A new account gets a first password that opens nothing until its owner has chosen another."""

    def act(values: dict[str, Any]) -> HttpResponse:
        first = commands.new_password()
        made = commands.create_account(
            request.actor, username=values["username"], password=first, now=request.now, **_columns(values)
        )
        return _first_password(request, made, first)

    return form_page(
        request,
        _asked(request),
        {"unit": request.GET.get("unit", "")},
        act,
        title=_("New account"),
        back=reverse("office:staff"),
        action=_("Create"),
    )


def _first_password(request: HallRequest, account: int, password: str) -> HttpResponse:
    """Shown on this one answer and kept nowhere, not even in the session: reloading it asks for another."""
    found = queries.account(account)
    answer = page(request, "first_password", person=found, password=password)
    answer["Cache-Control"] = "no-store"
    return answer


@keeps("staff")
@require_http_methods(["GET", "POST"])
def staff_edit(request: HallRequest, account: int) -> HttpResponse:
    found = _kept(request, account)
    asked = _asked(request)
    del asked["properties"]["username"]
    asked["required"] = [each for each in asked["required"] if each != "username"]
    asked["properties"]["phone"] |= {
        "description": "留空则不变。",
        "x-description-en": "Empty: stays as it is.",
    }

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.amend_account(request.actor, account, now=request.now, **_columns(values))
        return done(request, _("Saved."), reverse("office:staff"))

    return form_page(
        request,
        asked,
        _stands(found),
        act,
        template="staff_edit",
        person=found,
        title=told(found, "name"),
        lead=f"{found.username} · {found.unit_name}",
        back=reverse("office:staff"),
        action=_("Save"),
    )


def _stands(found: StaffCard) -> dict[str, Any]:
    stands: dict[str, Any] = {name: getattr(found, name) for name in _PLAIN}
    stands |= {name: each.isoformat() for name in _DATES if (each := getattr(found, name))}
    return stands | {
        "unit": str(found.unit),
        "window": str(found.window or ""),
        "roles": [role.value for role in found.roles],
    }


@keeps("staff")
@require_POST
def staff_act(request: HallRequest, account: int, what: str) -> HttpResponse:
    found = _kept(request, account)
    here = reverse("office:staff-edit", args=[account])
    match what:
        case "reset":
            password = commands.reset_password(request.actor, account, now=request.now)
            return _first_password(request, account, password)
        case "close":
            commands.close_account(request.actor, account, now=request.now)
            return done(request, _("Closed; every session of this account has ended."), here)
        case "reopen" if not found.active:
            commands.reopen_account(request.actor, account, now=request.now)
            return done(request, _("Opened again."), here)
    raise Refused("not_permitted")


def _kept(request: HallRequest, account: int) -> StaffCard:
    """The account, if the actor keeps it; an administrator's only if they are one. Refused: no_such_account."""
    found = queries.account(account)
    unit = queries.unit(found.unit) if found else None
    hidden = found and Role.SYSTEM_ADMIN in found.roles and Role.SYSTEM_ADMIN not in request.actor.roles
    if found is None or unit is None or hidden or not within(request.actor, unit.division):
        raise Refused("no_such_account")
    return found
