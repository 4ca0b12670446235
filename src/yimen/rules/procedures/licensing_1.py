"""Licensing, edition 1: what may happen to an application, from the guide to the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from yimen.rules import licensing as r
from yimen.rules.deadlines import Warn
from yimen.rules.limits import Limit
from yimen.rules.papers import Paper
from yimen.rules.procedure import ANY, ClockRow, Edition, Move, TaskRow, after, before, law, parameter

if TYPE_CHECKING:
    from yimen.rules.dossier import Dossier
    from yimen.rules.engine import World

PRE: Final = "pre_registered"
RECEIVED: Final = "received"
PENDING: Final = "supplement_pending"
ACCEPTED: Final = "accepted"
REVIEW: Final = "in_review"
DECIDED: Final = "decided"
COMPLETED: Final = "completed"
DELIVERED: Final = "delivered"
RETURNED: Final = "returned"
NOT_ACCEPTED: Final = "not_accepted"
WITHDRAWN: Final = "withdrawn"
CLOSED: Final = "closed_by_applicant"
ARCHIVED: Final = "archived"

TAKEN_ON: Final = (ACCEPTED, REVIEW)
BEFORE_DECISION: Final = (RECEIVED, PENDING, *TAKEN_ON)
ENDED: Final = (DELIVERED, RETURNED, NOT_ACCEPTED, WITHDRAWN, CLOSED)

# fmt: off
MOVES: Final = (
    #    from             act                target         rule                   clocks                        tasks                              paper          mark         basis      not by whoever did
    Move(None,            "pre_register",    PRE,           r.filed,               "+unused",                    "+keep +bring",                    None,          None,        "R-079"),
    Move(PRE,             "receive",         RECEIVED,      r.filed,               "-unused +intake",            "-bring +check",                   Paper.RECEIPT,     None,        "R-078"),
    Move(PRE,             "expire",          CLOSED,        r.unused,              "-*",                         "-*",                              None,          None,        "R-079"),
    Move(None,            "receive",         RECEIVED,      r.filed,               "+intake",                    "+keep +check",                    Paper.RECEIPT,     None,        "R-078"),
    Move(RECEIVED,        "check",           None,          r.checked,             "",                           "",                                None,          None,        "R-082"),
    Move(RECEIVED,        "ask_supplement",  PENDING,       r.told_once,           "-intake",                    "-check -second_check +supply",    Paper.SUPPLEMENT,  None,        "LIC-07"),
    Move(RECEIVED,        "supply",          None,          r.supplied,            "",                           "",                                None,          None,        "LIC-06"),
    Move(PENDING,         "supply",          RECEIVED,      r.supplied,            "+intake",                    "-supply +check",                  Paper.RECEIPT,     None,        "LIC-07b"),
    Move(TAKEN_ON,        "supply",          None,          r.brought_later,       "",                           "",                                None,          None,        "R-107"),
    Move(PENDING,         "abandon",         CLOSED,        r.nobody_supplied,     "-*",                         "-* +file",                        None,          None,        "R-107"),
    Move(RECEIVED,        "allow_demand",    None,          r.leave_to_ask_again,  "",                           "",                                None,          None,        "LIC-32"),
    Move(RECEIVED,        "accept",          ACCEPTED,      r.complete,            "-intake +statutory +promised", "-check -second_check +flow",    None,          "accepted",  "LIC-07b"),
    Move(RECEIVED,        "deem_accept",     ACCEPTED,      r.nobody_answered,     "-intake +statutory +promised", "-check -second_check +flow",    None,          "accepted",  "LIC-30"),
    Move(RECEIVED,        "decline",         NOT_ACCEPTED,  r.declined,            "-*",                         "-* +file",                        None,          None,        "LIC-04"),
    Move(RECEIVED,        "return",          RETURNED,      r.returned,            "-*",                         "-* +file",                        None,          None,        "R-106"),
    Move(TAKEN_ON,        "return",          RETURNED,      r.survey_failed,       "-*",                         "-* +file",                        None,          None,        "R-106",   "accept"),
    Move(TAKEN_ON,        "take_task",       REVIEW,        r.free_to_take,        "",                           "",                                None,          None,        "R-110"),
    Move(RECEIVED,        "take_task",       None,          r.free_to_take,        "",                           "",                                None,          None,        "R-082"),
    Move(TAKEN_ON,        "finish_task",     REVIEW,        r.opinion_given,       "",                           "-this +next",                     None,          None,        "R-110",   "accept"),
    Move(TAKEN_ON,        "suspend",         REVIEW,        r.one_of_the_eight,    "",                           "",                                None,          None,        "LIC-17"),
    Move(TAKEN_ON,        "resume",          None,          r.special_over,        "",                           "",                                None,          None,        "LIC-17"),
    Move(TAKEN_ON,        "extend",          None,          r.not_yet_due,         "",                           "",                                None,          None,        "LIC-08"),
    Move(TAKEN_ON,        "send_back",       REVIEW,        r.another_look,        "",                           "",                                None,          None,        "R-110"),
    Move(TAKEN_ON,        "convert",         ACCEPTED,      r.on_the_spot,         "",                           "",                                None,          None,        "R-109"),
    Move(TAKEN_ON,        "grant",           DECIDED,       r.granted,             "-statutory +deliver",        "-decide -review +issue",          None,          "decided",   "LIC-12",  "accept"),
    Move(TAKEN_ON,        "refuse",          DECIDED,       r.refused,             "-statutory +deliver",        "-decide -review -promised +issue", None,         "decided",   "LIC-13",  "accept"),
    Move(DECIDED,         "complete",        COMPLETED,     r.result_ready,        "-promised",                  "-issue +hand_out",                None,          "completed", "R-119"),
    Move(COMPLETED,       "deliver",         DELIVERED,     r.identity_checked,    "-*",                         "-* +file",                        None,          None,        "LIC-16"),
    Move(DELIVERED,       "take_back",       COMPLETED,     r.came_back,           "-* +deliver",                "-file +keep +hand_out",           None,          None,        "R-152"),
    Move(ENDED,           "archive",         ARCHIVED,      r.dossier_whole,       "-*",                         "-*",                              None,          None,        "R-143"),
    Move(PRE,             "withdraw",        WITHDRAWN,     r.withdrawn,           "-*",                         "-*",                              Paper.WITHDRAWAL,  None,        "R-098"),
    Move(BEFORE_DECISION, "withdraw",        WITHDRAWN,     r.withdrawn,           "-*",                         "-* +file",                        Paper.WITHDRAWAL,  None,        "R-098"),
    Move(ANY,             "note",            None,          r.noted,               "",                           "",                                None,          None,        "R-099"),
    Move(ANY,             "hand_over_task",  None,          r.handed_over,         "",                           "",                                None,          None,        "R-177"),
    Move(ANY,             "correct_contact", None,          r.contact_corrected,   "",                           "",                                None,          None,        "R-161"),
    Move(ANY,             "serve",           None,          r.served,              "",                           "",                                None,          None,        "R-144"),
    Move(ANY,             "seal",            None,          r.sealed,              "",                           "",                                None,          None,        "R-142"),
    Move(ANY,             "turn",            None,          r.turned,              "",                           "",                                None,          None,        "R-121"),
    Move(ANY,             "retime",          None,          r.retimed,             "",                           "",                                None,          None,        "CLK-08"),
)
# fmt: on

EIGHT: Final = frozenset(
    {"hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"}
)
"""The closed list of article 45, by the rule pack's codes: for nothing else do these clocks rest (LIC-17)."""


def _statutory(world: World) -> tuple[Limit, str] | None:
    """The item's own limit, under the rule of article 42 that its handling falls under."""
    return world.item.statutory, world.law("LIC-08b" if world.item.track == "joint" else "LIC-08a")[1]


def _promised(world: World) -> tuple[Limit, str] | None:
    if world.item.track == "instant":
        return world.parameter("instant.hard_limit").limit, "R-102"
    return world.item.promised, "CLK-06"


def _warn_promised(world: World) -> Warn | None:
    if world.item.track == "instant":
        target = world.parameter("instant.target_minutes").limit
        return Warn(target.n, target.unit, after=True)
    return _near(world)


def _own(_: World) -> None:
    """No general limit: whoever opens its task says how long."""


_near: Final = before("reminder.days_before")
_tomorrow: Final = before("intake.warn_days")

# fmt: off
CLOCKS: Final = (
    #        name         limit                                     held by      yellow          at zero        governs  basis     belongs to
    ClockRow("unused",    parameter("preregistration.expiry_days"), frozenset(), _near,          "expire",      False,   "R-079",  None),
    ClockRow("intake",    law("LIC-07"),                            frozenset(), _tomorrow,      "deem_accept", True,    "LIC-07", None),
    ClockRow("supply",    parameter("supplement.wait_days"),        frozenset(), after("supplement.reminder_days"), "abandon", False, "R-107", "supply"),
    ClockRow("statutory", _statutory,                               EIGHT,       _near,          None,          False,   "LIC-08", None),
    ClockRow("promised",  _promised,                                EIGHT,       _warn_promised, None,          True,    "CLK-06", None),
    ClockRow("step",      _own,                                     EIGHT,       _tomorrow,      None,          False,   "R-125",  None),
    ClockRow("special",   _own,                                     frozenset(), _tomorrow,      None,          False,   "LIC-17", None),
    ClockRow("promise",   parameter("intake.promise_days"),         frozenset(), _tomorrow,      None,          False,   "R-107",  "promised"),
    ClockRow("deliver",   law("LIC-16"),                            frozenset(), _near,          None,          True,    "LIC-16", None),
    ClockRow("file",      parameter("archive.within_days"),         frozenset(), _tomorrow,      None,          False,   "R-143",  "file"),
)

TASKS: Final = (
    #       kind            lies with      post
    TaskRow("keep",         "home",        "window"),    # first contact: whoever took it in owns it to the end
    TaskRow("bring",        None,          None),        # the applicant, who is to bring the papers
    TaskRow("check",        "home",        "window"),
    TaskRow("second_check", "department",  "reviewer"),
    TaskRow("supply",       None,          None),        # the applicant, by the one-time notice
    TaskRow("promised",     None,          None),        # the applicant, by the written promise
    TaskRow("review",       "department",  "reviewer"),  # steps of the item's path
    TaskRow("special",      "department",  "reviewer"),  # holds the clocks
    TaskRow("decide",       "department",  "decider"),
    TaskRow("issue",        "home",        "window"),
    TaskRow("hand_out",     "home",        "window"),
    TaskRow("file",         "home",        "window"),
)
# fmt: on


def _nothing_open(dossier: Dossier, _: World) -> bool:
    """After acceptance only what was promised in writing, or lacked when silence accepted, may still come (R-107, LIC-30)."""
    case = dossier.case
    taken_on = case is not None and case.state in TAKEN_ON
    return taken_on and not dossier.open_tasks("promised") and r.lacks_nothing(dossier)


def _no_extension(dossier: Dossier, world: World) -> bool:
    """The item's law allows none, or the one there is has been used (R-123)."""
    return world.item.extension is None or any(
        each.more for each in dossier.clocks if each.name == "statutory"
    )


def _not_convertible(dossier: Dossier, world: World) -> bool:
    case = dossier.case
    return not world.item.convertible or case is None or case.track != "committed"


LICENSING_1: Final = Edition(
    name="licensing.1",
    moves=MOVES,
    clocks=CLOCKS,
    tasks=TASKS,
    details={"application": r.Application, "material": r.Material, "opinion": r.Opinion},
    ended=frozenset(ENDED),
    sealed=frozenset({ARCHIVED}),
    absent={"supply": _nothing_open, "extend": _no_extension, "convert": _not_convertible},
    recorded=frozenset({"extension_late"}),
    rest_paper=Paper.SPECIAL,
)
