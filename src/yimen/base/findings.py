"""Every finding's sentence and remedy, in Chinese and English; an item's own conditions bring theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from yimen.rules.findings import Finding
from yimen.rules.refused import Refused

from . import refusals


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
    # conventions of a form
    "unit_wrong": FindingSentence(
        "“{name}”应以“{unit}”为单位填写。",
        "请按“{form}”的写法填写。",
        "“{name_en}” is written in {unit}.",
        "Write it like “{form}”.",
    ),
    "equipment_unit_wrong": FindingSentence(
        "“{name}”的单位只能是{units}之一。",
        "请按“{form}”的写法填写。",
        "The unit of “{name_en}” is one of {units}.",
        "Write it like “{form}”.",
    ),
    "month_form": FindingSentence(
        "“{name}”应写作“xxxx年xx月”。",
        "请按“{form}”的写法填写。",
        "“{name_en}” is written xxxx年xx月.",
        "Write it like “{form}”.",
    ),
    "date_form": FindingSentence(
        "“{name}”应写作“xxxx年xx月xx日”。",
        "请按“{form}”的写法填写。",
        "“{name_en}” is written xxxx年xx月xx日.",
        "Write it like “{form}”.",
    ),
    "validity_over": FindingSentence(
        "“{name}”已于 {until} 届满。",
        "请先延续有效期，再填写新的截止日期。",
        "“{name_en}” ended on {until}.",
        "Have it renewed first, then state the new date.",
    ),
    "registered_address_differs": FindingSentence(
        "“{name}”与营业执照上的地址不一致。",
        "请填写营业执照上的地址：{form}；地址已经变更的，请先变更营业执照。",
        "“{name_en}” differs from the address on the business licence.",
        "Write the licence's address: {form}. If you have moved, have the licence changed first.",
    ),
    "address_part_missing": FindingSentence(
        "“{name}”缺少：{missing}。",
        "请按“{form}”的格式写全。",
        "“{name_en}” lacks: {missing}.",
        "Write it in full: {form}.",
    ),
    "equipment_name_unlisted": FindingSentence(
        "“{name}”与细则中的设备名称不一致。",
        "请先写实际名称，再在括号内注明细则名称，如“{form}”。",
        "“{name_en}” is not a name of the item's rules.",
        "Write the actual name, then the rules' name in brackets, like “{form}”.",
    ),
    "standard_form": FindingSentence(
        "“{name}”应先写标准的中文名称，再写标准编号。",
        "请按“{form}”的写法填写。",
        "“{name_en}” is written with the standard's Chinese name first, then its number.",
        "Write it like “{form}”.",
    ),
    "not_listed": FindingSentence(
        "“{name}”应从细则列出的名称中选择。",
        "请从列表中选择，如“{form}”。",
        "“{name_en}” is chosen from the names in the item's rules.",
        "Choose it from the list, such as “{form}”.",
    ),
    "scope_not_covered": FindingSentence(
        "“{name}”不在营业执照的经营范围内。",
        "请核对申请的产品，或者先变更经营范围。营业执照载明：{form}。",
        "“{name_en}” lies outside the business scope of the licence.",
        "Check what you apply for, or have the scope changed first. The licence says: {form}.",
    ),
    # what a checker found beyond the automatic check; what he wrote stands in the notice
    "by_hand": FindingSentence(
        "检查人员发现有需要补正的内容，详见补正告知书。",
        "请按一次性告知书上的说明补正。",
        "The check found something to put right: it stands in the notice.",
        "Put it right as the notice says.",
    ),
    # guides and flows, for the office
    "guide_lacks": FindingSentence(
        "指南没有写明“{zh}”。",
        "请补充“{zh}”后再发布。",
        "The guide does not say: {en}.",
        "Fill it in before publishing.",
    ),
    "fee_without_basis": FindingSentence(
        "收费项目“{name}”没有写明收费依据。",
        "请写明设定收费的法律、行政法规或批准文件；没有依据的，不得收费。",
        "The fee “{name}” names no basis.",
        "Name the law or regulation that lets it be charged; without one nothing may be.",
    ),
    "material_twice": FindingSentence(
        "材料“{name}”的“{value}”与前面的材料重复。",
        "请给每项材料不同的顺序号和代码。",
        "Material “{name}” repeats “{value}” of an earlier one.",
        "Give each material its own number and code.",
    ),
    "main_piece_promised": FindingSentence(
        "主件“{name}”不能容缺受理。",
        "请取消“{name}”的容缺选项，或改变它的材料类别。",
        "The main piece “{name}” cannot come later on a promise.",
        "Take the option away, or change its class.",
    ),
    "material_shape": FindingSentence(
        "材料“{name}”的“{word}”不能是“{value}”。",
        "请填写同类的值：份数填数字，是否填是或否。",
        "“{word}” of material “{name}” cannot be “{value}”.",
        "Give a number for a number, yes or no for a choice.",
    ),
    "material_source_unknown": FindingSentence(
        "材料“{name}”的来源“{value}”不认识。",
        "请选择申请人自备、政府部门核发或数据共享。",
        "The source “{value}” of material “{name}” is unknown.",
        "Choose applicant, government or shared.",
    ),
    "condition_shape": FindingSentence(
        "“{name}”的条件“{condition}”写法不对。",
        "请写明一个字段和一种判断方式。",
        "“{condition}” of “{name}” is no condition.",
        "Name a field and one test of it.",
    ),
    "precondition_silent": FindingSentence(
        "前置条件“{name}”没有写明“{word}”。",
        "请补充，以便向申请人说明理由、依据和办法。",
        "Precondition “{name}” has no “{word}”.",
        "Fill it in, so that people can be told why and what to do.",
    ),
    "precondition_shape": FindingSentence(
        "前置条件“{name}”的内容不完整或有多余的项目。",
        "请按说明重新填写。",
        "Precondition “{name}” has words that mean nothing here.",
        "Fill it in again as described.",
    ),
    "licence_class_without_outcome": FindingSentence(
        "前置条件“{name}”没有写明不符合时的结论。",
        "请写明依法不需要许可，或者属于哪个机关的职权。",
        "Precondition “{name}” does not say what follows if it fails.",
        "Say that no licence is needed, or whose remit it is.",
    ),
    "promised_over_statutory": FindingSentence(
        "承诺时限 {promised} 长于法定时限 {statutory}。",
        "请把承诺时限缩短到法定时限以内。",
        "The promise of {promised} is longer than the statute's {statutory}.",
        "Promise no more than the statute allows.",
    ),
    "promised_over_policy": FindingSentence(
        "承诺时限 {promised} 超过本大厅允许的 {most}。",
        "请把承诺时限缩短到 {most} 以内。",
        "The promise of {promised} is longer than the {most} this hall allows.",
        "Promise {most} or less.",
    ),
    "limits_not_comparable": FindingSentence(
        "承诺时限 {promised} 与法定时限 {statutory} 的单位不同，不能确定不超过法定时限。",
        "请改用与法定时限相同的单位。",
        "Whether {promised} never exceeds {statutory} depends on the calendar.",
        "State the promise in the statute's unit.",
    ),
    "flow_shape": FindingSentence(
        "流程在“{at}”处写法不对。",
        "请按环节、任务重新填写。",
        "The flow is malformed at “{at}”.",
        "Fill it in again as stages with tasks.",
    ),
    "stage_unnamed": FindingSentence(
        "第 {n} 个环节没有名称。",
        "请填写环节名称。",
        "Stage {n} has no name.",
        "Name it.",
    ),
    "stage_twice": FindingSentence(
        "环节“{stage}”出现了两次。",
        "请给每个环节不同的名称。",
        "Stage “{stage}” appears twice.",
        "Give each stage its own name.",
    ),
    "stage_empty": FindingSentence(
        "环节“{stage}”没有任务。",
        "请添加任务或删除这个环节。",
        "Stage “{stage}” has no task.",
        "Add one, or remove the stage.",
    ),
    "stage_waits_for_nobody": FindingSentence(
        "环节“{stage}”没有必经任务。",
        "请至少把一项任务设为必经。",
        "Stage “{stage}” has no required task.",
        "Make one of its tasks required.",
    ),
    "task_unnamed": FindingSentence(
        "第 {n} 项任务缺少代码、名称或承办单位。",
        "请补充完整。",
        "Task {n} lacks a key, a name or a unit.",
        "Fill them in.",
    ),
    "task_twice": FindingSentence(
        "任务代码“{key}”出现了两次。",
        "请给每项任务不同的代码。",
        "Task key “{key}” appears twice.",
        "Give each task its own key.",
    ),
    "task_kind_unknown": FindingSentence(
        "任务“{task}”的类型“{kind}”不认识。",
        "请选择审查、踏勘、论证、听证、公告或调查。",
        "The kind “{kind}” of task “{task}” is unknown.",
        "Choose review, survey, expert argument, hearing, announcement or investigation.",
    ),
    "pause_unlawful": FindingSentence(
        "任务“{task}”的中止事由“{reason}”不在法定范围内。",
        "请从法定事由中选择，或不中止计时。",
        "“{reason}” of task “{task}” is no lawful reason for a clock to rest.",
        "Choose a lawful one, or let the clock run.",
    ),
    "pause_without_statute": FindingSentence(
        "任务“{task}”中止计时没有写明法律依据。",
        "请写明规定该程序的法律条文。",
        "Task “{task}” names no statute that lets the clock rest.",
        "Name the article.",
    ),
    "step_over_promised": FindingSentence(
        "任务“{task}”的时限 {limit} 不能保证在承诺时限 {promised} 之内。",
        "请缩短这项任务的时限，并使用与承诺时限相同的单位。",
        "The {limit} of task “{task}” may exceed the promise of {promised}.",
        "Shorten it, in the unit of the promise.",
    ),
    "steps_over_promised": FindingSentence(
        "各环节时限合计 {total}，超过承诺时限 {promised}。",
        "请缩短环节时限。",
        "The stages take {total} together, more than the promise of {promised}.",
        "Shorten the stages.",
    ),
    "power_entry_missing": FindingSentence(
        "没有关联权力清单中的条目和依据。",
        "请填写权力清单编号、依据和生效日期。",
        "It names no entry of the power list.",
        "Give the entry's number, its basis and the day it took effect.",
    ),
    "power_entry_lapsed": FindingSentence(
        "权力清单条目“{code}”在 {on} 不在有效期内。",
        "请核对权力清单，改用有效的条目。",
        "Entry “{code}” of the power list is not in force on {on}.",
        "Check the list and name one in force.",
    ),
    "extension_over_law": FindingSentence(
        "可延长 {more}，超过行政许可法第四十二条允许的 {most}。",
        "请把可延长的期限改为 {most} 以内；不延长的，请留空。",
        "It may be put off by {more}; article 42 of the licensing law allows {most}.",
        "Allow {most} or less, or leave it empty.",
    ),
    "instant_promises_days": FindingSentence(
        "即办件的承诺时限是 {promised}，应当当日办结。",
        "请把承诺时限改为“即办”，或者把办件类型改为承诺件。",
        "It is instant, yet promises {promised}.",
        "Promise the same day, or make it a committed item.",
    ),
    "instant_with_flow": FindingSentence(
        "即办件由窗口直接办理，不能设置审查流程。",
        "请删除流程，或者把办件类型改为承诺件。",
        "It is instant, done by the window itself, yet has a review flow.",
        "Remove the flow, or make it a committed item.",
    ),
    "convertible_not_committed": FindingSentence(
        "只有承诺件可以设为“可转即办”。",
        "请取消“可转即办”，或者把办件类型改为承诺件。",
        "Only a committed item can be convertible.",
        "Take the mark away, or make it a committed item.",
    ),
    "flow_unit_unknown": FindingSentence(
        "任务“{task}”的承办单位“{unit}”不在组织机构中。",
        "请选择组织机构中的部门。",
        "The unit “{unit}” of task “{task}” is not among the departments.",
        "Choose a department.",
    ),
    # a year of the work calendar, for the office
    "holiday_unnamed": FindingSentence(
        "没有“{name}”的放假日期。",
        "请对照通知原文补上，名称写“{name}”。",
        "No day off is named {name}.",
        "Add it as the notice has it, by that name.",
    ),
    "holiday_worked": FindingSentence(
        "{on} 是“{name}”的法定假日，却没有放假。",
        "请对照通知原文核对。",
        "{on} is a statutory day of {name}, yet it is not off.",
        "Read the notice again.",
    ),
    "holiday_days_differ": FindingSentence(
        "扣除周末和调休上班后，{year} 年共放假 {given} 天；{basis}规定 {days} 天。",
        "请对照通知原文逐日核对；通知确实另有安排的，可以照录。",
        "Beside weekends, and less the days worked in exchange, {year} has {given} days off; the law gives {days}.",
        "Read the notice again day by day. If it does say so, enter it as it is.",
    ),
    "joint_not_open": FindingSentence(
        "流程涉及 {units} 个单位，属于联办件，本平台暂不能发布联办事项。",
        "可以先保存；联办功能开通后再发布。",
        "The flow concerns {units} units: its cases are joint, which cannot be published yet.",
        "Keep it; publish it once joint handling is here.",
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
    row = FINDINGS.get(finding.rule)
    if row is None:  # what refuses a value elsewhere is a finding here; its sentence says what to do, too
        return refusals.sentence(Refused(finding.rule, **finding.facts), language), ""
    said = {name: _limit(fact, english) for name, fact in finding.facts.items()}
    named = _Facts({"material": finding.material, "field": finding.field, **said})
    text, remedy = (row.en, row.en_remedy) if english else (row.zh, row.zh_remedy)
    return text.format_map(named), remedy.format_map(named)


_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "working_day": ("个工作日", "working days"),
    "day": ("天", "days"),
    "month": ("个月", "months"),
    "hour": ("个工作小时", "office hours"),
    "clock_hour": ("小时", "hours"),
    "minute": ("分钟", "minutes"),
}


def _limit(fact: Any, english: bool) -> Any:
    """A limit among the facts, in words; any other fact as it is."""
    match fact:
        case {"n": int(n), "unit": str(unit), **rest} if not rest:
            zh, en = _UNITS[unit]
            return f"{n} {en.removesuffix('s') if n == 1 else en}" if english else f"{n} {zh}"
    return fact


class _Facts(dict[str, Any]):
    """A fact nobody gave is left out of the sentence rather than breaking it."""

    def __missing__(self, key: str) -> str:
        return ""
