"""What each act at the window must be told: its questions, the one table behind every small form of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from yimen.base.phrases import short_day
from yimen.base.words import ACTS, TASKS
from yimen.modules.licensing.queries import DossierView
from yimen.modules.people import queries as people
from yimen.modules.people.queries import StaffCard
from yimen.rules.actors import Actor

from .words import STAYS, TOLD_BY, WAYS

Choices = Sequence[tuple[str, Promise | str]]


@dataclass(frozen=True)
class Scene:
    """What a form may need to know of the case and of whoever sits before it."""

    view: DossierView
    actor: Actor
    colleagues: tuple[StaffCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `when` names the answer under which it is asked: `way=post`."""

    name: str
    label: Promise
    kind: str = "text"  # text area phone radio select check
    required: bool = False
    hint: Promise | str = ""
    choices: Callable[[Scene], Choices] | None = None
    when: str = ""
    only_if: Callable[[Scene], bool] = lambda _scene: True


@dataclass(frozen=True, slots=True)
class ActForm:
    """An act's form: what it asks, and how its answers become facts."""

    act: str
    asks: tuple[Ask, ...] = ()
    lead: Promise | str = ""
    button: Promise | str = ""
    tone: str = "primary"
    done: Promise | str = ""  # said when it is done
    confirm: Promise | str = ""
    open_if: Callable[[Scene], bool] = lambda _scene: True


def _ways(_: Scene) -> Choices:
    return [(each, WAYS[each]) for each in ("pickup", "by_hand", "post")]


def _services(_: Scene) -> Choices:
    return [(each, WAYS[each]) for each in ("by_hand", "post", "sms", "online")]


def _receivers(scene: Scene) -> Choices:
    applicant, proxy = pgettext("window", "Applicant"), pgettext("window", "Proxy")
    agent = scene.view.agent
    return [
        ("applicant", f"{applicant} · {scene.view.applicant.name_masked}"),
        ("proxy", f"{proxy} · {agent.name_masked}" if agent else proxy),
    ]


def _tasks(scene: Scene) -> Choices:
    return [
        (str(each.n), TASKS[each.kind].text)
        for each in scene.view.card.tasks
        if each.unit in scene.actor.holds
    ]


def _colleagues(scene: Scene) -> Choices:
    there = [(str(each.id), f"{each.name} · {each.unit_name}") for each in scene.colleagues]
    return [*there, ("", pgettext_lazy("window", "Back to the desk: whoever comes first"))]


def _wishes(scene: Scene) -> Choices:
    """Text messages as they are wanted now, first, and otherwise; who never said is told as the hall does it (R-158)."""
    said = scene.view.told_by
    others = [(each, words) for each, words in TOLD_BY.items() if each != said]
    return [("", STAYS[said]), *others]


def _unserved(scene: Scene) -> Choices:
    return [
        (each.paper_no, f"{each.title} {each.paper_no} · {short_day(each.issued_on)}")
        for each in scene.view.papers
        if each.served_at is None and not each.void
    ]


def _is_charged(scene: Scene) -> bool:
    return scene.view.item.charged


def _is_doubted(field: str) -> Callable[[Scene], bool]:
    """Whether the check doubts this of who applies: only then may it be put right."""
    return lambda scene: any(each.field == f"applicant.{field}" for each in scene.view.findings)


_TEXT: Final = pgettext_lazy("window", "Words")
_REASON: Final = pgettext_lazy("window", "Reason")

FORMS: Final[Mapping[str, ActForm]] = {
    each.act: each
    for each in (
        ActForm(
            "check",
            (Ask("text", _TEXT, "area", hint=pgettext_lazy("window", "What the department should look at.")),),
            lead=pgettext_lazy("window", "The initial check is recorded; the department then checks a second time."),
            done=pgettext_lazy("window", "The check is recorded."),
            open_if=lambda scene: scene.view.item.intake_checks > 1,
        ),
        ActForm(
            "grant",
            (
                Ask("text", pgettext_lazy("window", "Wording of the decision"), "area",
                    hint=pgettext_lazy("window", "Left empty, the paper says it in the usual words.")),
                Ask("valid_until", pgettext_lazy("window", "Valid until"), "date"),
            ),
            done=pgettext_lazy("window", "Granted."),
        ),
        ActForm(
            "refuse",
            (
                Ask("text", pgettext_lazy("window", "Reasons, one a line"), "area", required=True),
                Ask("basis", pgettext_lazy("window", "Legal basis"), required=True),
            ),
            tone="danger",
            done=pgettext_lazy("window", "Refused; the decision names the ways to have it reviewed."),
            confirm=pgettext_lazy("window", "Refuse this application? The decision goes out in writing."),
        ),
        ActForm(
            "complete",
            (Ask("receipt_no", pgettext_lazy("window", "Number of the fee's receipt"), required=True, only_if=_is_charged),),
            lead=pgettext_lazy("window", "The result is drawn and sealed, and the applicant is told to collect it."),
            done=pgettext_lazy("window", "Completed. The result is ready to hand out."),
        ),
        ActForm(
            "deliver",
            (
                Ask("way", pgettext_lazy("window", "How"), "radio", required=True, choices=_ways),
                Ask("to", pgettext_lazy("window", "To whom"), "radio", choices=_receivers, when="way=pickup,by_hand"),
                Ask("identity_checked", pgettext_lazy("window", "I have looked at the identity document"), "check",
                    when="way=pickup,by_hand"),
                Ask("receiver", pgettext_lazy("window", "Who signs for it"),
                    hint=pgettext_lazy("window", "Left empty: the person chosen above.")),
                Ask("proxy_letter", pgettext_lazy("window", "The proxy's letter of authority"), when="to=proxy"),
                Ask("relation", pgettext_lazy("window", "Relation to the applicant"), when="to=proxy"),
                Ask("carrier", pgettext_lazy("window", "Carrier"), when="way=post"),
                Ask("tracking_no", pgettext_lazy("window", "Tracking number"), when="way=post"),
            ),
            done=pgettext_lazy("window", "Handed out, with proof of delivery."),
        ),
        ActForm(
            "take_back",
            (Ask("text", pgettext_lazy("window", "Why it came back")),),
            lead=pgettext_lazy("window", "The mailing came back: the result waits at the window again."),
            done=pgettext_lazy("window", "Taken back; it waits to be handed out again."),
            open_if=lambda scene: any(each.served_by == "post" for each in scene.view.papers),
        ),
        ActForm(
            "archive",
            (Ask("shelf", pgettext_lazy("window", "Cabinet and shelf of the paper dossier")),),
            lead=pgettext_lazy("window", "The dossier gets its archive number and is read-only from then on."),
            done=pgettext_lazy("window", "Filed."),
        ),
        ActForm(
            "convert",
            (Ask("text", _REASON, "area", required=True),),
            lead=pgettext_lazy("window", "Everything is here: the case is completed on the spot instead of by its promised day."),
            done=pgettext_lazy("window", "It is an instant case now."),
            open_if=lambda scene: scene.view.item.convertible and scene.view.card.kind == "committed",
        ),
        ActForm(
            "withdraw",
            (Ask("text", pgettext_lazy("window", "In the applicant's words"), "area"),),
            lead=pgettext_lazy("window", "The applicant takes the application back; this cannot be undone."),
            tone="danger",
            done=pgettext_lazy("window", "Withdrawn; the confirmation is ready to print."),
            confirm=pgettext_lazy("window", "Does the applicant withdraw this application for good?"),
        ),
        ActForm(
            "correct_contact",
            (
                Ask("phone", pgettext_lazy("window", "New telephone"), "phone"),
                Ask("told_by", pgettext_lazy("window", "Text messages"), "radio", choices=_wishes),
                Ask("name", pgettext_lazy("window", "Right name"), only_if=_is_doubted("name")),
                Ask("id_number", pgettext_lazy("window", "Right number of the document"), only_if=_is_doubted("id_number")),
            ),
            lead=pgettext_lazy("window", "Messages follow it from now on. The correction is recorded."),
            done=pgettext_lazy("window", "Corrected."),
        ),
        ActForm(
            "serve",
            (
                Ask("paper_no", pgettext_lazy("window", "Paper"), "select", required=True, choices=_unserved),
                Ask("how", pgettext_lazy("window", "How it reached them"), "radio", required=True, choices=_services),
                Ask("receiver", pgettext_lazy("window", "Who signs for it")),
            ),
            done=pgettext_lazy("window", "The service of the paper is recorded."),
            open_if=lambda scene: bool(_unserved(scene)),
        ),
        ActForm(
            "hand_over_task",
            (
                Ask("task", pgettext_lazy("window", "What"), "select", required=True, choices=_tasks),
                Ask("to", pgettext_lazy("window", "To whom"), "select", choices=_colleagues),
                Ask("text", pgettext_lazy("window", "Word to the colleague")),
            ),
            done=pgettext_lazy("window", "Handed over."),
            open_if=lambda scene: bool(_tasks(scene)),
        ),
        ActForm(
            "note",
            (
                Ask("called", pgettext_lazy("window", "Telephone called"), "phone",
                    hint=pgettext_lazy("window", "Only for a note of a call.")),
                Ask("text", pgettext_lazy("window", "Note"), "area", required=True),
            ),
            done=pgettext_lazy("window", "Noted."),
        ),
        ActForm(
            "allow_demand",
            (Ask("reason", _REASON, "area", required=True),),
            lead=pgettext_lazy("window", "One more demand may be made. It stays on record against the check."),
            done=pgettext_lazy("window", "Leave is given to ask once more."),
        ),
    )
}  # fmt: skip

ALONE: Final = frozenset({"receive", "accept", "ask_supplement", "supply", "decline", "return"})
"""Acts that have a page of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the page: what was typed, what may be chosen, what is wrong."""

    ask: Ask
    id: str
    value: str
    choices: Choices
    error: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form ready to be shown."""

    form: ActForm
    asked: tuple[Asked, ...]
    error: str = ""

    @property
    def title(self) -> Promise | str:
        return ACTS[self.form.act].text

    @property
    def icon(self) -> str:
        return ACTS[self.form.act].icon

    @property
    def button(self) -> Promise | str:
        return self.form.button or self.title

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [("", self.error)] if self.error else []

    @property
    def wrong(self) -> bool:
        """Whether it was refused just now: it stands open then."""
        return bool(self.error) or any(each.error for each in self.asked)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A refusal to be shown with the form it was typed into."""

    act: str
    typed: QueryDict
    sentence: str
    field: str = ""


def drawn(form: ActForm, scene: Scene, wrong: Wrong | None = None) -> Drawn:
    """The form for this case, with what was typed if it was refused."""
    mine = wrong if wrong is not None and wrong.act == form.act else None
    asked = tuple(_asked(form, each, scene, mine) for each in _questions(form, scene))
    named = {each.ask.name for each in asked}
    return Drawn(form, asked, mine.sentence if mine and mine.field not in named else "")


def open_forms(scene: Scene, wrong: Wrong | None = None) -> dict[str, Drawn]:
    """The small forms of every act that is open to the reader, in the table's order."""
    return {
        act: drawn(form, scene, wrong)
        for act, form in FORMS.items()
        if act in scene.view.card.open_acts and form.open_if(scene)
    }


def facts(form: ActForm, post: QueryDict, view: DossierView | None = None) -> dict[str, Any]:
    """What was answered, as the act takes it; whoever is left empty is the person chosen."""
    told: dict[str, Any] = {}
    for ask in form.asks:
        value = post.get(ask.name, "").strip()
        told[ask.name] = (ask.name in post) if ask.kind == "check" else value
    match form.act:
        case "hand_over_task":
            told["task"] = int(told["task"]) if told["task"].isdigit() else None
            told["to"] = int(told["to"]) if told["to"].isdigit() else None
        case "deliver" if view is not None:
            told["receiver"] = told["receiver"] or _named(view, told["to"])
        case "grant":
            told["valid_until"] = told["valid_until"] or None
    return told


def colleagues(actor: Actor, today: Any) -> tuple[StaffCard, ...]:
    """Whom a task of this desk can be handed to."""
    return people.colleagues(actor, today=today, roles=actor.roles)


def _named(view: DossierView, to: str) -> str:
    if to == "proxy":
        return view.agent.name if view.agent else ""
    return view.applicant.name


def _questions(form: ActForm, scene: Scene) -> tuple[Ask, ...]:
    return tuple(each for each in form.asks if each.only_if(scene))


def _asked(form: ActForm, ask: Ask, scene: Scene, wrong: Wrong | None) -> Asked:
    choices = ask.choices(scene) if ask.choices else ()
    first = choices[0][0] if ask.kind == "radio" and ask.required and choices else ""
    value = wrong.typed.get(ask.name, "") if wrong else first
    if wrong is None and ask.name == "to" and form.act == "deliver":
        value = "proxy" if scene.view.agent else "applicant"
    error = wrong.sentence if wrong and wrong.field == ask.name else ""
    return Asked(ask, f"{form.act}-{ask.name}", value, choices, error)
