"""The answer to an application as the desk leads to it: computed from what was found and what only people can say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from yimen.base import refusals
from yimen.base.bilingual import said as spoken
from yimen.base.conclusions import why
from yimen.base.findings import sentence
from yimen.modules.catalogue.queries import ItemFacts, parameters
from yimen.modules.licensing.queries import DossierView
from yimen.rules import licensing
from yimen.rules.findings import Finding, Severity
from yimen.rules.intake import Conclusion, Disposition, IntakeFacts, Legal, Track, preview
from yimen.rules.once import asked_by_hand, told_once
from yimen.rules.papers import title
from yimen.rules.refused import Refused

BLANKS: Final = 3  # lines offered for what was found by hand

# fmt: off
JUDGEMENTS: Final[Mapping[str, tuple[Promise, Promise]]] = {  # what only people can say, and what it then needs
    "found":  (pgettext_lazy("judgement", "As found by the check"),
               pgettext_lazy("judgement", "Accepted when nothing lacks; else everything that lacks is told once.")),
    "remit":  (pgettext_lazy("judgement", "Not in this body's remit"),
               pgettext_lazy("judgement", "Needs the body in whose remit it lies, and the reason.")),
    "none":   (pgettext_lazy("judgement", "By law no approval is needed"),
               pgettext_lazy("judgement", "Needs the reason.")),
    "policy": (pgettext_lazy("judgement", "Complete, but plainly against policy: return it"),
               pgettext_lazy("judgement", "Needs what that is in law, and the reason.")),
}
ANSWERS: Final[Mapping[Legal, tuple[Promise, str, str]]] = {  # words, icon, tone
    Legal.ACCEPT:             (pgettext_lazy("answer", "Accept"), "file-check", "good"),
    Legal.ASK_SUPPLEMENT:     (pgettext_lazy("answer", "Tell once everything that lacks"), "file-alert", "wait"),
    Legal.OUT_OF_REMIT:       (pgettext_lazy("answer", "Do not accept: not in our remit"), "ban", "bad"),
    Legal.NO_APPROVAL_NEEDED: (pgettext_lazy("answer", "Do not accept: no approval is needed"), "ban", "bad"),
    Legal.REFUSAL:            (pgettext_lazy("answer", "Refuse"), "ban", "bad"),
}
# fmt: on
BASES: Final[
    Mapping[str, tuple[str, str]]
] = {  # what a row of the decision table rests on, in law or in the halls' rules
    "LIC-04": ("行政许可法第三十二条第一款第一项", "Administrative Licensing Law, article 32(1)(1)"),
    "LIC-05": ("行政许可法第三十二条第一款第二项", "Administrative Licensing Law, article 32(1)(2)"),
    "LIC-07": ("行政许可法第三十二条第一款第四项", "Administrative Licensing Law, article 32(1)(4)"),
    "LIC-07b": ("行政许可法第三十二条第一款第五项", "Administrative Licensing Law, article 32(1)(5)"),
    "R-106": ("六件管理制度：退回件", "Rules of the six kinds: returned cases"),
    "R-107": ("六件管理制度：补办件", "Rules of the six kinds: supplement cases"),
    "R-108": ("六件管理制度：补办件", "Rules of the six kinds: supplement cases"),
}
RETURNED: Final = (pgettext_lazy("answer", "Return, with the ground in writing"), "arrow-back-up", "bad")
WITHDRAWN: Final = (
    pgettext_lazy("answer", "Tell once what lacks, and record the withdrawal"),
    "logout",
    "wait",
)
UNSAID: Final = (pgettext_lazy("answer", "Say first what this is in law"), "scale", "ink")


@dataclass(frozen=True, slots=True)
class Extra:
    """Something lacking that the clerk found beyond the automatic check."""

    subject: str  # material:licence, field:address, or empty
    text: str
    remedy: str

    def demand(self) -> dict[str, str]:
        kind, _, name = self.subject.partition(":")
        about = {kind: name} if kind in {"material", "field"} else {"field": ""}
        return {**about, "text": self.text, "remedy": self.remedy}


@dataclass(frozen=True, slots=True)
class Word:
    """What the clerk says on the page."""

    judgement: str = "found"
    competent: str = ""
    contact: str = ""
    policy: str = ""  # what being against policy is in law
    will_supply: str = ""  # yes no, or nobody asked
    reason: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The computed answer, in words, with what must still be said."""

    conclusion: Conclusion
    breaches: tuple[Finding, ...]  # could have been named in the first notice
    leave: bool  # the director gave leave in writing
    told_before: bool
    has_hands: bool  # it lies on the reader's desk

    @property
    def _shown(self) -> tuple[Promise, str, str]:
        if self.conclusion.disposition is Disposition.RETURNED:
            return RETURNED
        if self.conclusion.act == "withdraw":
            return WITHDRAWN
        return ANSWERS[self.conclusion.legal] if self.conclusion.legal else UNSAID

    @property
    def words(self) -> Promise:
        return self._shown[0]

    @property
    def icon(self) -> str:
        return self._shown[1]

    @property
    def tone(self) -> str:
        return self._shown[2]

    @property
    def why(self) -> str:
        return why(self.conclusion.why, get_language() or "")

    @property
    def paper(self) -> str:
        head = title(self.conclusion.paper, self.conclusion.alias)
        return spoken(head.zh, head.en)

    @property
    def basis(self) -> str:
        return spoken(*BASES[self.conclusion.basis])

    @property
    def needs(self) -> list[str]:
        """What must be said or done first, in words."""
        return [refusals.sentence(Refused(each), get_language() or "") for each in self.conclusion.lacks]

    @property
    def second_check(self) -> bool:
        """The department has still to look: the initial check is recorded, and hands it over."""
        return "second_check_missing" in self.conclusion.lacks

    @property
    def barred(self) -> bool:
        """Asking again for what was there before needs the director."""
        return bool(self.breaches) and not self.leave

    @property
    def ready(self) -> bool:
        return self.has_hands and not self.conclusion.lacks and not self.barred


def read(post: QueryDict) -> Word:
    """What was said on the page."""
    texts = post.getlist("extra.text")
    subjects, remedies = post.getlist("extra.subject"), post.getlist("extra.remedy")
    extra = tuple(
        Extra(_at(subjects, n), text.strip(), _at(remedies, n).strip())
        for n, text in enumerate(texts)
        if text.strip()
    )
    judgement = post.get("judgement", "found")
    return Word(
        judgement if judgement in JUDGEMENTS else "found",
        post.get("competent", "").strip(),
        post.get("contact", "").strip(),
        post.get("policy", ""),
        post.get("will_supply", ""),
        post.get("reason", "").strip(),
        extra,
    )


def proposed(view: DossierView, concluded: Answer) -> str:
    """A reason from what was found, in the paper's language, for the clerk to keep or to word better."""
    if concluded.conclusion.lacks and "reason_missing" in concluded.conclusion.lacks:
        blocking = (each for each in view.findings if each.severity is Severity.BLOCKING)
        return "".join(sentence(each)[0] for each in blocking)
    return ""


def answer(view: DossierView, word: Word) -> Answer:
    """The one answer that follows for a registered application."""
    extra = asked_by_hand([each.demand() for each in word.extra], view.by_hand)
    found = (*view.findings, *extra)
    told = licensing.told(view.application)
    _, breaches = told_once(told.first, told.later, found, told.fresh)
    return Answer(
        preview(replace(view.intake, findings=found, **said(word))),
        breaches,
        leave=view.application.override is not None,
        told_before=told.first is not None,
        has_hands="accept" in view.card.open_acts,
    )


def facts_of(
    item: ItemFacts, found: Iterable[Finding], number: str, hall: str, *, today: date
) -> IntakeFacts:
    """What the answer follows from before the application has its number."""
    scheme = parameters().get("intake.scheme", today, hall, item.item_code)
    return IntakeFacts(number=number, track=Track(item.track), findings=tuple(found), scheme=scheme)


def said(word: Word) -> dict[str, Any]:
    """The clerk's word as the rules read it."""
    policy = Legal(word.policy) if word.policy in {Legal.OUT_OF_REMIT, Legal.REFUSAL} else None
    return {
        "approval_needed": word.judgement != "none",
        "within_remit": word.judgement != "remit",
        "competent": word.competent,
        "will_supply": {"yes": True, "no": False}.get(word.will_supply),
        "against_policy": word.judgement == "policy",
        "policy_ground": policy,
        "reason": word.reason,
    }


def facts(concluded: Answer, word: Word) -> tuple[str, dict[str, Any]]:
    """The act that gives the answer, and what it must be told."""
    conclusion = concluded.conclusion
    told: dict[str, Any] = {}
    match conclusion.act:
        case "accept":
            told = {"text": word.reason}
        case "ask_supplement":
            told = {**conclusion.said, "extra": [each.demand() for each in word.extra]}
        case "withdraw":
            extra = [each.demand() for each in word.extra]
            told = {**conclusion.said, "extra": extra, "text": word.reason}
        case "decline":
            told = {
                "why": str(conclusion.legal),
                "text": word.reason,
                "competent": conclusion.competent or None,
                "competent_contact": word.contact or None,
            }
        case "return":
            told = {**conclusion.said, "text": word.reason}
    return conclusion.act, told


def _at(values: list[str], n: int) -> str:
    return values[n] if n < len(values) else ""
