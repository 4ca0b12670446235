"""Every message in words: event by audience, in Chinese and English. Short, warm, and it says what to do until when.

A telephone may be read by others, so nobody is named and no identity number appears; staff are named where it matters who.
"""
# ruff: noqa: E501 - a table of sentences

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.utils.translation import override

from yimen.base import phrases
from yimen.rules.limits import Limit

CHINESE: Final = "zh-hans"
ENGLISH: Final = "en"


class Audience(StrEnum):
    APPLICANT = "applicant"
    DESK = "desk"  # whose desk it lies on: window, department, or the one who took it
    LEADER = "leader"  # the hall's director and the supervisor
    OPERATOR = "operator"


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"  # due, or to be put right: it comes back at every sign-in until it is read
    ALARM = "alarm"  # a promise or the law was broken


class Both(NamedTuple):
    """Words in both languages; where there is no English, the Chinese ones."""

    zh: str
    en: str = ""


class Wording(NamedTuple):
    zh: str
    en: str
    severity: Severity = Severity.INFO
    call: bool = False  # if it cannot be sent, the window is asked to phone


A, D, L, O = Audience  # noqa: E741  one letter a row
W, WARNING, ALARM = Wording, Severity.WARNING, Severity.ALARM

# fmt: off
WORDINGS: Final[Mapping[tuple[Audience, str], Wording]] = {
    # before acceptance
    (A, "pre_registered"): W(
        "您网上申请的“{item}”已预登记，编号 {number}。请最迟 {by_on} 带材料原件到{place}交件，过期自动失效。{ask}",
        "Your application for “{item}” is pre-registered as {number}. Bring the originals to {place} by {by_on}, after which it lapses. {ask}"),
    (A, "come_soon"): W(
        "您预登记的“{item}”（编号 {number}）{by_on} 到期，请最迟当天带材料原件到{place}交件。{ask}",
        "Your pre-registration for “{item}” ({number}) lapses after {by_on}. Bring the originals to {place} by that day. {ask}", call=True),
    (A, "expired"): W(
        "您预登记的“{item}”（编号 {number}）已到期失效。如仍需办理，可以随时重新登记。{ask}",
        "Your pre-registration for “{item}” ({number}) has lapsed. You can register again at any time. {ask}"),
    (A, "registered"): W(
        "您申请的“{item}”已收件，编号 {number}，最迟 {by_on} 答复您是否受理。凭编号和收件凭证上的查询码可以随时查询进度。{ask}",
        "We have received your application for “{item}” as {number} and will answer by {by_on}. Follow it by this number and the query code on your receipt. {ask}"),
    (A, "supplement"): W(
        "您申请的“{item}”（编号 {number}）还需补正 {pieces} 项，已一次性列在《补正告知书》上。请最迟 {by_on} 补齐：可以在网上“我的办件”提交，也可以交到{place}。{ask}",
        "Your application for “{item}” ({number}) still needs {pieces} thing(s), all listed in the notice. Supply them by {by_on}, online under “My cases” or at {place}. {ask}", call=True),
    (A, "supplement_due"): W(
        "您申请的“{item}”（编号 {number}）还有材料没有补齐，请最迟 {by_on} 补交，过期将终止办理。清单见《补正告知书》，可以在网上“我的办件”提交，也可以交到{place}。{ask}",
        "Your application for “{item}” ({number}) is still incomplete. Supply what the notice lists by {by_on}, online or at {place}, or it will be closed. {ask}", call=True),
    (A, "supplied"): W(
        "您补交的“{item}”（编号 {number}）材料已收齐，最迟 {by_on} 答复您是否受理。{ask}",
        "We have everything you supplied for “{item}” ({number}) and will answer by {by_on}. {ask}"),
    (A, "closed"): W(
        "您申请的“{item}”（编号 {number}）因到期没有补齐材料，已终止办理。材料备齐后可以随时重新申请。{ask}",
        "Your application for “{item}” ({number}) was closed, since what was missing did not come in time. You can apply again at any time. {ask}", call=True),
    (A, "accepted"): W(
        "您申请的“{item}”（编号 {number}）已受理，最迟 {due_on} 办结，办好会通知您，不必来回跑。{ask}",
        "Your application for “{item}” ({number}) is accepted and will be completed by {due_on}. We will tell you; you need not come before. {ask}"),
    (A, "deemed"): W(
        "您申请的“{item}”（编号 {number}），因我们没有按时答复，依法自 {accepted_on} 起视为受理，最迟 {due_on} 办结。让您久等了，请谅解。{ask}",
        "We did not answer your application for “{item}” ({number}) in time, so by law it counts as accepted on {accepted_on} and will be completed by {due_on}. We apologise. {ask}"),
    (A, "out_of_remit"): W(
        "您申请的“{item}”（编号 {number}）不属于我们的职权，不予受理。应当向哪个机关申请、不服怎么办，都写在《不予受理决定书》中，可以在网上“我的办件”查看，或到{place}领取。{ask}",
        "“{item}” ({number}) is not within our powers. The written decision names the body to apply to and how to have it reviewed; read it under “My cases” or collect it at {place}. {ask}", call=True),
    (A, "not_needed"): W(
        "您申请的“{item}”（编号 {number}）依法不需要办理许可，理由写在《不受理告知书》中，可以在网上“我的办件”查看，或到{place}领取。{ask}",
        "By law no licence is needed for “{item}” ({number}). The notice gives the reasons; read it under “My cases” or collect it at {place}. {ask}", call=True),
    (A, "returned"): W(
        "您申请的“{item}”（编号 {number}）已退回。原因、依据和接下来怎么办，都写在《退回件通知书》中，可以在网上“我的办件”查看，或到{place}领取。{ask}",
        "Your application for “{item}” ({number}) was returned. The notice gives the reasons and what you can do; read it under “My cases” or collect it at {place}. {ask}", call=True),
    (A, "withdrawn"): W(
        "您已撤回“{item}”的申请（编号 {number}），交来的材料可以到{place}取回。需要时可以重新申请。{ask}",
        "You have withdrawn your application for “{item}” ({number}). You can collect your documents at {place}, and apply again at any time. {ask}"),
    # while it is handled
    (A, "promise_due"): W(
        "您承诺为“{item}”（编号 {number}）补交的材料，请最迟 {by_on} 在网上“我的办件”提交或交到{place}。{ask}",
        "Please supply what you promised for “{item}” ({number}) by {by_on}, online under “My cases” or at {place}. {ask}", call=True),
    (A, "special"): W(
        "您申请的“{item}”（编号 {number}）需要进行{procedure}，预计 {needed}，这段时间不计入办理期限。结束后会告诉您新的办结日期。{ask}",
        "“{item}” ({number}) needs a special procedure ({procedure}), which should take {needed}. This time is not counted; we will tell you the new date. {ask}"),
    (A, "resumed"): W(
        "您申请的“{item}”（编号 {number}）的{procedure}已经结束，办理期限继续计算，最迟 {due_on} 办结。{ask}",
        "The special procedure ({procedure}) for “{item}” ({number}) is over. It will be completed by {due_on}. {ask}"),
    (A, "extended"): W(
        "您申请的“{item}”（编号 {number}），经{organ}负责人批准延长 {more}，最迟 {due_on} 办结。理由写在《延长办理期限告知书》中。{ask}",
        "The head of {organ} has extended “{item}” ({number}) by {more}, to {due_on} at the latest. The notice gives the reasons. {ask}", call=True),
    (A, "date_changed"): W(
        "因工作日历调整，您申请的“{item}”（编号 {number}）的{what}改为 {due_on}。{ask}",
        "The work calendar has changed: for “{item}” ({number}), the {what} is now {due_on}. {ask}"),
    # the result
    (A, "ready"): W(
        "您申请的“{item}”（编号 {number}）办好了：{result}。请带{bring}到{place}领取，时间：{hours}。请人代领的，另带授权委托书。{ask}",
        "“{item}” ({number}) is ready: {result}. Collect it at {place} with {bring}; open {hours}. A proxy also needs a letter of authorisation. {ask}", call=True),
    (A, "ready_by_post"): W(
        "您申请的“{item}”（编号 {number}）办好了：{result}。我们将邮寄给您，寄出后告诉您单号，不用到场。{ask}",
        "“{item}” ({number}) is ready: {result}. We will post it to you and tell you the tracking number. {ask}", call=True),
    (A, "refused"): W(
        "您申请的“{item}”（编号 {number}）没有获得批准，理由和申请复议、提起诉讼的途径写在决定书中。请带{bring}到{place}领取，时间：{hours}，我们会当面为您说明。{ask}",
        "“{item}” ({number}) was refused. The decision gives the reasons and how to have it reviewed. Collect it at {place} with {bring}; open {hours}. We will explain it to you. {ask}", call=True),
    (A, "posted"): W(
        "您申请的“{item}”（编号 {number}）的结果已由{carrier}寄出，单号 {tracking_no}，请注意查收。{ask}",
        "The result of “{item}” ({number}) was posted with {carrier}, tracking number {tracking_no}. {ask}", call=True),
    (A, "collected"): W(
        "您申请的“{item}”（编号 {number}）的结果已由您委托的人领取。如果不是您委托的，请马上与我们联系。{ask}",
        "Somebody you authorised has collected the result of “{item}” ({number}). If it was not you who sent them, contact us at once. {ask}"),

    # bookings, which are no cases
    (A, "booked"): W(
        "您已预约{what}：{when}，{place}。预约号 {number}，到场后凭预约号报到。需要改约或者取消，请最迟 {until} 在网上“我的预约”办理。{ask}",
        "You have booked {what}: {when} at {place}. Your booking is {number}; check in with it when you arrive. Change or cancel it by {until} online under “My bookings”. {ask}"),
    (A, "visit_booked"): W(
        "您已预约{what}上门服务：{when}。预约号 {number}。我们安排好人员后再通知您，您不用到大厅。{ask}",
        "You have booked a visit for {what}: {when}. Your booking is {number}. We will tell you when our team is arranged; you need not come. {ask}"),
    (A, "visit_arranged"): W(
        "您预约的{what}上门服务（预约号 {number}）已安排，工作人员 {when} 上门，请备好材料原件。上门不收取任何费用。{ask}",
        "Your visit for {what} (booking {number}) is arranged: we come on {when}. Have the original documents ready. Nobody may ask you for money. {ask}"),
    (A, "booking_changed"): W(
        "您的预约（预约号 {number}，{what}）已改为 {when}，{place}。{ask}",
        "Your booking {number} for {what} is now {when} at {place}. {ask}"),
    (A, "booking_cancelled"): W(
        "您的预约（预约号 {number}，{what}，{when}）已取消，可以随时重新预约。{ask}",
        "Your booking {number} for {what} on {when} is cancelled. You can book again at any time. {ask}"),
    (A, "booking_soon"): W(
        "提醒您：{when} 有预约，办理{what}，{place}，预约号 {number}。来不了请最迟 {until} 取消，把位子让给别人。{ask}",
        "A reminder: {when}, {what} at {place}, booking {number}. If you cannot come, cancel by {until}, so that somebody else has the place. {ask}"),
    # in the hall
    (A, "ticket_near"): W(
        "您的号 {number}（{queue}）前面还有 {ahead} 位，实时进度 {link} ，请到等候区留意叫号。",
        "{ahead} ahead of your number {number} ({queue}). Please come to the waiting area. How far it is: {link}"),
    (A, "rate_service"): W(
        "您的号 {number} 已办结，请点击 {link} 评价本次服务，不记名。",
        "Your number {number} has been served. Tell us how it was; nobody asks your name: {link}"),


    # on the desk
    (D, "new_case"): W(
        "新收件“{item}”（编号 {number}），请最迟 {due_on} 答复是否受理。",
        "New: “{item}” ({number}). Answer it by {due_on}."),
    (D, "supplied"): W(
        "申请人补交了“{item}”（编号 {number}）的材料，请审查。",
        "The applicant has supplied something for “{item}” ({number}). Please check it."),
    (D, "second_check"): W(
        "请复审“{item}”（编号 {number}），最迟 {due_on} 须答复申请人。",
        "Please check “{item}” ({number}) a second time; the applicant must be answered by {due_on}."),
    (D, "checked"): W(
        "部门已复审“{item}”（编号 {number}），请最迟 {due_on} 答复申请人。",
        "The department has checked “{item}” ({number}). Answer the applicant by {due_on}."),
    (D, "review"): W(
        "“{item}”（编号 {number}）转来办理：{task}，办件 {due_on} 到期。",
        "“{item}” ({number}) has come for: {task}. The case is due on {due_on}."),
    (D, "decide"): W(
        "“{item}”（编号 {number}）审查完毕，请作出决定，办件 {due_on} 到期。",
        "“{item}” ({number}) has been reviewed. Please decide; the case is due on {due_on}."),
    (D, "issue"): W(
        "“{item}”（编号 {number}）已作出决定，请最迟 {due_on} 办结并通知申请人。",
        "“{item}” ({number}) is decided. Complete it and let the applicant know by {due_on}."),
    (D, "handed_over"): W(
        "{by}把“{item}”（编号 {number}）的{task}交给您办理，办件 {due_on} 到期。",
        "{by} has handed “{item}” ({number}) over to you: {task}. The case is due on {due_on}."),
    (D, "workflow_booked"): W(
        "{when} 有全程预留的预约{what}（预约号 {number}），{step}由您{stands}办理。请预留 {free}，届时优先办理。",
        "{when}: a booked workflow, {what} ({number}). {step} is yours{stands}. Keep {free} free and put other work aside."),
    (D, "workflow_off"): W(
        "{when} 全程预留的预约{what}（预约号 {number}）已取消或者改期，您不用再预留时间。",
        "The booked workflow {what} ({number}) on {when} was cancelled or moved. You need not keep the time free."),
    (D, "contact_passed_on"): W(
        "{by}把 {at} 接待的群众{what}转给您，请尽快办理，办结后在“接待”里登记结果。",
        "{by} has passed on to you what a visitor asked at {at}: {what}. See to it, then record the result under “Contacts”."),
    (D, "contact_reminder"): W(
        "{by}催办：{at} 接待的群众{what}还没有办结，请抓紧办理并登记结果。",
        "{by} reminds you: what a visitor asked at {at}, {what}, is not done yet. Please see to it and record the result.", WARNING),
    (D, "reminder"): W(
        "“{item}”（编号 {number}）的{what}为 {due_on}，快到期了，请抓紧办理。",
        "“{item}” ({number}): the {what} is {due_on}. Please see to it.", WARNING),
    (D, "overdue"): W(
        "预警：“{item}”（编号 {number}）的{what}为 {due_on}，已经超期，请立即办理并向申请人说明。",
        "Warning: “{item}” ({number}) is overdue; the {what} was {due_on}. Act now, and explain it to the applicant.", WARNING),
    (D, "task_reminder"): W(
        "“{item}”（编号 {number}）的{task}限 {due_on} 完成，快到期了，请抓紧办理。",
        "“{item}” ({number}): {task} is due on {due_on}. Please see to it.", WARNING),
    (D, "task_overdue"): W(
        "预警：“{item}”（编号 {number}）的{task}限 {due_on} 完成，已经超期，请立即办理。",
        "Warning: “{item}” ({number}): {task} was due on {due_on} and is overdue. Act now.", WARNING),
    (D, "deemed"): W(
        "“{item}”（编号 {number}）没有按时答复，依法自 {accepted_on} 起视为受理，{due_on} 到期，请抓紧办理。",
        "“{item}” ({number}) was not answered in time and counts as accepted on {accepted_on}; it is due on {due_on}.", WARNING),
    (D, "phone"): W(
        "下面这条短信没有送到申请人手机（{why}），请打电话告知：{told}",
        "This text did not reach the applicant ({why}). Please phone them: {told}", WARNING),
    (D, "device_silent"): W(
        "{hall}的“{device}”从 {at} 起没有回应，已超过 {minutes} 分钟。请到现场查看电源和网线，并引导群众到咨询台取号。",
        "“{device}” at {hall} has not answered since {at}, more than {minutes} minutes ago. Look at its plug and network, and send people to the desk.", WARNING),
    (D, "device_trouble"): W(
        "{hall}的“{device}”{at} 报告：{trouble}。请到现场处理。",
        "“{device}” at {hall} says at {at}: {trouble}. Please see to it.", WARNING),
    (D, "not_drawn"): W(
        "“{item}”（编号 {number}）的文书没有生成，请先手工告知申请人，并联系系统管理员。",
        "A paper of “{item}” ({number}) could not be drawn. Tell the applicant by hand for now, and call the administrator.", WARNING),

    # to those who lead and supervise
    (L, "overdue"): W(
        "预警：“{item}”（编号 {number}）的{what}为 {due_on}，已经超期。收件窗口：{window}；正在办理：{holder}。",
        "Warning: “{item}” ({number}) is overdue; the {what} was {due_on}. Taken in by {window}, now with {holder}.", WARNING),
    (L, "statutory_overdue"): W(
        "“{item}”（编号 {number}）已超过法定期限 {due_on}。收件窗口：{window}；正在办理：{holder}。",
        "“{item}” ({number}) has passed its statutory limit, {due_on}. Taken in by {window}, now with {holder}.", ALARM),
    (L, "task_overdue"): W(
        "预警：“{item}”（编号 {number}）的{task}限 {due_on} 完成，已经超期。责任人：{holder}。",
        "Warning: “{item}” ({number}): {task} was due on {due_on} and is overdue. It lies with {holder}.", WARNING),
    (L, "deemed"): W(
        "“{item}”（编号 {number}）没有按时答复申请人，依法自 {accepted_on} 起视为受理。收件窗口：{window}。",
        "“{item}” ({number}) was not answered in time and counts as accepted on {accepted_on}. Taken in by {window}.", ALARM),
    (L, "breach"): W(
        "{by}再次要求“{item}”（编号 {number}）的申请人补正 {pieces} 项第一次就能提出的内容，违反一次性告知。",
        "{by} has again asked the applicant of “{item}” ({number}) for {pieces} thing(s) that could have been named the first time.", ALARM),
    (L, "unread"): W(
        "“{item}”（编号 {number}）的超期预警发给{window}后 {hours}仍没有人看，请督促。正在办理：{holder}。",
        "Nobody at {window} has read the overdue warning on “{item}” ({number}) within {hours}. Now with {holder}.", ALARM),

    # to those who keep it running
    (O, "gateway_refuses"): W(
        "短信网关不接受本大厅的账号（{why}），短信发不出去。请核对 YIMEN_SMS_ACCOUNT 和 YIMEN_SMS_SECRET。",
        "The SMS gateway does not accept this hall's account ({why}): no text leaves. Check YIMEN_SMS_ACCOUNT and YIMEN_SMS_SECRET.", ALARM),
    (O, "gave_up"): W(
        "后台事务“{run}”多次失败，已停止重试：{why}。请排除故障后重新执行。",
        "The to-do “{run}” has failed again and again and is not tried any more: {why}. Put it right, then run it again.", ALARM),
}

CLOCKS: Final[Mapping[str, Both]] = {  # a date of the case, by the clock it comes from
    "unused":    Both("预登记有效期", "last day of your pre-registration"),
    "intake":    Both("答复期限", "date of our answer"),
    "supply":    Both("补正期限", "last day for the supplement"),
    "statutory": Both("法定期限", "statutory date"),
    "promised":  Both("承诺办结日期", "promised date"),
    "deliver":   Both("送达期限", "last day for delivery"),
}
TASKS: Final[Mapping[str, Both]] = {  # what a task is called where the item's path gives it no name
    "keep":         Both("首问跟办", "follow-up as first contact"),
    "check":        Both("受理审查", "the check before acceptance"),
    "second_check": Both("复审", "the second check"),
    "promised":     Both("容缺材料补交", "the promised documents"),
    "review":       Both("审查", "the review"),
    "special":      Both("特别程序", "the special procedure"),
    "decide":       Both("决定", "the decision"),
    "issue":        Both("办结", "completion"),
    "hand_out":     Both("结果送达", "handing out the result"),
    "file":         Both("归档", "archiving"),
}
TROUBLES: Final[Mapping[str, Both]] = {  # what a device says of itself
    "unreachable": Both("连接不上", "it cannot be reached"),
    "no_answer":   Both("没有应答", "it does not answer"),
    "paper_out":   Both("缺纸", "it is out of paper"),
    "cover_open":  Both("上盖没有合上", "its cover is open"),
    "cutter":      Both("切刀卡住", "its knife is stuck"),
    "offline":     Both("处于脱机状态", "it is offline"),
    "error":       Both("出现故障", "something is wrong with it"),
}
FAILURES: Final[Mapping[str, Both]] = {  # why a text did not arrive; what a gateway says is shown as it is
    "no_mobile":    Both("没有留手机号码", "no mobile number was given"),
    "not_wanted":   Both("申请人没有申请短信通知", "the applicant did not ask for texts"),
    "switched_off": Both("本厅不发这一环节的短信", "the hall sends no text of this step"),
    "no_gateway":   Both("没有接入短信网关", "no SMS gateway is connected"),
    "too_late":     Both("短信网关停用过久", "the gateway was away for too long"),
}
# fmt: on


def wording(audience: Audience, event: str) -> Wording:
    return WORDINGS[audience, event]


def render(audience: Audience, event: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentence in each language, with its facts in that language."""
    words = WORDINGS[audience, event]
    return {
        CHINESE: _filled(words.zh, facts, CHINESE),
        ENGLISH: _filled(words.en, facts, ENGLISH).strip(),
    }


def _filled(sentence: str, facts: Mapping[str, Any], language: str) -> str:
    with override(language):
        return sentence.format_map({name: _said(value, language) for name, value in facts.items()})


def _said(value: Any, language: str) -> str:
    match value:
        case Both(zh, en):
            return en or zh if language == ENGLISH else zh
        case datetime() | date():
            return phrases.day(value)
        case Limit():
            return phrases.limit(value)
        case _:
            return str(value)
