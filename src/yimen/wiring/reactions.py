"""Everything that follows from something: one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from yimen.modules.cases import reactions as cases
from yimen.modules.ledger.events import Reaction, on
from yimen.modules.licensing import reactions as licensing
from yimen.modules.messages import reactions as messages
from yimen.modules.reception import reactions as reception
from yimen.modules.workdays.events import touches_clocks


def issues_papers(head: Mapping[str, Any]) -> bool:
    return bool(head.get("papers"))


ENDS: Final = ("deliver", "withdraw", "return", "decline", "abandon", "expire")

# fmt: off
REACTIONS: Final[tuple[Reaction, ...]] = (
    *on("*",              licensing.draw_papers, if_=issues_papers),
    *on("amend_calendar", cases.retime,          if_=touches_clocks),
    *on("amend_hours",    cases.retime),
    *on("*",              cases.list_late,      if_=cases.is_late),

    # the applicant is told, at once by an act, at opening by what happened overnight
    *on("pre_register",   messages.tell_pre_registered),
    *on("receive",        messages.tell_registered),
    *on("ask_supplement", messages.tell_supplement),
    *on("supply",         messages.tell_supplied,      if_=messages.all_supplied),
    *on("accept",         messages.tell_accepted,      if_=messages.not_instant),
    *on("deem_accept",    messages.tell_deemed,        at_opening=True),
    *on("decline",        messages.tell_not_accepted),
    *on("return",         messages.tell_returned),
    *on("withdraw",       messages.tell_withdrawn),
    *on("suspend",        messages.tell_special),
    *on("*",              messages.tell_rests,         if_=messages.says("rests")),
    *on("resume",         messages.tell_resumed,       if_=messages.runs_again),
    *on("extend",         messages.tell_extended),
    *on("retime",         messages.tell_date_changed),
    *on("complete",       messages.tell_ready),
    *on("deliver",        messages.tell_delivered),
    *on("turn",           messages.remind_applicant,   if_=messages.turned("yellow", *messages.OWED), at_opening=True),
    *on("abandon",        messages.tell_closed,        at_opening=True),
    *on("expire",         messages.tell_expired,       at_opening=True),

    # staff: what has come to a desk, what is due, what went wrong
    *on("*",              messages.tell_desks,         if_=messages.hands_on),
    *on("supply",         messages.tell_supplied_more, if_=messages.by_applicant),
    *on("hand_over_task", messages.tell_handed_over,   if_=messages.says("to")),
    *on("*",              messages.remind,             if_=messages.case_turned("yellow"), at_opening=True),
    *on("*",              messages.warn,               if_=messages.case_turned("red"), at_opening=True),
    *on("turn",           messages.warn_statutory,     if_=messages.turned("red", "statutory"), at_opening=True),
    *on("turn",           messages.remind_task,        if_=messages.turned("yellow", *messages.STEPS), at_opening=True),
    *on("turn",           messages.warn_task,          if_=messages.turned("red", *messages.STEPS), at_opening=True),
    *on("deem_accept",    messages.alarm_deemed,       at_opening=True),
    *on("ask_supplement", messages.alarm_breach,       if_=messages.says("breach")),
    # bookings: whoever booked, and who keeps the time free
    *on("book",           reception.tell_booked),
    *on("change_booking", reception.tell_booking_changed),
    *on("cancel_booking", reception.tell_booking_cancelled),
    *on("arrange_visit",  reception.tell_visit_arranged),
    # who left a telephone with a ticket and has only a few ahead
    *(each for act in reception.SHORTENS for each in on(act, reception.tell_near, if_=reception.names_near)),
    # who asked something: whoever has it now, and an end to what is followed once the matter is closed
    *on("end_contact",    reception.tell_handler, if_=reception.is_passed_on),
    *on("remind_contact", reception.tell_reminder),
    *(each for act in ENDS for each in on(act, reception.close_followed)),

    *(each for act in messages.WORK_DONE for each in on(act, messages.settle)),
)
# fmt: on
