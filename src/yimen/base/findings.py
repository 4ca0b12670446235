"""Every finding's sentence and remedy, in Chinese and English; an item's own conditions bring theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from yimen.rules.findings import Finding


class FindingSentence(NamedTuple):
    """What is wrong, and what to do about it."""

    zh: str
    zh_remedy: str
    en: str
    en_remedy: str


FINDINGS: Final[Mapping[str, FindingSentence]] = {
    # materials
    "main_missing": FindingSentence(
        "缺少主件“{name}”。",
        "请取得“{name}”后再提交；已经取得但没有带来的，请告诉窗口。",
        "The main piece “{name}” is missing.",
        "Obtain “{name}” first. If you have it but did not bring it, tell the window.",
    ),
    "main_not_brought": FindingSentence(
        "主件“{name}”没有带来。",
        "请补交“{name}”，办理时限从材料补齐之日起计算。",
        "The main piece “{name}” was not brought.",
        "Bring “{name}”. The limit counts from the day everything is there.",
    ),
    "non_main_missing": FindingSentence(
        "缺少“{name}”。",
        "请补交“{name}”。",
        "“{name}” is missing.",
        "Bring “{name}”.",
    ),
    "attachment_missing": FindingSentence(
        "缺少附件“{name}”。",
        "请补交附件“{name}”。",
        "The attachment “{name}” is missing.",
        "Bring the attachment “{name}”.",
    ),
    "promised": FindingSentence(
        "“{name}”已书面承诺后补。",
        "请按承诺的日期补交“{name}”。",
        "“{name}” was promised in writing.",
        "Bring “{name}” by the day you promised.",
    ),
    "original_not_seen": FindingSentence(
        "没有核对“{name}”的原件。",
        "请出示“{name}”的原件，核对后当场退还。",
        "The original of “{name}” was not seen.",
        "Show the original of “{name}”. You get it back at once.",
    ),
    "original_to_show": FindingSentence(
        "“{name}”需要核对原件。",
        "到大厅时请带上“{name}”的原件。",
        "The original of “{name}” will have to be seen.",
        "Bring the original of “{name}” when you come to the hall.",
    ),
    "copies_short": FindingSentence(
        "“{name}”需要 {needed} 份，现有 {given} 份。",
        "请补足“{name}”的份数。",
        "“{name}” is needed {needed} times; {given} were handed in.",
        "Bring the copies of “{name}” that are still missing.",
    ),
    "not_stamped": FindingSentence(
        "“{name}”没有盖章。",
        "请在“{name}”上加盖申请单位公章。",
        "“{name}” carries no seal.",
        "Put the applicant's seal on “{name}”.",
    ),
    "validity_to_check": FindingSentence(
        "“{name}”的有效期待核对。",
        "请核对并填写“{name}”的有效期截止日期。",
        "Until when “{name}” is valid has still to be checked.",
        "Check until when “{name}” is valid, and state it.",
    ),
    "expired": FindingSentence(
        "“{name}”已于 {until} 过期。",
        "请提交有效期内的“{name}”。",
        "“{name}” expired on {until}.",
        "Bring “{name}” as it is valid now.",
    ),
    "expires_soon": FindingSentence(
        "“{name}”的有效期只到 {until}，至少须到 {must}。",
        "请先延续“{name}”的有效期。",
        "“{name}” is valid until {until} only; it must be valid until {must} at least.",
        "Have “{name}” renewed first.",
    ),
    "not_needed": FindingSentence(
        "本次办理不需要“{name}”。",
        "可以带回，不影响办理。",
        "“{name}” is not needed here.",
        "You may take it back; it changes nothing.",
    ),
}


def sentence(finding: Finding, language: str = "zh-hans") -> tuple[str, str]:
    """What is wrong and what to do, in words, with the finding's facts filled in."""
    english = language.startswith("en")
    own = finding.facts.get("text")
    if own:
        facts = finding.facts
        words = (own, facts.get("remedy", ""))
        translated = (facts.get("text_en") or own, facts.get("remedy_en") or words[1])
        return translated if english else words
    row = FINDINGS[finding.rule]
    named = _Facts({"material": finding.material, "field": finding.field, **finding.facts})
    text, remedy = (row.en, row.en_remedy) if english else (row.zh, row.zh_remedy)
    return text.format_map(named), remedy.format_map(named)


class _Facts(dict[str, Any]):
    """A fact nobody gave is left out of the sentence rather than breaking it."""

    def __missing__(self, key: str) -> str:
        return ""
