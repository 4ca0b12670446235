"""Staff with their accounts, and the letters by which they act in a department's name."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base.bilingual import told as in_words
from yimen.base.pages import HallRequest
from yimen.modules.people import commands, queries
from yimen.rules.actors import Power, Role
from yimen.rules.refused import Refused

from ..access import at_the_office
from ..drawing import Form, done, form_page, page, schema
from ..words import POWERS, ROLES

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@at_the_office
def staff(request: HallRequest) -> HttpResponse:
    """Everybody by unit, with roles; the tree is read from the top."""
    tops = [each for each in queries.units() if each.parent is None]
    people = [one for top in tops for one in queries.staff_of(top.id, below=True, closed=True)]
    q = request.GET.get("q", "").strip()
    if q:
        people = [each for each in people if q in each.name or q in each.username or q in each.unit_name]
    shown = [(each, [ROLES[role] for role in sorted(each.roles) if role in ROLES]) for each in people]
    return page(request, "staff", people=shown, q=q)


def _schema(name: str) -> dict[str, object]:
    offered = {str(each.id): "　" * each.depth + in_words(each, "name") for each in queries.units()}
    return schema(name, unit=offered, roles={role.value: str(words) for role, words in ROLES.items()})


@at_the_office
@require_http_methods(["GET", "POST"])
def staff_new(request: HallRequest) -> HttpResponse:
    """A new account gets a first password that opens nothing until its owner has chosen another."""
    asked = _schema("account")
    told: dict[str, Any] = {"title": _("New account"), "back": reverse("office:staff"), "action": _("Create")}
    if request.method == "GET":
        return form_page(request, Form(asked, {}), **told)
    form = Form.sent(request, asked)
    if form.sound:
        said = dict(form.values)
        first = "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _g in range(3))
        try:
            commands.create_account(
                request.actor,
                username=said.pop("username"),
                name=said.pop("name"),
                unit=int(said.pop("unit")),
                roles=[Role(each) for each in said.pop("roles", ())],
                password=first,
                now=request.now,
                **said,
            )
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            words = _("Created. First password, shown only now: %(password)s") % {"password": first}
            return done(request, words, told["back"])
    return form_page(request, form, status=422, **told)


@at_the_office
@require_http_methods(["GET", "POST"])
def staff_edit(request: HallRequest, account: int) -> HttpResponse:
    found = queries.account(account)
    if found is None:
        raise Refused("no_such_account")
    asked = _schema("account_change")
    told: dict[str, Any] = {
        "title": found.name,
        "back": reverse("office:staff"),
        "action": _("Save"),
        "resets": reverse("office:staff-act", args=[account, "reset"]),
        "closes": reverse("office:staff-act", args=[account, "close" if found.active else "reopen"]),
        "open_now": found.active,
    }
    if request.method == "GET":
        values = {
            "name": found.name, "name_en": found.name_en, "title": found.title, "unit": str(found.unit),
            "roles": [role.value for role in found.roles],
        }  # fmt: skip
        return form_page(request, Form(asked, values), **told)
    form = Form.sent(request, asked)
    if form.sound:
        said = dict(form.values)
        said["unit"] = int(said["unit"])
        said["roles"] = [Role(each) for each in said.get("roles", ())]
        try:
            commands.amend_account(request.actor, account, now=request.now, **said)
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("Saved."), told["back"])
    return form_page(request, form, status=422, **told)


@at_the_office
@require_POST
def staff_act(request: HallRequest, account: int, what: str) -> HttpResponse:
    here = reverse("office:staff-edit", args=[account])
    match what:
        case "reset":
            first = commands.reset_password(request.actor, account, now=request.now)
            return done(
                request, _("New first password, shown only now: %(password)s") % {"password": first}, here
            )
        case "close":
            commands.close_account(request.actor, account, now=request.now)
            return done(request, _("Closed; every session of this account has ended."), here)
        case "reopen":
            commands.reopen_account(request.actor, account, now=request.now)
            return done(request, _("Opened again."), here)
    raise Refused("not_permitted")


@at_the_office
def letters(request: HallRequest) -> HttpResponse:
    """All letters, and which departments have a chief representative in which hall (R-011, R-012)."""
    today = request.now.date()
    shown = [
        (each, [POWERS[power] for power in sorted(each.powers)], each.valid_on(today))
        for each in queries.letters()
    ]
    hall = next(iter(queries.halls()), None)
    chiefs = queries.chief_representatives(hall.id, today=today) if hall else ()
    return page(request, "letters", letters=shown, chiefs=chiefs, hall=hall)


@at_the_office
@require_http_methods(["GET", "POST"])
def letter_new(request: HallRequest) -> HttpResponse:
    tops = [each for each in queries.units() if each.parent is None]
    people = {
        str(one.id): f"{one.name} · {one.unit_name}"
        for top in tops
        for one in queries.staff_of(top.id, below=True)
    }
    asked = schema(
        "letter",
        department={str(each.id): in_words(each, "name") for each in queries.departments()},
        holder=people,
        powers={power.value: str(words) for power, words in POWERS.items()},
    )
    told: dict[str, Any] = {
        "title": _("New authorisation letter"),
        "back": reverse("office:letters"),
        "action": _("Register"),
    }
    if request.method == "GET":
        return form_page(request, Form(asked, {"powers": [each.value for each in Power]}), **told)
    form = Form.sent(request, asked)
    if form.sound:
        said = form.values
        items = [each.strip() for each in said.get("items", "").splitlines() if each.strip()]
        try:
            commands.issue_letter(
                request.actor,
                number=said["number"],
                department=int(said["department"]),
                holder=int(said["holder"]),
                powers=[Power(each) for each in said["powers"]],
                items=items or None,
                signed_by=said["signed_by"],
                valid_from=date.fromisoformat(said["valid_from"]),
                valid_to=date.fromisoformat(said["valid_to"]),
                now=request.now,
            )
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("Registered."), told["back"])
    return form_page(request, form, status=422, **told)


@at_the_office
@require_POST
def letter_revoke(request: HallRequest) -> HttpResponse:
    commands.revoke_letter(request.actor, request.POST.get("number", ""), now=request.now)
    return done(request, _("Revoked; nobody decides under it any more."), reverse("office:letters"))
