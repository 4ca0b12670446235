"""The papers a hall issues: what each is called, what it must say, when it may be issued (R-136, R-137)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from yimen.rules.refused import Refused


class Paper(StrEnum):
    """A kind of paper."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    ACCEPTANCE = "acceptance"
    RETURNED = "returned"
    NOT_ACCEPTED_REMIT = "not_accepted_remit"
    NOT_ACCEPTED_NO_NEED = "not_accepted_no_need"
    SPECIAL = "special"
    EXTENSION = "extension"
    RETIMED = "retimed"
    PERMIT = "permit"
    COMPLETION = "completion"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    PROMISE = "promise"
    DELIVERY = "delivery"


class Title(NamedTuple):
    """What stands at the head of a paper."""

    zh: str
    en: str


class PaperKind(NamedTuple):
    title: Title
    suffix: str  # last of the 文号's word: 登城管 + 受 → 登城管受〔2026〕35号
    facts: tuple[
        str, ...
    ]  # what decides this paper, beyond COMMON; "a[].b": each a has a b; [+]: at least one
    basis: str
    sealed: bool = True  # carries the organ's special seal (LIC-07c, LIC-14)
    adverse: bool = False  # names the remedies (LIC-13)


EDITION: Final = 1  # of the layouts; a released one is never changed, only followed by the next

# What every paper says, whatever it decides. Its number is drawn at issue, so no content holds it.
COMMON: Final = (
    "hall",  # name of the hall
    "hall_phone",
    "window",
    "organ",  # the body in whose name the paper speaks
    "case_no",
    "issued_on",  # a date, YYYY-MM-DD
    "applicant",  # name of the person or organisation
    "item",  # name of the service item
    "officer.name",
    "officer.phone",
    "verify_url",  # address of the public check, to which the number is added
)
SEAL: Final = "seal"  # name of the special seal: 云岫市城市管理局行政审批专用章
REMEDIES: Final = ("remedies[+].way", "remedies[+].body", "remedies[+].limit")
WAYS: Final = ("reconsideration", "suit")  # both must be told
FINDINGS: Final = ("findings[+].what", "findings[+].rule", "findings[+].remedy")

# fmt: off
PAPERS: Final[Mapping[Paper, PaperKind]] = {
    Paper.RECEIPT: PaperKind(
        Title("收件凭证", "Receipt of application"), "收",
        ("received_at", "query_code", "materials[].name", "materials[].copies", "materials[].pages",
         "materials[].state"), "R-078"),
    Paper.SUPPLEMENT: PaperKind(
        Title("补正告知书", "Notice of what is still needed"), "补",
        (*FINDINGS, "basis"), "LIC-07"),
    Paper.ACCEPTANCE: PaperKind(
        Title("受理通知书", "Notice of acceptance"), "受",
        ("accepted_on", "limit", "basis"), "LIC-07c"),
    Paper.RETURNED: PaperKind(
        Title("退回件通知书", "Notice of return"), "退",
        ("ground", "reason", "basis"), "R-106", adverse=True),
    Paper.NOT_ACCEPTED_REMIT: PaperKind(
        Title("不予受理决定书", "Decision not to accept: not within powers"), "不受",
        ("reason", "competent_body", "basis"), "LIC-05", adverse=True),
    Paper.NOT_ACCEPTED_NO_NEED: PaperKind(
        Title("不受理告知书", "Notice: no licence is needed"), "免",
        ("reason", "basis"), "LIC-04", adverse=True),
    Paper.SPECIAL: PaperKind(
        Title("特别程序告知书", "Notice of a special procedure"), "特",
        ("procedure", "reason", "needed", "starts_on", "basis"), "LIC-17"),
    Paper.EXTENSION: PaperKind(
        Title("延长办理期限告知书", "Notice of extension"), "延",
        ("reason", "old_due_on", "new_due_on", "approved_by", "basis"), "LIC-08"),
    Paper.RETIMED: PaperKind(
        Title("办结日期变更告知书", "Notice of a changed date"), "变",
        ("reason", "old_due_on", "new_due_on", "basis"), "R-126"),
    Paper.PERMIT: PaperKind(
        Title("准予行政许可决定书", "Decision to grant a licence"), "许",
        ("decided_on", "basis", "letter_no"), "LIC-12"),
    Paper.COMPLETION: PaperKind(
        Title("办结通知书", "Notice of completion"), "结",
        ("decided_on",), "R-102"),
    Paper.REFUSAL: PaperKind(
        Title("不予行政许可决定书", "Decision to refuse a licence"), "不许",
        ("reasons", "decided_on", "basis", "letter_no"), "LIC-13", adverse=True),
    Paper.WITHDRAWAL: PaperKind(
        Title("撤回申请确认书", "Confirmation of withdrawal"), "撤",
        ("withdrawn_on",), "R-098"),
    Paper.PROMISE: PaperKind(
        Title("容缺受理承诺书", "Promise to supply what is missing"), "诺",
        ("promises[+].what", "promises[+].by_on", "consequence"), "R-107", sealed=False),
    Paper.DELIVERY: PaperKind(
        Title("送达回证", "Proof of delivery"), "达",
        ("served[+].title", "way", "recipient"), "R-144", sealed=False),
}

# The same paper under another name: by the case's track, or by a hall's custom.
ALIASES: Final[Mapping[tuple[Paper, str], Title]] = {
    (Paper.RECEIPT, "register"):     Title("收件登记回执", "Receipt of registration"),
    (Paper.SUPPLEMENT, "handling"):  Title("办件通知书", "Handling notice"),
    (Paper.SUPPLEMENT, "slip"):      Title("补办通知单", "Supplement slip"),
    (Paper.SUPPLEMENT, "once"):      Title("一次性告知书", "One-time notice"),
    (Paper.ACCEPTANCE, "committed"): Title("承诺件受理通知", "Notice of acceptance with a promised date"),
    (Paper.ACCEPTANCE, "joint"):     Title("联办件通知书", "Notice of joint handling"),
    (Paper.ACCEPTANCE, "escalated"): Title("上报件受理通知", "Notice of acceptance for reporting upward"),
    (Paper.ACCEPTANCE, "decision"):  Title("受理决定书", "Decision to accept"),
    (Paper.PERMIT, "notice"):        Title("行政许可通知书", "Licence notice"),
    (Paper.PERMIT, "approval"):      Title("批准文件", "Approval"),
    (Paper.COMPLETION, "certificate"): Title("证明", "Certificate"),
    (Paper.REFUSAL, "service"):      Title("不予办理决定书", "Decision to refuse"),
}

# The fields in the words of a clerk.
WORDS: Final[Mapping[str, str]] = {
    "hall": "大厅名称", "hall_phone": "大厅电话", "window": "窗口", "organ": "机关名称",
    "case_no": "办件编号", "issued_on": "落款日期", "applicant": "申请人", "item": "办理事项",
    "officer": "经办人", "name": "姓名或者名称", "phone": "联系电话", "verify_url": "核验网址",
    "seal": "专用章", "alias": "文书名称", "basis": "依据", "reason": "理由", "reasons": "理由",
    "remedies": "救济途径", "way": "方式", "body": "机关", "limit": "期限", "reconsideration": "行政复议",
    "suit": "行政诉讼", "received_at": "收件时间", "query_code": "查询码", "materials": "材料清单",
    "copies": "份数", "pages": "页数", "state": "状态", "findings": "需补正内容", "what": "名称",
    "rule": "依据或者要求", "remedy": "补正办法", "accepted_on": "受理日期", "due_on": "办结日期",
    "ground": "退回情形", "competent_body": "有权机关", "procedure": "特别程序", "needed": "所需时间",
    "starts_on": "开始日期", "old_due_on": "原办结日期", "new_due_on": "新办结日期",
    "approved_by": "批准人", "decided_on": "决定日期", "letter_no": "授权委托书编号",
    "withdrawn_on": "撤回日期", "promises": "承诺事项", "by_on": "补交期限", "consequence": "不履行的后果",
    "served": "送达文书", "title": "名称", "recipient": "签收人",
}
# fmt: on


def title(kind: Paper, alias: str | None = None) -> Title:
    """What the paper is called, by the name this case or hall uses for it."""
    return PAPERS[kind].title if alias is None else ALIASES[kind, alias]


def template(kind: Paper) -> str:
    """The layout a paper issued today is set in; kept on its row, so that it never changes its look."""
    return f"{kind}.{EDITION}"


def mandatory(kind: Paper, content: Mapping[str, Any]) -> Iterator[str]:
    """Every field a paper of this kind must carry, by its path; a few follow from what it says."""
    entry = PAPERS[kind]
    yield from COMMON
    yield from entry.facts
    if entry.sealed:
        yield SEAL
    if entry.adverse:
        yield from REMEDIES
    if kind is Paper.ACCEPTANCE and (content.get("limit") or {}).get("n") != 0:
        yield "due_on"  # a limit of the same day needs no date, every other names its last day
    if kind is Paper.RETURNED and content.get("ground") == "main_missing":
        yield from FINDINGS  # in law this is the one-time notice (KIND-01)
    if kind is Paper.RETURNED and content.get("legal") == "out_of_remit":
        yield "competent_body"  # in law this is the decision not to accept (LIC-05)
    if kind is Paper.RETURNED and content.get("legal") == "refusal":
        yield "letter_no"  # in law this is a refusal, made under a letter


def lacks(kind: Paper, content: Mapping[str, Any]) -> tuple[str, ...]:
    """The mandatory fields this content does not fill, each by its path (`findings.2.remedy`). R-137."""
    fields = mandatory(kind, content)
    missing = dict.fromkeys(path for field in fields for path in _missing(content, field.split(".")))
    if PAPERS[kind].adverse and "remedies" not in missing:
        told = {each.get("way") for each in content["remedies"]}
        missing |= dict.fromkeys(f"remedies.{way}" for way in WAYS if way not in told)
    alias = content.get("alias")
    if alias is not None and (kind, alias) not in ALIASES:
        missing["alias"] = None
    return tuple(missing)


def require_whole(kind: Paper, content: Mapping[str, Any]) -> None:
    """A paper that does not say all it must cannot be issued. Refused: paper_lacks."""
    if missing := lacks(kind, content):
        name = title(kind)
        raise Refused(
            "paper_lacks",
            title=name.zh,
            title_en=name.en,
            fields=list(missing),
            named="、".join(map(named, missing)),
            named_en=", ".join(missing),
        )


def named(path: str) -> str:
    """A field in the clerk's words: `findings.2.remedy` is 需补正内容第2项的补正办法."""
    words = [f"第{step}项" if step.isdigit() else WORDS[step] for step in path.split(".")]
    return "的".join(words).replace("的第", "第")


def _missing(value: Any, path: Sequence[str], trail: tuple[str, ...] = ()) -> Iterator[str]:
    if not path:
        if not _filled(value):
            yield ".".join(trail)
        return
    name, many, need = path[0].partition("[")
    inner = value.get(name) if isinstance(value, Mapping) else None
    if not many:
        yield from _missing(inner, path[1:], (*trail, name))
    elif not isinstance(inner, Sequence) or isinstance(inner, str) or (need == "+]" and not inner):
        yield ".".join((*trail, name))
    else:
        for number, each in enumerate(inner, start=1):
            yield from _missing(each, path[1:], (*trail, name, str(number)))


def _filled(value: Any) -> bool:
    """Zero copies is an answer; nothing, blank text and an empty list are none."""
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})
