"""The answer to an application, computed and not typed: four conclusions of law, six kinds of handling.

The law knows four answers (LIC-33): accept, ask for what is missing, decline as outside the body's powers, decline as
not needed. The halls' six kinds 六件 say how a case is handled: four tracks and two dispositions (R-101). Returning
is no fifth answer: it names its legal ground first (KIND-01).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from yimen.rules.findings import Finding, lacking
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused


class Track(StrEnum):
    """How an accepted case is handled."""

    INSTANT = "instant"  # 即办件
    COMMITTED = "committed"  # 承诺件
    JOINT = "joint"  # 联办件
    ESCALATED = "escalated"  # 上报件


class Disposition(StrEnum):
    """What a check once said of it; kept beside the track it took later."""

    SUPPLEMENT = "supplement"  # 补办件
    RETURNED = "returned"  # 退回件


class Kind(StrEnum):
    """The six kinds (R-101)."""

    INSTANT = "instant"
    COMMITTED = "committed"
    JOINT = "joint"
    ESCALATED = "escalated"
    SUPPLEMENT = "supplement"
    RETURNED = "returned"


class Legal(StrEnum):
    """What an answer is in law. The first four conclude an intake; a refusal decides an accepted matter."""

    ACCEPT = "accept"  # 受理
    ASK_SUPPLEMENT = "ask_supplement"  # 一次性告知补正
    OUT_OF_REMIT = "out_of_remit"  # 不予受理
    NO_APPROVAL_NEEDED = "no_approval_needed"  # 不受理
    REFUSAL = "refusal"  # 不予许可


class Situation(StrEnum):
    """What an application is found to be; the rows of the decision table (R-083, R-108)."""

    NO_APPROVAL_NEEDED = "no_approval_needed"
    OUT_OF_REMIT = "out_of_remit"
    SURVEY_FAILED = "survey_failed"
    MAIN_MISSING = "main_missing"
    MAIN_NOT_BROUGHT = "main_not_brought"
    WILL_NOT_COMPLETE = "will_not_complete"
    NON_MAIN_PROMISED = "non_main_promised"
    ATTACHMENTS_MISSING = "attachments_missing"
    INCOMPLETE = "incomplete"
    AGAINST_POLICY = "against_policy"
    COMPLETE = "complete"


SIX_KINDS: Final = "six_kinds"  # the scheme of halls that sort incomplete applications by R-108
FOUR_OUTCOMES: Final = "four_outcomes"  # of halls where whatever is incomplete is told once (C-6)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFacts:
    """What the answer follows from: what a check found, and what only people can say."""

    number: str  # of the receipt: nothing is answered that was not registered first
    track: Track  # the item's own
    findings: tuple[Finding, ...] = ()
    scheme: str = SIX_KINDS
    approval_needed: bool = True
    within_remit: bool = True
    competent: str = ""  # the body in whose remit it lies
    will_supply: bool | None = None  # the applicant's word on everything lacking; None: nobody asked
    against_policy: bool = False  # plainly, on first look
    policy_ground: Legal | None = None  # what that is in law: outside the powers, or a refusal
    surveyed: bool = False  # a record of a survey, investigation or verification exists
    survey_failed: bool = False
    reason: str = ""  # the written one
    checks_lacking: tuple[str, ...] = ()  # of those this item needs before acceptance: second_check

    @property
    def whose(self) -> str:
        """The body in whose remit it lies, as the checker or the item's own condition names it."""
        return self.competent or next(
            (each.facts.get("competent", "") for each in self.outside("out_of_remit")), ""
        )

    @property
    def non_main(self) -> tuple[Finding, ...]:
        """What is missing beside the main piece, and without which the item cannot be approved."""
        attachments = (each for each in self.found("attachment_missing") if each.facts.get("blocks", True))
        return (*self.found("non_main_missing"), *attachments)

    def found(self, rule: str) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.rule == rule)

    def outside(self, otherwise: str) -> tuple[Finding, ...]:
        """First boundaries that found the licence to be none of this body's, or none at all (R-085)."""
        return tuple(each for each in self.findings if each.facts.get("otherwise") == otherwise)

    @property
    def by_kinds(self) -> bool:
        return self.scheme == SIX_KINDS


class Row(NamedTuple):
    """One row of the decision table: when it applies, and what follows."""

    situation: Situation
    when: Callable[[IntakeFacts], bool]
    legal: Legal | None  # None: the checker must say which
    disposition: Disposition | None
    ground: int | None  # of its disposition, as the halls' rules number them (R-106, R-107)
    closes_as: str | None  # the outcome, where the case ends here
    basis: str


def _no_approval_needed(facts: IntakeFacts) -> bool:
    return not facts.approval_needed or bool(facts.outside("no_approval_needed"))


def _out_of_remit(facts: IntakeFacts) -> bool:
    return not facts.within_remit or bool(facts.outside("out_of_remit"))


def _survey_failed(facts: IntakeFacts) -> bool:
    return facts.survey_failed


def _main_missing(facts: IntakeFacts) -> bool:
    return facts.by_kinds and bool(facts.found("main_missing"))


def _main_not_brought(facts: IntakeFacts) -> bool:
    return facts.by_kinds and bool(facts.found("main_not_brought"))


def _will_not_complete(facts: IntakeFacts) -> bool:
    return facts.by_kinds and bool(facts.non_main) and facts.will_supply is False


def _non_main_promised(facts: IntakeFacts) -> bool:
    promised = facts.will_supply or all(each.facts.get("undertaken") for each in facts.non_main)
    return facts.by_kinds and bool(facts.non_main) and promised


def _attachments_missing(facts: IntakeFacts) -> bool:
    return facts.by_kinds and bool(facts.found("attachment_missing")) and not facts.non_main


def _incomplete(facts: IntakeFacts) -> bool:
    return bool(lacking(facts.findings))


def _against_policy(facts: IntakeFacts) -> bool:
    return facts.by_kinds and facts.against_policy


def _otherwise(_: IntakeFacts) -> bool:
    return True


S, L, BACK, MORE = Situation, Legal, Disposition.RETURNED, Disposition.SUPPLEMENT

# fmt: off
TABLE: Final = (  # the first row that applies answers
    #   situation              when                   in law                disposition  ground  closes as       basis
    Row(S.NO_APPROVAL_NEEDED,  _no_approval_needed,   L.NO_APPROVAL_NEEDED, None,        None,   "not_accepted", "LIC-04"),
    Row(S.OUT_OF_REMIT,        _out_of_remit,         L.OUT_OF_REMIT,       None,        None,   "not_accepted", "LIC-05"),
    Row(S.SURVEY_FAILED,       _survey_failed,        L.REFUSAL,            BACK,        3,      "refused",      "R-106"),
    Row(S.MAIN_MISSING,        _main_missing,         L.ASK_SUPPLEMENT,     BACK,        1,      "returned",     "R-106"),
    Row(S.MAIN_NOT_BROUGHT,    _main_not_brought,     L.ASK_SUPPLEMENT,     MORE,        1,      None,           "R-107"),
    Row(S.WILL_NOT_COMPLETE,   _will_not_complete,    L.ASK_SUPPLEMENT,     MORE,        None,   "withdrawn",    "R-108"),
    Row(S.NON_MAIN_PROMISED,   _non_main_promised,    L.ASK_SUPPLEMENT,     MORE,        2,      None,           "R-107"),
    Row(S.ATTACHMENTS_MISSING, _attachments_missing,  L.ASK_SUPPLEMENT,     MORE,        3,      None,           "R-107"),
    Row(S.INCOMPLETE,          _incomplete,           L.ASK_SUPPLEMENT,     MORE,        None,   None,           "LIC-07"),
    Row(S.AGAINST_POLICY,      _against_policy,       None,                 BACK,        2,      "returned",     "R-106"),
    Row(S.COMPLETE,            _otherwise,            L.ACCEPT,             None,        None,   None,           "LIC-07b"),
)
# fmt: on


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The answer: what it is in law, how the hall handles it, and which paper says so."""

    why: Situation
    legal: Legal | None
    kind: Kind | None  # None: not accepted, counted by itself
    disposition: Disposition | None = None
    ground: int | None = None
    track: Track | None = None
    closes_as: str | None = None
    paper: Paper
    alias: str | None = None
    tells: tuple[Finding, ...] = ()  # all that lacks, told once with this paper
    competent: str = ""
    basis: str
    lacks: tuple[str, ...] = ()  # what must still be said first, by the reason of its refusal

    @property
    def act(self) -> str:
        """The act that gives this answer."""
        if self.disposition is Disposition.RETURNED:
            return "return"
        if self.closes_as == "withdrawn":
            return "withdraw"
        match self.legal:
            case Legal.ACCEPT | Legal.ASK_SUPPLEMENT:
                return str(self.legal)
        return "decline"

    @property
    def said(self) -> Mapping[str, str]:
        """The facts of that act which follow; what people must write themselves is not among them."""
        match self.act:
            case "return":
                in_law = "one_time_notice" if self.legal is Legal.ASK_SUPPLEMENT else str(self.legal or "")
                return {"ground": str(self.why), "legal": in_law, "competent": self.competent}
            case "decline":
                return {"why": str(self.legal), "competent": self.competent}
            case "ask_supplement" | "withdraw":
                return {"ground": str(self.why)}
        return {}


_OF_A_POLICY: Final = (Legal.OUT_OF_REMIT, Legal.REFUSAL)  # what being against policy may be in law (KIND-01)


def preview(facts: IntakeFacts) -> Conclusion:
    """The answer as far as it can be known, with what must still be said: what a clerk is led through (R-108)."""
    row = next(row for row in TABLE if row.when(facts))
    legal = row.legal or (facts.policy_ground if facts.policy_ground in _OF_A_POLICY else None)
    track = facts.track if legal is Legal.ACCEPT else None
    counted = row.disposition or track
    paper, alias = _paper(row, legal, track)
    return Conclusion(
        why=row.situation,
        legal=legal,
        kind=Kind(counted.value) if counted else None,
        disposition=row.disposition,
        ground=row.ground,
        track=track,
        closes_as=row.closes_as,
        paper=paper,
        alias=alias,
        tells=lacking(facts.findings) if row.legal is Legal.ASK_SUPPLEMENT else (),
        competent=facts.whose if legal is Legal.OUT_OF_REMIT else "",
        basis=row.basis,
        lacks=tuple(_lacks(row, legal, facts)),
    )


def conclude(facts: IntakeFacts) -> Conclusion:
    """The one answer that follows. Refused with the first thing that must still be said, and all of them in `lacks`."""
    conclusion = preview(facts)
    if conclusion.lacks:
        raise Refused(conclusion.lacks[0], lacks=list(conclusion.lacks))
    return conclusion


def _paper(row: Row, legal: Legal | None, track: Track | None) -> tuple[Paper, str | None]:
    """Which paper gives the answer, and by which of its names."""
    if row.disposition is Disposition.RETURNED:
        return Paper.RETURNED, None
    match legal:
        case Legal.NO_APPROVAL_NEEDED:
            return Paper.NOT_ACCEPTED_NO_NEED, None
        case Legal.OUT_OF_REMIT:
            return Paper.NOT_ACCEPTED_REMIT, None
        case Legal.ASK_SUPPLEMENT:
            return Paper.SUPPLEMENT, "handling" if row.ground else "once"
    if track is Track.INSTANT:
        return Paper.RECEIPT, None  # it has its receipt and its result
    return Paper.ACCEPTANCE, str(track)


def _lacks(row: Row, legal: Legal | None, facts: IntakeFacts) -> Iterable[str]:
    if not facts.number.strip():
        yield "not_registered"
    if legal is None:
        yield "legal_ground_missing"
    if row.situation is Situation.SURVEY_FAILED and not facts.surveyed:
        yield "survey_missing"
    if legal is Legal.OUT_OF_REMIT and not facts.whose.strip():
        yield "competent_missing"
    if row.closes_as in {"returned", "refused", "not_accepted"} and not facts.reason.strip():
        yield "reason_missing"
    if legal is Legal.ACCEPT:
        yield from (f"{check}_missing" for check in facts.checks_lacking if facts.track is not Track.INSTANT)


# --- tracks and kinds ------------------------------------------------------------------------------------


def track_of(*, instant: bool, units: int, joint_min_units: int, superior_decides: bool) -> Track:
    """The track an item's cases take: upward if the power lies there, joint by the number of units (R-102 – R-105)."""
    if superior_decides:
        return Track.ESCALATED
    if units >= joint_min_units:
        return Track.JOINT
    return Track.INSTANT if instant else Track.COMMITTED


def to_instant(track: Track, *, convertible: bool, findings: Iterable[Finding], reason: str) -> Track:
    """A committed case completed on the spot after all (R-109).

    Refused: `not_committed`, `not_convertible` (the item does not allow it), `still_lacking`, `reason_missing`.
    """
    if track is not Track.COMMITTED:
        raise Refused("not_committed", track=track)
    if not convertible:
        raise Refused("not_convertible")
    if missing := lacking(findings):
        raise Refused("still_lacking", count=len(missing), what="、".join(each.subject for each in missing))
    if not reason.strip():
        raise Refused("reason_missing")
    return Track.INSTANT


def kind(state: str, track: str | None, outcome: str | None, disposition: str | None) -> Kind | None:
    """Which of the six kinds a case counts as, once; None while unanswered, or where not accepted (R-083, R-101).

    A track is what an accepted case has. One that waited for a supplement and was then accepted counts by its track;
    that it passed through is told by its disposition.
    """
    if disposition == Disposition.RETURNED:
        return Kind.RETURNED
    if outcome == "not_accepted":
        return None
    if disposition == Disposition.SUPPLEMENT and (track is None or state == "supplement_pending"):
        return Kind.SUPPLEMENT
    return Kind(track) if track else None
