"""The letters by which people act in a department's name, and who represents whom in the halls (R-011, R-012)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import commands, queries
from yimen.modules.people.queries import LetterCard
from yimen.rules.actors import Power
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, form_page, page, schema
from ..words import POWERS


@keeps("letters")
@require_GET
def letters(request: HallRequest) -> HttpResponse:
    """Letters in force, or those that ended; and a hall's departments with their chief representatives."""
    today = request.now.date()
    ended = "ended" in request.GET
    mine = {each.id for each in queries.departments() if within(request.actor, each.division)}
    shown = [each for each in queries.letters() if each.department in mine and _over(each, today) is ended]
    halls = [each for each in queries.halls() if within(request.actor, each.unit.division)]
    chosen = request.GET.get("hall", "")
    hall = next((each for each in halls if str(each.id) == chosen), next(iter(halls), None))
    chiefs = queries.chief_representatives(hall.id, today=today) if hall else ()
    here = reverse("office:letters")
    tabs = [(_("In force"), here, None), (_("Ended"), f"{here}?ended=1", None)]
    return page(
        request,
        "letters",
        letters=[(each, _powers(each), each.valid_from > today) for each in shown],
        hall=hall,
        halls=halls,
        chiefs=chiefs,
        present=sum(each.present for each in chiefs),
        tabs=tabs,
        current=f"{here}?ended=1" if ended else here,
        ended=ended,
    )


def _over(letter: LetterCard, today: date) -> bool:
    return letter.revoked_at is not None or letter.valid_to < today


def _powers(letter: LetterCard) -> str:
    return "、".join(str(POWERS[power]) for power in Power if power in letter.powers)


@keeps("letters")
@require_http_methods(["GET", "POST"])
def letter_new(request: HallRequest) -> HttpResponse:
    """Enter a letter the department's head has signed."""
    departments = [each for each in queries.departments() if within(request.actor, each.division)]
    asked = schema(
        "letter",
        department={str(each.id): told(each, "name") for each in departments},
        holder=_holders(),
        powers={power.value: words for power, words in POWERS.items()},
    )

    def act(values: dict[str, Any]) -> HttpResponse:
        department = int(values["department"])
        items = values.get("items", "").split()
        _demand_items_of(department, items)
        commands.issue_letter(
            request.actor,
            number=values["number"],
            department=department,
            holder=int(values["holder"]),
            powers=[Power(each) for each in values["powers"]],
            items=items or None,
            signed_by=values["signed_by"],
            valid_from=date.fromisoformat(values["valid_from"]),
            valid_to=date.fromisoformat(values["valid_to"]),
            now=request.now,
        )
        return done(request, _("Registered."), reverse("office:letters"))

    return form_page(
        request,
        asked,
        {"powers": [each.value for each in Power], "valid_from": request.now.date().isoformat()},
        act,
        title=_("New authorisation letter"),
        lead=_("Enter it word for word as the head of the department has signed it."),
        back=reverse("office:letters"),
        action=_("Register"),
    )


def _holders() -> dict[str, str]:
    tops = [each for each in queries.units() if each.parent is None]
    people = [one for top in tops for one in queries.staff_of(top.id, below=True)]
    return {str(one.id): f"{told(one, 'name')} · {told(one, 'unit_name')}" for one in people}


def _demand_items_of(department: int, codes: list[str]) -> None:
    """Refused `letter_items`: a code that is no item of the department in force would authorise nothing."""
    known = {each.code for each in catalogue.cards(codes) if each.department_id == department}
    if strange := [code for code in codes if code not in known]:
        raise Refused("letter_items", codes="、".join(strange))


@keeps("letters")
@require_POST
def letter_revoke(request: HallRequest) -> HttpResponse:
    commands.revoke_letter(request.actor, request.POST.get("number", ""), now=request.now)
    return done(request, _("Revoked; nobody decides under it any more."), reverse("office:letters"))
