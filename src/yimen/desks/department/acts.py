"""What a department may do with a case, each act as a form: what it asks, when it is offered, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from yimen.base import words
from yimen.base.packs import national_rules
from yimen.base.phrases import limit
from yimen.modules.cases.queries import TaskCard
from yimen.modules.licensing.queries import DossierView
from yimen.modules.people.queries import StaffCard
from yimen.rules.flows import FlowTask, TaskKind
from yimen.rules.limits import Limit, Unit

Schema = dict[str, Any]
Values = Mapping[str, Any]

DESK: Final = "desk"
"""Handed over to nobody in particular: whoever is free takes it."""

KEPT: Final = frozenset({"result", "on", "place", "participants", "text", "files"})
"""What a record keeps apart; anything else is kept in its words."""

MOST: Final = 4000  # characters of a reasoned text


@dataclass(frozen=True, slots=True)
class About:
    """What a form is filled in about."""

    view: DossierView
    task: TaskCard | None
    able: tuple[StaffCard, ...] = ()  # to whom the task could be handed
    me: str = ""
    today: str = ""

    @property
    def step(self) -> FlowTask | None:
        """The step of the item's path, with what its record must say."""
        row = next((each for each in self.view.steps if self.task and each.n == self.task.n), None)
        key = (row.data or {}).get("key") if row else None
        return next((each for each in self.view.item.flow.tasks if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Act:
    """An act as a form. `weighed`: its consequences are shown first, and it is confirmed then."""

    name: str
    schema: Callable[[About], Schema]
    facts: Callable[[Values], dict[str, Any]]
    offered: Callable[[DossierView], bool] = lambda _view: True
    start: Callable[[About], dict[str, Any]] = lambda _about: {}  # what already stands in the form
    weighed: bool = False

    @property
    def danger(self) -> bool:
        return words.ACTS[self.name].tone == "bad"


def _form(required: tuple[str, ...] = (), **fields: Schema) -> Schema:
    return {"type": "object", "x-order": list(fields), "required": list(required), "properties": fields}


def _words(title: str, hint: str = "") -> Schema:
    return _told({"type": "string", "title": title, "x-widget": "textarea", "maxLength": MOST}, hint)


def _line(title: str, hint: str = "", longest: int = 100) -> Schema:
    return _told({"type": "string", "title": title, "maxLength": longest}, hint)


def _day(title: str, hint: str = "") -> Schema:
    return _told({"type": "string", "format": "date", "title": title}, hint)


def _choice(title: str, *offered: tuple[str, str], hint: str = "") -> Schema:
    return _told(
        {
            "type": "string",
            "title": title,
            "oneOf": [{"const": code, "title": text} for code, text in offered],
        },
        hint,
    )


def _told(field: Schema, hint: str) -> Schema:
    return {**field, "description": hint} if hint else field


def _as_written(values: Values) -> dict[str, Any]:
    return dict(values)


# -- opinions and records ----


def _opinion(about: About) -> Schema:
    agree = _choice(
        _("Result"),
        ("agree", str(words.RESULTS["agree"].text)),
        ("disagree", str(words.RESULTS["disagree"].text)),
    )
    what = about.task.what if about.task else TaskKind.REVIEW
    fields: dict[str, Schema] = {}
    if what != TaskKind.REVIEW:
        fields = {"on": _day(_("Date")), "place": _line(_("Place"), longest=120)}
        if what == TaskKind.ANNOUNCEMENT:
            fields["place"] = _line(_("Where it was announced"), longest=120)
        else:
            fields["participants"] = _words(_("Who took part"), _participants(about, str(what)))
    fields |= {"result": agree, "text": _words(*_found(str(what)))}
    step = about.step
    needed = step.record if step else ("result", "text")
    fields |= {each: _line(each) for each in needed if each not in fields}
    return _form(tuple(each for each in fields if each in needed), **fields)


def _participants(about: About, what: str) -> str:
    if what == TaskKind.SURVEY:
        return _("One name a line; at least %(n)d members of staff, who verify it together.") % {
            "n": about.view.least_staff
        }
    return _("One name a line.")


def _found(what: str) -> tuple[str, str]:
    match what:
        case TaskKind.REVIEW:
            return _("Opinion"), _("What you looked at and what you found; whoever decides reads it.")
        case TaskKind.ANNOUNCEMENT:
            return _("Record"), _("From when to when it was announced, and what objections came.")
        case _:
            return _("Record"), _("What was seen, measured or said, and what follows from it.")


def _opinion_facts(values: Values) -> dict[str, Any]:
    facts = dict(values)
    if "participants" in facts:
        facts["participants"] = [each.strip() for each in facts["participants"].splitlines() if each.strip()]
    more = [f"{name}：{value}" for name, value in values.items() if name not in KEPT]
    if more:  # what else the item's path asks for stands in the record's words
        facts["text"] = "\n".join([facts.get("text", ""), *more])
    return facts


def _opinion_start(about: About) -> dict[str, Any]:
    what = about.task.what if about.task else TaskKind.REVIEW
    if what in {TaskKind.REVIEW, TaskKind.ANNOUNCEMENT}:
        return {}
    return {"on": about.today, "participants": f"{about.me}\n"}


def _second_check(_about: About) -> Schema:
    in_order = _choice(
        _("Result"),
        ("in_order", str(words.RESULTS["in_order"].text)),
        ("not_in_order", str(words.RESULTS["not_in_order"].text)),
    )
    return _form(
        ("result", "text"),
        result=in_order,
        text=_words(
            _("Opinion"),
            _("Name everything that lacks: the window tells the applicant all of it at once, and only once."),
        ),
    )


# -- the clock ----


def _suspension(_about: About) -> Schema:
    reasons = [
        (each.code, str(words.PAUSES[each.code].text)) for each in national_rules().suspensions["licensing"]
    ]
    units = [(str(each), _unit(each)) for each in (Unit.WORKING_DAY, Unit.DAY, Unit.MONTH)]
    return _form(
        ("reason", "n", "unit", "text"),
        reason=_choice(
            _("Special procedure"),
            *reasons,
            hint=_("The law's closed list: for nothing else may the clock rest."),
        ),
        n={"type": "integer", "minimum": 1, "maximum": 366, "title": _("Time it needs")},
        unit=_choice(_("Counted in"), *units),
        text=_words(_("Why, in words for the applicant"), _("It is told to the applicant in writing.")),
    )


def _unit(unit: Unit) -> str:
    match unit:
        case Unit.WORKING_DAY:
            return pgettext("unit", "working days")
        case Unit.MONTH:
            return pgettext("unit", "months")
        case _:
            return pgettext("unit", "days")


def _suspension_start(_about: About) -> dict[str, Any]:
    return {"unit": str(Unit.WORKING_DAY)}


def _suspension_facts(values: Values) -> dict[str, Any]:
    return {
        "reason": values["reason"],
        "text": values["text"],
        "needed": {"n": values["n"], "unit": values["unit"]},
    }


def _resumption(_about: About) -> Schema:
    return _form(text=_words(_("What came out of it")))


def _extension(_about: About) -> Schema:
    return _form(
        ("approved_by", "text"),
        approved_by=_line(_("Approved by"), _("The head of the department, by name and post.")),
        approval_no=_line(_("Number of the approval")),
        text=_words(_("Reason, in words for the applicant"), _("It is told to the applicant in writing.")),
    )


def _extensible(view: DossierView) -> bool:
    """Only where the item's law allows it, and once; else the function is not there (R-123)."""
    running = next((each for each in view.clocks if each.name == "statutory" and each.runs), None)
    return view.item.extension is not None and running is not None and not running.more


# -- elsewhere ----


def _sending_back(about: About) -> Schema:
    steps = [
        (str(row.n), " · ".join(filter(None, (row.name or str(words.TASKS[row.kind].text), row.staff))))
        for row in closed_steps(about.view)
    ]
    return _form(
        ("step", "text"),
        step=_choice(_("Step to look at again"), *steps),
        text=_words(_("What is to be looked at again, and why")),
    )


def closed_steps(view: DossierView) -> list[Any]:
    """Steps of the item's path that have their result."""
    review = {each.n for each in view.steps}
    return [row for row in view.path if row.n in review and row.closed_at is not None]


def _sending_back_facts(values: Values) -> dict[str, Any]:
    return {"step": int(values["step"]), "text": values["text"]}


def _conversion(_about: About) -> Schema:
    return _form(("text",), text=_words(_("Why it can be completed on the spot")))


def _convertible(view: DossierView) -> bool:
    return view.item.convertible and view.card.kind == "committed"


def _handing_over(about: About) -> Schema:
    people = [(str(each.id), f"{each.name}（{each.unit_name}）") for each in about.able]
    return _form(
        ("to",),
        to=_choice(_("To whom"), *people, (DESK, _("Back to the desk, for whoever is free"))),
        text=_words(_("What they should know")),
    )


def _handing_over_facts(values: Values) -> dict[str, Any]:
    return {"to": None if values["to"] == DESK else int(values["to"]), "text": values.get("text")}


def _note(_about: About) -> Schema:
    return _form(("text",), text=_words(_("Note"), _("Colleagues read it; the applicant does not.")))


# -- the decision ----


def _granting(about: About) -> Schema:
    fields = {
        "text": _words(_("Decision"), _("Left empty, the paper says that the conditions of law are met."))
    }
    if about.view.item.result_name:
        fields["valid_until"] = _day(_("Valid until"), _("For a licence with a term."))
    return _form((), **fields)


def _refusing(_about: About) -> Schema:
    return _form(
        ("text", "basis"),
        text=_words(_("Reasons"), _("One a line; each stands in the paper with its number.")),
        basis=_words(_("Legal basis"), _("Law and article the reasons rest on.")),
    )


def _refusing_start(about: About) -> dict[str, Any]:
    return {"basis": "\n".join(about.view.item.legal_basis)}


def _returning(_about: About) -> Schema:
    return _form(
        ("text",),
        text=_words(
            _("Which conditions the survey found not to be met"), _("One a line; it stands in the paper.")
        ),
    )


def _returning_facts(values: Values) -> dict[str, Any]:
    return {"ground": "survey_failed", "text": values["text"]}


def _surveyed(view: DossierView) -> bool:
    return any(each.opinion.kind == TaskKind.SURVEY for each in view.opinions)


# fmt: off
ACTS: Final[Mapping[str, Act]] = {each.name: each for each in (
    Act("check",          _second_check, _as_written),
    Act("finish_task",    _opinion,      _opinion_facts,       start=_opinion_start),
    Act("resume",         _resumption,   _as_written),
    Act("grant",          _granting,     _as_written),
    Act("refuse",         _refusing,     _as_written,          start=_refusing_start),
    Act("return",         _returning,    _returning_facts,     _surveyed),
    Act("suspend",        _suspension,   _suspension_facts,    start=_suspension_start, weighed=True),
    Act("extend",         _extension,    _as_written,          _extensible, weighed=True),
    Act("send_back",      _sending_back, _sending_back_facts,  lambda view: bool(closed_steps(view))),
    Act("convert",        _conversion,   _as_written,          _convertible),
    Act("hand_over_task", _handing_over, _handing_over_facts),
    Act("note",           _note,         _as_written),
)}

DONE: Final[Mapping[str, str]] = {  # what is said afterwards
    "take_task":      gettext_noop("It is yours now."),
    "check":          gettext_noop("The second check is recorded; the window answers the applicant."),
    "finish_task":    gettext_noop("The result is recorded."),
    "resume":         gettext_noop("The clock runs again."),
    "grant":          gettext_noop("Granted. The window draws up the result and hands it out."),
    "refuse":         gettext_noop("Refused, with reasons and remedies. The window serves the paper."),
    "return":         gettext_noop("Returned after the survey. The window serves the paper."),
    "suspend":        gettext_noop("The clock rests; the applicant is told in writing."),
    "extend":         gettext_noop("The limit is extended; the applicant is told in writing."),
    "send_back":      gettext_noop("Sent back for another look."),
    "convert":        gettext_noop("It is an instant case now; the window completes it."),
    "hand_over_task": gettext_noop("Handed over."),
    "note":           gettext_noop("The note is kept."),
}
# fmt: on

ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "second_check": ("check",),
    "review": ("finish_task",),
    "special": ("resume",),
    "decide": ("grant", "refuse", "return"),
}
"""What each kind of task asks for; of several acts one is chosen."""

BESIDE: Final = ("suspend", "extend", "send_back", "convert", "hand_over_task", "note")
"""What else may be done meanwhile."""

RECORDED: Final = frozenset(TaskKind) - {TaskKind.REVIEW}
"""Steps whose record may carry photos and sheets."""


def extension_words(view: DossierView) -> str:
    """By how much an extension lengthens the limit, on what it rests, in words."""
    longer = limit(Limit(view.item.extension or 0, view.item.statutory.unit))
    return _("Once, by %(longer)s, approved by the head of the department, before the limit ends.") % {
        "longer": longer
    }
