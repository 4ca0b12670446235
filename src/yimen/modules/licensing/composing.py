"""What each paper of a case says (R-137): gathered from the move, the place and the item, before its number is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings

from yimen.base.clock import ZONE
from yimen.base.crypto import blind_index, blind_indexes
from yimen.base.findings import sentence
from yimen.modules.cases.engine import Drawn
from yimen.modules.people import queries as people
from yimen.rules.dossier import FAR
from yimen.rules.engine import Decided, PaperWanted, World
from yimen.rules.findings import Finding
from yimen.rules.numbering import CaseNumber, PaperNumber, query_code
from yimen.rules.once import BY_HAND
from yimen.rules.papers import PAPERS, Paper, require_whole, template, title

LICENSING_LAW: Final = "《中华人民共和国行政许可法》"
ARTICLES: Final[Mapping[Paper, str]] = {
    Paper.SUPPLEMENT: "第三十二条第一款第四项",
    Paper.ACCEPTANCE: "第三十二条第一款第五项",
    Paper.NOT_ACCEPTED_REMIT: "第三十二条第一款第二项",
    Paper.NOT_ACCEPTED_NO_NEED: "第三十二条第一款第一项",
    Paper.SPECIAL: "第四十五条",
    Paper.PERMIT: "第三十八条第一款",
    Paper.REFUSAL: "第三十八条第二款",
}

IN_LAW: Final[Mapping[str, Paper]] = {  # what a return is, and so by which article (KIND-01)
    "one_time_notice": Paper.SUPPLEMENT,
    "out_of_remit": Paper.NOT_ACCEPTED_REMIT,
    "refusal": Paper.REFUSAL,
}


def code_of(number: str) -> str:
    """The applicant's query code of a case: derived, not stored; without the hall's key nobody can make one."""
    return query_code(hashlib.sha256(blind_index("query_code", number)).digest())


def codes_of(number: str) -> tuple[str, ...]:
    """Every code that opens a case: one for each key still in the list, so that changing keys locks nobody out."""
    return tuple(query_code(hashlib.sha256(each).digest()) for each in blind_indexes("query_code", number))


def compose(decided: Decided, world: World, said: Mapping[str, Any]) -> Sequence[Drawn]:
    """Series, layout and content of every paper this move issues. Refused: `paper_lacks` what it must say."""
    shared = _shared(decided, world, said)
    return [_draw(wanted, shared, Context(wanted.facts, decided, world, said)) for wanted in decided.papers]


@dataclass(frozen=True, slots=True)
class Context:
    """What a paper is made of: what the rule said of it, the move, the world, and what the command looked up."""

    facts: Mapping[str, Any]
    decided: Decided
    world: World
    said: Mapping[str, Any]


def _draw(wanted: PaperWanted, shared: Mapping[str, Any], c: Context) -> Drawn:
    kind = Paper(wanted.kind)
    content = {**shared, **_FACTS[kind](c)}
    content = {name: value for name, value in content.items() if value is not None}
    require_whole(kind, content)
    word = c.world.places.units[c.world.item.department].word
    series = PaperNumber(word + PAPERS[kind].suffix, c.world.today.year, 1).series
    return Drawn(series, str(kind), template(kind), content)


def _shared(decided: Decided, world: World, said: Mapping[str, Any]) -> dict[str, Any]:
    case = decided.after.case
    assert case is not None
    place = world.places.place(case.home)
    organ = world.places.units[world.item.department]
    who = said.get("applicant") or _applicant(decided)
    officer = said.get("officer") or {}
    return {
        "hall": place.hall_name,
        "hall_address": place.address,
        "hall_phone": place.phone,
        "window": place.window or place.hall_name,
        "organ": organ.name,
        "seal": f"{organ.name}行政审批专用章",
        "case_no": str(CaseNumber.parse(case.number)),
        "issued_on": world.today.isoformat(),
        "applicant": who["name"],
        "applicant_kind": who["kind"],
        "item": world.item.name,
        "officer": {
            "name": officer.get("name") or place.window or place.hall_name,
            "phone": officer.get("phone") or place.phone,
        },
        "verify_url": f"{settings.YIMEN_URL}/verify/",
        "query_code": code_of(case.number),
        "received_at": case.received_at.astimezone(ZONE).isoformat(),
    }


def _applicant(decided: Decided) -> dict[str, str]:
    person = next(
        each.person
        for each in decided.after.parties
        if each.role == "applicant" and each.until is None and each.person
    )
    card = people.person(person, unmasked=False)
    return (
        {"name": card.name, "kind": str(card.kind)} if card else {"name": "（已依法删除）", "kind": "person"}
    )


def _law(kind: Paper) -> str:
    return LICENSING_LAW + ARTICLES[kind]


def _names(world: World) -> dict[str, str]:
    return {each.code: each.name for each in world.item.materials}


def _receipt(c: Context) -> dict[str, Any]:
    names = _names(c.world)
    intake = c.decided.after.clock("intake")
    pieces = {each.code: each for each in c.decided.after.of("material")}
    return {
        "materials": [
            {
                "name": names.get(code, code),
                "original": bool(piece.original),
                "copies": piece.copies,
                "pages": piece.pages,
                "stamped": piece.stamped,
                "state": "received" if piece.here else "promised" if piece.promise else "lacking",
            }
            for code, piece in sorted(pieces.items(), key=lambda pair: pair[1].no)
        ],
        "answer_by_on": _day(intake.due_at) if intake and intake.runs and intake.due_at < FAR else None,
    }


def _supplement(c: Context) -> dict[str, Any]:
    supply = c.decided.after.clock("supply")
    return {
        "alias": c.facts.get("alias"),
        "findings": lacking(c.said.get("full_findings", ()), c.facts.get("extra", ()), c.world),
        "basis": _law(Paper.SUPPLEMENT),
        "due_on": _day(supply.due_at) if supply else None,
    }


def lacking(
    findings: Sequence[Mapping[str, Any]], extra: Sequence[Mapping[str, Any]], world: World
) -> list[dict[str, str]]:
    """What lacks, each with what is wrong and what to do, in Chinese: a paper is an official text."""
    names = _names(world)
    rows = []
    for row in findings:
        finding = Finding.from_json(dict(row))
        if finding.lacks and finding.rule != BY_HAND:
            text, remedy = sentence(finding)
            what = names.get(finding.material or "", "") or field_title(world.item.form, finding.field or "")
            rows.append({"what": what, "rule": text, "remedy": remedy or _AS_ASKED})
    for each in extra:
        what = names.get(each.get("material") or "", "") or field_title(
            world.item.form, each.get("field") or ""
        )
        rows.append(
            {
                "what": what or "申请材料",
                "rule": each["text"],
                "remedy": each.get("remedy") or _AS_ASKED,
            }
        )
    return rows


_AS_ASKED: Final = "请按要求补正后提交。"
_APPLICANT: Final = {
    "kind": "申请人类型",
    "name": "申请人姓名或名称",
    "id_type": "申请人证件类型",
    "id_number": "申请人证件号码",
    "phone": "申请人联系电话",
}


def field_title(form: Mapping[str, Any] | None, path: str) -> str:
    """What a field is called on the form; of the applicant's particulars, what they are."""
    if path.startswith("applicant."):
        return _APPLICANT.get(path.removeprefix("applicant."), "申请人信息")
    schema: Mapping[str, Any] = form or {}
    for part in path.split("."):
        schema = (schema.get("properties") or {}).get(part) or {}
    return f"申请表“{schema['title']}”一栏" if schema.get("title") else path


def _acceptance(c: Context) -> dict[str, Any]:
    case = c.decided.after.case
    assert case is not None
    assert case.accepted_at is not None
    promised, statutory = c.decided.after.clock("promised"), c.decided.after.clock("statutory")
    deemed = c.decided.act == "deem_accept"
    return {
        "alias": c.facts.get("alias")
        if c.facts.get("alias") in {"committed", "joint", "escalated"}
        else None,
        "deemed": deemed or None,
        "track": case.track,
        "accepted_on": _day(case.accepted_at),
        "limit": c.world.item.promised.to_json(),
        "due_on": _day(promised.due_at) if promised else None,
        "statutory_limit": c.world.item.statutory.to_json(),
        "statutory_due_on": _day(statutory.due_at) if statutory else None,
        "provisional": bool(promised and _provisional(promised.due_at, c.world)) or None,
        "basis": _law(
            Paper.SUPPLEMENT if deemed else Paper.ACCEPTANCE
        ),  # silence accepts by the article it broke
    }


def _provisional(due_at: datetime, world: World) -> bool:
    """Whether no notice vouches yet for the day that is told, so that it may still move (CAL-03)."""
    return due_at < FAR and world.calendar.is_provisional(due_at.astimezone(ZONE).date())


def remedies(world: World, department: int) -> list[dict[str, Any]]:
    """The two ways to have it reviewed, with body and limit (LIC-13, ADM-01, ADM-05b)."""
    government = world.places.government(department).name
    city = government.removesuffix("人民政府")
    return [
        {"way": "reconsideration", "body": government, "limit": world.law("ADM-01")[0].to_json()},
        {"way": "suit", "body": f"{city}人民法院", "limit": world.law("ADM-05b")[0].to_json()},
    ]


def _returned(c: Context) -> dict[str, Any]:
    return {
        "ground": c.facts["ground"],
        "legal": c.facts["legal"],
        "reason": c.facts["reason"],
        "findings": lacking(c.said.get("full_findings", ()), (), c.world),
        "basis": _law(IN_LAW[c.facts["legal"]]),
        "remedies": remedies(c.world, c.world.item.department),
        "competent_body": c.facts.get("competent"),
        "letter_no": c.facts.get("letter"),
    }


def _not_accepted(kind: Paper) -> Any:
    def content(c: Context) -> dict[str, Any]:
        return {
            "reason": c.facts["reason"],
            "competent_body": c.facts.get("competent"),
            "competent_contact": c.facts.get("contact"),
            "basis": _law(kind),
            "remedies": remedies(c.world, c.world.item.department),
        }

    return content


def _special(c: Context) -> dict[str, Any]:
    task = c.facts["task"]
    clock = next(each for each in c.decided.after.clocks if each.name == "special" and each.task == task)
    names = {each.code: each.name for each in c.world.pack.suspensions["licensing"]}
    return {
        "procedure": names[c.facts["holds"]],
        "reason": c.facts["reason"],
        "needed": c.facts["needed"],
        "starts_on": c.world.today.isoformat(),
        "ends_on": _day(clock.due_at),
        "basis": _law(Paper.SPECIAL),
    }


def _extension(c: Context) -> dict[str, Any]:
    before, after = c.decided.before.clock(c.facts["clock"]), c.decided.after.clock(c.facts["clock"])
    case = c.decided.after.case
    assert before is not None
    assert after is not None
    assert case is not None
    joint = case.track == "joint"  # then it is the head of the government who approves (LIC-08)
    return {
        "reason": c.facts["reason"],
        "more": {"n": c.facts["more"], "unit": after.limit_unit},
        "old_due_on": _day(before.due_at),
        "new_due_on": _day(after.due_at),
        "approved_by": c.facts["approved_by"],
        "basis": LICENSING_LAW + ("第四十二条第二款" if joint else "第四十二条第一款"),
    }


def _retimed(c: Context) -> dict[str, Any]:
    whose = "国务院办公厅" if c.world.calendar.name == "CN" else "本地人民政府"
    return {
        "reason": "节假日安排有了调整，办理期限内的工作日随之变化，原告知的办结日期顺延。",
        "old_due_on": _day(datetime.fromisoformat(c.facts["old"])),
        "new_due_on": _day(datetime.fromisoformat(c.facts["new"])),
        "basis": c.facts.get("notice") or f"{whose}关于节假日安排的通知",
    }


def _permit(c: Context) -> dict[str, Any]:
    deliver = c.decided.after.clock("deliver")
    case = c.decided.after.case
    assert case is not None
    assert case.decided_at is not None
    licence = None
    if c.world.item.result_name:
        licence = {"name": c.world.item.result_name, "number": None, "valid_to": c.facts.get("valid_until")}
        licence = {name: value for name, value in licence.items() if value}
    return {
        "decision": c.facts.get("decision") or f"经审查，申请符合法定条件，准予办理{c.world.item.name}。",
        "decided_on": _day(case.decided_at),
        "basis": [*c.world.item.legal_basis, _law(Paper.PERMIT)],
        "letter_no": c.facts.get("letter"),
        "licence": licence,
        "deliver_by_on": _day(deliver.due_at) if deliver and deliver.due_at < FAR else None,
    }


def _completion(c: Context) -> dict[str, Any]:
    case = c.decided.after.case
    assert case is not None
    assert case.decided_at is not None
    return {
        "decision": c.facts.get("decision") or f"经核对，所申请的{c.world.item.name}符合条件，现予办结。",
        "decided_on": _day(case.decided_at),
        "result": [{"name": "办理结果", "value": c.world.item.result_name}]
        if c.world.item.result_name
        else None,
    }


def _refusal(c: Context) -> dict[str, Any]:
    case = c.decided.after.case
    assert case is not None
    assert case.decided_at is not None
    reasons = [line.strip() for line in str(c.facts["reasons"]).splitlines() if line.strip()]
    return {
        "reasons": reasons,
        "decided_on": _day(case.decided_at),
        "basis": [c.facts["basis"], _law(Paper.REFUSAL)],
        "letter_no": c.facts.get("letter"),
        "remedies": remedies(c.world, c.world.item.department),
    }


def _withdrawal(c: Context) -> dict[str, Any]:
    names = _names(c.world)
    codes = dict.fromkeys(each.code for each in c.decided.after.of("material"))
    return {
        "withdrawn_on": c.world.today.isoformat(),
        "reason": c.said.get("text") or None,
        "materials": [{"name": names.get(code, code)} for code in codes],
    }


def _promise(c: Context) -> dict[str, Any]:
    names = _names(c.world)
    clock = c.decided.after.clock("promise")
    by_on = _day(clock.due_at) if clock else c.world.today.isoformat()
    promised = [
        each
        for each in c.decided.after.of("application")[0].findings
        if (each.get("facts") or {}).get("promised")
    ]
    return {
        "promises": [
            {"what": names.get(each.get("material", ""), "承诺补交的材料"), "by_on": by_on}
            for each in promised
        ],
        "consequence": "到期未补齐或者补交的材料不符合要求的，视为撤回申请，由此产生的后果由申请人承担。",
    }


def _delivery(c: Context) -> dict[str, Any]:
    served = [each for each in c.decided.after.papers if each.served_at is not None]
    return {
        "served": [
            {"title": title(Paper(each.kind)).zh, "paper_no": str(PaperNumber.in_series(each.series, each.k))}
            for each in served
        ],
        "way": c.facts["way"],
        "recipient": c.facts["receiver"],
    }


def _day(at: datetime) -> str:
    day: date = at.astimezone(ZONE).date()
    return day.isoformat()


_FACTS: Final[Mapping[Paper, Any]] = {
    Paper.RECEIPT: _receipt,
    Paper.SUPPLEMENT: _supplement,
    Paper.ACCEPTANCE: _acceptance,
    Paper.RETURNED: _returned,
    Paper.NOT_ACCEPTED_REMIT: _not_accepted(Paper.NOT_ACCEPTED_REMIT),
    Paper.NOT_ACCEPTED_NO_NEED: _not_accepted(Paper.NOT_ACCEPTED_NO_NEED),
    Paper.SPECIAL: _special,
    Paper.EXTENSION: _extension,
    Paper.RETIMED: _retimed,
    Paper.PERMIT: _permit,
    Paper.COMPLETION: _completion,
    Paper.REFUSAL: _refusal,
    Paper.WITHDRAWAL: _withdrawal,
    Paper.PROMISE: _promise,
    Paper.DELIVERY: _delivery,
}
