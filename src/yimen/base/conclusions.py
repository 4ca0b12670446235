"""What an answer to an application follows from, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from yimen.rules.intake import Situation

SITUATIONS: Final[Mapping[Situation, tuple[str, str]]] = {
    Situation.NO_APPROVAL_NEEDED: ("依法不需要取得行政许可。", "By law no licence is needed."),
    Situation.OUT_OF_REMIT: ("不属于本机关的职权范围。", "It lies outside this body's powers."),
    Situation.SURVEY_FAILED: (
        "经现场踏勘、调查、核实，不具备批准条件。",
        "A survey or verification found that the conditions are not met.",
    ),
    Situation.MAIN_MISSING: ("缺少主件。", "The main piece is missing."),
    Situation.MAIN_NOT_BROUGHT: ("已有主件但未带来。", "The main piece exists but was not brought."),
    Situation.WILL_NOT_COMPLETE: (
        "非主体材料不全，申请人表示不再补齐。",
        "Other materials are missing, and the applicant will not supply them.",
    ),
    Situation.NON_MAIN_PROMISED: (
        "非主体材料不全，申请人承诺补齐。",
        "Other materials are missing; the applicant undertakes to supply them.",
    ),
    Situation.ATTACHMENTS_MISSING: (
        "材料主体完整，少数附件不全但不影响审批。",
        "The main body is complete; a few attachments are missing that do not affect approval.",
    ),
    Situation.INCOMPLETE: (
        "材料不齐全或者不符合法定形式。",
        "Materials are incomplete or not in legal form.",
    ),
    Situation.AGAINST_POLICY: (
        "材料齐全，但明显不符合国家、省、市有关政策规定。",
        "Complete, but plainly against policy.",
    ),
    Situation.COMPLETE: (
        "属于职权范围，材料齐全，符合法定形式。",
        "Within powers, complete and in legal form.",
    ),
}


def why(situation: Situation, language: str = "zh-hans") -> str:
    zh, en = SITUATIONS[situation]
    return en if language.startswith("en") else zh
