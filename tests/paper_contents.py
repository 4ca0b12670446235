"""What papers of the invented city say: one whole content a kind, as the engine freezes it."""

from __future__ import annotations

from typing import Any

from yimen.rules.papers import Paper, mandatory

HALL = {
    "hall": "云岫市政务服务大厅",
    "hall_address": "云岫市明德路 1 号",
    "hall_phone": "0990-8812345",
    "window": "综合窗口 3 号",
    "organ": "云岫市城市管理局",
    "seal": "云岫市城市管理局行政审批专用章",
    "case_no": "990100-20260302-00007-7",
    "issued_on": "2026-03-02",
    "applicant": "云岫市枕溪广告有限公司",
    "applicant_kind": "organisation",
    "item": "设置大型户外广告及在城市建筑物、设施上悬挂、张贴宣传品审批",
    "officer": {"name": "林若溪", "phone": "0990-8812303"},
    "verify_url": "https://hall.yunxiu.example/verify/",
}
REMEDIES = [
    {"way": "reconsideration", "body": "云岫市人民政府", "limit": {"n": 60, "unit": "day"}},
    {"way": "suit", "body": "云岫市人民法院", "limit": {"n": 6, "unit": "month"}},
]
LICENSING = "《中华人民共和国行政许可法》"
FINDINGS = [
    {
        "what": "户外广告设施设置位置关系图",
        "rule": "办事指南材料 4：应当标注设施与道路红线的距离，单位为米",
        "remedy": "重新提交标注距离的关系图，复印件 1 份",
    },
    {
        "what": "营业执照复印件",
        "rule": "复印件应当加盖公章，并与原件核对一致",
        "remedy": "携带原件到窗口核对，或者提交加盖公章的复印件",
    },
    {
        "what": "申请表“设施安装日期”一栏",
        "rule": "日期填写至日，格式为“2026年3月2日”",
        "remedy": "更正后重新签名、盖章",
    },
]
FACTS: dict[Paper, dict[str, Any]] = {
    Paper.RECEIPT: {
        "received_at": "2026-03-02T09:12:00+08:00",
        "query_code": "38512-04769",
        "answer_by_on": "2026-03-09",
        "materials": [
            {
                "name": "设置户外广告设施申请表",
                "original": True,
                "copies": 1,
                "pages": 2,
                "stamped": True,
                "state": "received",
            },
            {
                "name": "营业执照",
                "original": True,
                "copies": 1,
                "pages": 1,
                "stamped": True,
                "state": "received",
            },
            {
                "name": "户外广告设施设置位置关系图和实景效果图",
                "original": False,
                "copies": 2,
                "pages": 6,
                "state": "received",
            },
            {
                "name": "场地使用权证明（房屋租赁合同）",
                "original": True,
                "copies": 1,
                "pages": 12,
                "state": "received",
            },
            {"name": "结构设计图和施工说明", "original": False, "copies": 0, "pages": 0, "state": "promised"},
            {"name": "不动产权证书", "original": False, "copies": 0, "pages": 0, "state": "shared"},
        ],
    },
    Paper.SUPPLEMENT: {
        "received_at": "2026-03-02T09:12:00+08:00",
        "findings": FINDINGS,
        "basis": LICENSING + "第三十二条第一款第四项",
        "due_on": "2026-04-01",
    },
    Paper.ACCEPTANCE: {
        "alias": "committed",
        "track": "committed",
        "accepted_on": "2026-03-02",
        "limit": {"n": 5, "unit": "working_day"},
        "due_on": "2026-03-09",
        "statutory_limit": {"n": 20, "unit": "working_day"},
        "statutory_due_on": "2026-03-30",
        "basis": LICENSING + "第三十二条第一款第五项",
    },
    Paper.RETURNED: {
        "ground": "against_policy",
        "legal": "refusal",
        "letter_no": "云城管委〔2026〕2号",
        "reason": "拟设置的广告设施位于市级文物保护单位“云岫书院”保护范围之内。",
        "basis": ["《云岫市户外广告设施设置管理办法》第十一条第三项", LICENSING + "第三十八条第二款"],
        "materials": [{"name": "设置户外广告设施申请表"}, {"name": "户外广告设施设置位置关系图和实景效果图"}],
        "remedies": REMEDIES,
    },
    Paper.NOT_ACCEPTED_REMIT: {
        "reason": "该广告设施拟设置于高速公路两侧建筑控制区内。",
        "competent_body": "云岫市交通运输局",
        "competent_contact": "云岫市政务服务大厅二楼 21 号窗口，0990-8812321",
        "basis": LICENSING + "第三十二条第一款第二项",
        "remedies": REMEDIES,
    },
    Paper.NOT_ACCEPTED_NO_NEED: {
        "reason": "在自有经营场所的室内设置招牌，不属于户外广告设施。",
        "basis": LICENSING + "第三十二条第一款第一项",
        "remedies": REMEDIES,
    },
    Paper.SPECIAL: {
        "procedure": "专家评审",
        "reason": "该设施高度超过二十米，结构安全需要由专家评审。",
        "needed": {"n": 10, "unit": "working_day"},
        "starts_on": "2026-03-04",
        "ends_on": "2026-03-18",
        "new_due_on": "2026-03-23",
        "basis": LICENSING + "第四十五条",
    },
    Paper.EXTENSION: {
        "reason": "现场踏勘发现基础与地下管线相邻，需要与供水、燃气单位核对管线资料。",
        "more": {"n": 10, "unit": "working_day"},
        "old_due_on": "2026-03-30",
        "new_due_on": "2026-04-14",
        "approved_by": "云岫市城市管理局负责人",
        "basis": LICENSING + "第四十二条第一款",
    },
    Paper.RETIMED: {
        "reason": "国务院办公厅调整了部分节假日安排，办理期限内减少一个工作日。",
        "old_due_on": "2026-03-30",
        "new_due_on": "2026-03-31",
        "basis": "国务院办公厅关于节假日安排的通知",
    },
    Paper.PERMIT: {
        "received_at": "2026-03-02T09:12:00+08:00",
        "decision": "准予你单位在枕溪镇石桥路 18 号临街外墙设置户外广告设施一处，长 6 米、宽 3 米。",
        "decided_on": "2026-03-06",
        "issued_on": "2026-03-06",
        "basis": ["《城市市容和环境卫生管理条例》第十一条", LICENSING + "第三十八条第一款"],
        "letter_no": "云城管授〔2026〕3号",
        "licence": {
            "name": "户外广告设施设置许可证",
            "number": "云城管广许 2026-0017",
            "scope": "枕溪镇石桥路 18 号临街外墙，6 米 × 3 米",
            "valid_from": "2026-03-06",
            "valid_to": "2028-03-05",
        },
        "deliver_by_on": "2026-03-20",
    },
    Paper.COMPLETION: {
        "item": "《户外广告设施设置许可证》遗失补发",
        "decision": "经核对，你单位信息与原许可档案一致，现予补发。原证自补发之日起作废。",
        "decided_on": "2026-03-02",
        "result": [
            {"name": "证件名称", "value": "户外广告设施设置许可证（补发）"},
            {"name": "证件编号", "value": "云城管广许 2024-0112"},
        ],
        "collect": "请持本通知到综合窗口 3 号当场领取。",
    },
    Paper.REFUSAL: {
        "received_at": "2026-03-02T09:12:00+08:00",
        "reasons": [
            "经现场踏勘，拟设置位置遮挡交通信号灯，影响道路交通安全；",
            "设施结构设计未由具备相应资质的单位出具，结构安全无法认定。",
        ],
        "decided_on": "2026-03-06",
        "issued_on": "2026-03-06",
        "basis": ["《云岫市户外广告设施设置管理办法》第十条第二项", LICENSING + "第三十八条第二款"],
        "letter_no": "云城管授〔2026〕3号",
        "remedies": REMEDIES,
    },
    Paper.WITHDRAWAL: {
        "withdrawn_on": "2026-03-03",
        "issued_on": "2026-03-03",
        "reason": "设置方案需要调整。",
        "materials": [{"name": "设置户外广告设施申请表"}, {"name": "营业执照复印件"}],
    },
    Paper.PROMISE: {
        "promises": [
            {"what": "结构设计图和施工说明", "by_on": "2026-03-16"},
            {"what": "户外广告设施第三者责任保险单复印件", "by_on": "2026-03-16"},
        ],
        "consequence": "到期未补齐或者补交的材料不符合要求的，已受理的申请终止办理，由此产生的后果自行承担；"
        "承诺不实的，依法撤销已作出的决定，并记入信用记录。",
    },
    Paper.DELIVERY: {
        "served": [
            {"title": "准予行政许可决定书", "paper_no": "云城管许〔2026〕17号"},
            {"title": "户外广告设施设置许可证", "paper_no": "云城管广许 2026-0017"},
        ],
        "way": "by_hand",
        "place": "云岫市政务服务大厅综合窗口 3 号",
        "recipient": "孙晓舟",
        "relation": "法定代表人",
    },
}


def content(kind: Paper, **other: Any) -> dict[str, Any]:
    """A whole content of that kind; `other` replaces what a test is about."""
    return {**HALL, **FACTS[kind], **other}


def bare(kind: Paper) -> dict[str, Any]:
    """Only what a paper of that kind must say."""
    whole, kept = content(kind), {}
    for field in mandatory(kind, whole):
        keep(whole, kept, field.split("."))
    return kept


def keep(whole: dict[str, Any], kept: dict[str, Any], path: list[str]) -> None:
    name, many, _ = path[0].partition("[")
    if len(path) == 1:
        kept[name] = whole[name]
    elif many:
        kept.setdefault(name, [{} for _ in whole[name]])
        for each, into in zip(whole[name], kept[name], strict=True):
            keep(each, into, path[1:])
    else:
        keep(whole[name], kept.setdefault(name, {}), path[1:])


def without(whole: dict[str, Any], path: str) -> dict[str, Any]:
    """The same content with one field blanked: `officer.phone`, `findings[+].rule` (of the last)."""
    first, _, rest = path.partition(".")
    name, many, _ = first.partition("[")
    if not rest:
        return {**whole, name: [] if many else ""}
    inner = whole[name]
    return {**whole, name: [*inner[:-1], without(inner[-1], rest)] if many else without(inner, rest)}


DAY_BOOK: dict[str, Any] = {
    "hall": HALL["hall"],
    "hall_phone": HALL["hall_phone"],
    "hall_address": HALL["hall_address"],
    "window": HALL["window"],
    "day_on": "2026-03-02",
    "rows": [
        {
            "time": "09:12",
            "case_no": "990100-20260302-00007-7",
            "applicant": "云岫市枕溪广告有限公司",
            "item": "设置大型户外广告审批",
            "kind": "承诺件",
            "materials": 6,
            "officer": "林若溪",
            "state": "已受理",
        },
        {
            "time": "09:41",
            "case_no": "990100-20260302-00011-4",
            "applicant": "赵一鸣",
            "item": "食品经营许可（新办）",
            "kind": "补办件",
            "materials": 3,
            "officer": "林若溪",
            "state": "待补正",
        },
        {
            "time": "10:05",
            "case_no": "990100-20260302-00015-0",
            "applicant": "𬱖川茶业专业合作社",
            "item": "生鲜乳收购许可",
            "kind": "退回件",
            "materials": 2,
            "officer": "林若溪",
            "state": "退回",
        },
        {
            "time": "10:20",
            "case_no": "990100-20260302-00018-9",
            "applicant": "钱多多",
            "item": "公章刻制备案",
            "kind": "即办件",
            "materials": 4,
            "officer": "林若溪",
            "state": "已办结",
        },
        {
            "time": "11:02",
            "case_no": "990100-20260302-00022-3",
            "applicant": "周文博",
            "item": "室内招牌设置",
            "kind": "",
            "materials": 1,
            "officer": "林若溪",
            "state": "不受理",
        },
    ],
}
