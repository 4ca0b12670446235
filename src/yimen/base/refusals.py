"""Every refusal's sentence, in Chinese and English, with its HTTP status. A sentence says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import override

from yimen.rules.refused import Refused

from . import words


class Sentence(NamedTuple):
    status: int
    zh: str
    en: str


# fmt: off
SENTENCES: Final[Mapping[str, Sentence]] = {
    # cases
    "no_such_case":      Sentence(404, "没有查到这个办件，请核对编号和查询码。", "No such case. Please check the number and the query code."),
    "act_not_open":      Sentence(409, "办件当前状态为“{state_text}”，不能进行“{act_text}”，请刷新页面查看可以进行的操作。", "The case is “{state_text}”; “{act_text}” is not open now. Reload to see what is."),
    "not_permitted":     Sentence(404, "没有查到可供您办理的内容；如确需办理，请联系负责该窗口或科室的同事。", "Nothing here for you to act on; ask the window or section in charge."),
    "busy":              Sentence(409, "其他人员刚刚处理了这个办件，请刷新后再试。", "Somebody else has just acted on this case. Reload and try again."),
    "time_moves":        Sentence(409, "演示时间正在拨快，请稍后再试。", "The demo's time is being moved on. Please try again in a moment."),
    "key_reused":        Sentence(409, "同一个幂等键已用于另一份内容，请换用新的键重新提交。", "This idempotency key was used with another body. Use a new key."),
    "malformed":         Sentence(422, "提交的内容格式不对，请按提示修改后重新提交。", "The request is malformed. Correct it as shown and send it again."),
    "not_signed_in":     Sentence(401, "请先登录。", "Please sign in first."),
    "bad_cursor":        Sentence(422, "翻页位置已失效，请回到列表第一页重新查看。", "That place in the list is not known. Go back to the first page of the list."),
    "too_many":          Sentence(429, "操作太频繁，请稍后再试。", "Too many requests. Please try again later."),
    # uploads
    "upload_empty":      Sentence(422, "文件“{name}”是空的，请重新选择文件。", "“{name}” is empty. Choose the file again."),
    "upload_too_large":  Sentence(422, "文件“{name}”超过 {most} MB，请压缩或者拆分后重新上传。", "“{name}” is larger than {most} MB. Make it smaller or split it, then upload it again."),
    "upload_kind":       Sentence(422, "文件“{name}”的格式不能接收，请转换为 {allowed} 后重新上传。", "“{name}” is of a kind we cannot take. Convert it to {allowed}, then upload it again."),
    "upload_mismatch":   Sentence(422, "文件“{name}”的内容是 {kind}，与扩展名不符，请改正扩展名或者重新导出后上传。", "“{name}” is really a {kind} file. Correct its extension or export it again, then upload it."),
    "upload_double_extension": Sentence(422, "文件名“{name}”中夹有程序的扩展名，请改名后重新上传。", "The name “{name}” hides a program's extension. Rename the file, then upload it again."),
    "upload_damaged":    Sentence(422, "文件“{name}”已损坏或者不完整，请重新导出或者扫描后上传。", "“{name}” is damaged or cut short. Export or scan it again, then upload it."),
    "upload_locked":     Sentence(422, "文件“{name}”设有密码，请取消密码后重新上传。", "“{name}” is locked with a password. Remove the password, then upload it again."),
    "upload_macros":     Sentence(422, "文件“{name}”含有宏，请另存为不含宏的格式后重新上传。", "“{name}” contains macros. Save it without macros, then upload it again."),
    "upload_bomb":       Sentence(422, "文件“{name}”展开后过大，不能接收，请缩小图片或者拆分文件后重新上传。", "“{name}” unpacks to far more than we can take. Use a smaller image or split the file."),
    # the floor of a hall
    "no_such_ticket":      Sentence(404, "没有查到这张号票，请核对号码；号票只在取号当日有效。", "No such ticket. Check its number; a ticket holds for its day."),
    "no_such_queue":       Sentence(404, "没有查到这个队列，请从大厅的队列中选择。", "No such queue. Choose one of the hall's."),
    "no_queue_for_item":   Sentence(409, "这个大厅没有办理该事项的队列，请到咨询台确认在哪里办理。", "No queue of this hall is for that matter. Ask at the guide desk where it is dealt with."),
    "queue_code_taken":    Sentence(409, "队列字母“{code}”已被使用，请换一个。", "The queue letter {code} is taken. Choose another one."),
    "no_such_order":       Sentence(422, "没有名为“{name}”的叫号次序，请从公布的次序中选择。", "There is no order called {name}. Choose a declared one."),
    "no_such_source":      Sentence(422, "取号渠道“{source}”不存在，请从自助机、手机、窗口、咨询台、网上中选择。", "There is no source {source}: kiosk, phone, window, guide or web."),
    "ticket_state":        Sentence(409, "号票当前状态为“{state}”，不能进行这项操作，请刷新后再看。", "The ticket is “{state}”; that cannot be done now. Reload and look again."),
    "window_not_open":     Sentence(409, "{number} 号窗口没有开放，请先开放窗口再叫号。", "Window {number} is not open. Open it before you call."),
    "window_not_admitted": Sentence(409, "{number} 号窗口尚未通过“五到位”验收或者已停用，不能开放。", "Window {number} has not been accepted, or is out of use. It cannot open."),
    "beyond_hours":        Sentence(409, "今天的办公时间已经结束。如需在 {number} 号窗口延时或者假日服务，请写明原因。", "The hall's hours are over. To serve at window {number} beyond them, say why."),
    "hall_closed":         Sentence(409, "大厅今天已不再办理，请在办公时间内取号，或者预约其他时间。", "The hall is closed for today. Take a ticket in its hours, or book another time."),
    "nobody_here":         Sentence(409, "{number} 号窗口现在没有叫到的号，请先叫号。", "Nobody is called to window {number}. Call somebody first."),
    "window_busy":         Sentence(409, "{number} 号窗口还有一位没有办结，请先办结、挂起或者过号，再叫下一位。", "Somebody is still at window {number}. Finish, hold or skip them before you call the next."),
    "visitor_unfinished":  Sentence(409, "{number} 号窗口还有一位没有办完：请选择延时服务，或者为其预约再来，不能让人白等。", "Somebody at window {number} has not been served to the end. Stay on for them, or book their return."),
    "reason_missing":      Sentence(422, "请写明原因，原因会留在记录里。", "Say why; the reason stays on record."),
    "until_past":          Sentence(422, "返回时间应当晚于现在，请重新填写。", "The time of return must lie ahead. Enter another one."),
    "call_again":          Sentence(409, "只呼叫了 {calls} 次，呼叫满 {most} 次仍无人应答才能过号，请再呼叫一次。", "Called {calls} times only. After {most} calls without an answer they may be skipped; call again."),
    "not_one_person":      Sentence(409, "这几张号票登记的不是同一个人，不能合并。", "These tickets are registered to different people and cannot be merged."),
    "not_of_today":        Sentence(409, "号票只在取号当日有效，请重新取号。", "A ticket holds for its day. Please take a new one."),
    "window_not_of_hall":  Sentence(409, "请选择本大厅的窗口或者队列。", "Choose a window or queue of this hall."),
    # notices
    "no_such_notice":      Sentence(404, "没有查到这条公告，请从公告列表中选择。", "No such notice. Choose one from the list."),
    "notice_withdrawn":    Sentence(409, "这条公告已经撤下，请另写一条。", "This notice was withdrawn. Write another one."),
    "notice_empty":        Sentence(422, "请填写公告的标题和正文。", "Write a title and a text."),
    "notice_too_long":     Sentence(422, "公告过长，大屏幕上读不完，请控制在 {most} 字以内（英文字母减半计算）。", "Too long to be read on a wall: at most {most} Chinese characters, or twice as many letters."),
    "notice_half_translated": Sentence(422, "英文标题和英文正文请一并填写，或者都不填。", "Translate both the title and the text, or neither."),
    "notice_over":         Sentence(422, "结束时间应当晚于开始时间和现在，否则公告不会显示，请修改。", "It would never be shown: let it end after it starts, and after now."),
    # people
    "no_such_unit":        Sentence(404, "没有查到这个机构，请从机构树中选择。", "No such unit. Choose one from the tree."),
    "whatif_no_day":      Sentence(404, "{day} 这一天没有取号记录，请另选一天。", "No ticket was given on {day}. Choose another day."),
    "whatif_no_queue":    Sentence(422, "没有代号为“{code}”的队列，可选：{codes}。", "There is no queue {code}. Choose one of {codes}."),
    "whatif_windows":     Sentence(422, "看不懂“{text}”：请写成 A=3 或 A=3@09:00-11:00，窗口数不超过 {most}。", "“{text}” is not understood: write A=3, or A=3@09:00-11:00, of at most {most} windows."),
    "whatif_hours":       Sentence(422, "看不懂时间“{text}”：请写成 08:30-11:30,13:30-17:00，先后有序、互不重叠。", "The hours “{text}” are not understood: write 08:30-11:30,13:30-17:00, in order and apart."),
    "whatif_share":       Sentence(422, "看不懂比例“{text}”：请写 0 到 1 之间的数，或 0% 到 100%。", "The share “{text}” is not understood: write a number from 0 to 1, or 0% to 100%."),
    "no_such_hall":        Sentence(404, "没有查到这个大厅，请从大厅名单中选择。", "No such hall. Choose one from the list."),
    "no_such_window":      Sentence(404, "没有查到这个窗口，请从窗口名单中选择。", "No such window. Choose one from the list."),
    "no_such_division":    Sentence(422, "没有登记行政区划“{code}”，请先登记。", "Division “{code}” is not registered. Register it first."),
    "no_such_account":     Sentence(404, "没有查到这位工作人员，请从人员名单中选择。", "No such member of staff. Choose one from the list."),
    "no_such_person":      Sentence(404, "没有查到这位申请人，请核对。", "No such applicant. Please check."),
    "no_such_letter":      Sentence(404, "没有查到有效的授权委托书“{number}”，请核对文号。", "There is no authorisation letter {number} in force. Please check its number."),
    "unit_code_taken":     Sentence(409, "机构代码“{code}”已被使用，请换一个。", "The code {code} is taken. Choose another one."),
    "unit_below_itself":   Sentence(409, "不能把“{name}”移到它自己的下级机构之下，请另选上级。", "“{name}” cannot be moved below one of its own units. Choose another parent."),
    "unit_in_use":         Sentence(409, "“{name}”还有 {units} 个下级机构、{staff} 名工作人员，请先撤并或调动，再撤销它。", "“{name}” still has {units} units and {staff} staff. Move them first, then close it."),
    "not_a_hall":          Sentence(409, "“{name}”不是中心或大厅，请先建立大厅机构。", "“{name}” is no centre or hall. Create a hall's unit first."),
    "not_a_department":    Sentence(409, "所选机构中有的不是部门，请只选择部门。", "One of the chosen units is no department. Choose departments only."),
    "not_a_section":       Sentence(409, "“{name}”不是“{department}”的内设科室，请选择该部门的科室。", "“{name}” is no section of “{department}”. Choose one of its sections."),
    "organ_missing":       Sentence(422, "请写明由哪个单位确认，例如“市政府办验收小组”。", "Say which organ confirmed it, such as the acceptance group of the city's office."),
    "window_number_taken": Sentence(409, "窗口号“{number}”已被使用，请换一个。", "Window number {number} is taken. Choose another one."),
    "not_in_place":        Sentence(409, "{number} 号窗口五到位还有 {lacking} 项没有确认，全部确认后才能开放。", "Window {number}: {lacking} of the five points are not confirmed yet. It opens once all are."),
    "username_taken":      Sentence(409, "登录名“{username}”已被使用，请换一个。", "The user name {username} is taken. Choose another one."),
    "role_not_for_staff":  Sentence(422, "请至少选择一个工作人员角色，且只能选择工作人员角色。", "Choose at least one role, and only roles of staff."),
    "letter_number_taken": Sentence(409, "授权委托书文号“{number}”已登记，请核对。", "An authorisation letter {number} is registered already. Please check its number."),
    "letter_empty":        Sentence(422, "授权委托书“{number}”没有写明授权权限或事项，请补齐。", "Letter {number} names no power or no item. Please complete it."),
    "letter_items":        Sentence(422, "“{codes}”不是所选部门的现行事项，请核对编码。", "{codes}: no items in force of this department. Please check the codes."),
    "letter_dates":        Sentence(422, "授权委托书的截止日期 {valid_to} 早于生效日期 {valid_from}，请核对。", "The letter ends on {valid_to}, before it begins on {valid_from}. Please check the dates."),
    "wrong_password":      Sentence(401, "用户名或密码不正确，请核对后重试；忘记密码请联系本单位管理员重置。", "User name or password is not right. Check them and try again; an administrator can set a new password."),
    "must_change_password": Sentence(409, "这是他人为您设置的密码，请先改成自己的密码。", "This password was set by somebody else. Choose one of your own first."),
    "weak_password":       Sentence(422, "新密码不够安全：至少 8 位，不能只用数字，不能与原密码、用户名或姓名相近，也不能是常见密码。", "The new password is too weak: at least 8 characters, not only digits, unlike the old one and your names, and not a common one."),
    "wrong_code":          Sentence(401, "验证码不正确或已过期，请核对；仍不行请重新获取。", "The code is not right or has expired. Check it, or ask for a new one."),
    "person_kind":         Sentence(422, "申请人类型只能是个人或单位，请重新选择。", "An applicant is a person or an organisation. Please choose one."),
    "name_missing":        Sentence(422, "没有填写申请人的姓名或名称，请填写。", "The applicant's name is missing. Please fill it in."),
    "document_kind":       Sentence(422, "不认识这种证件，请从证件类型中选择。", "This kind of document is not known. Choose one from the list."),
    "applicant_unclear":   Sentence(422, "申请人信息有几处不对，请按各栏提示修改后重新提交。", "Several of the applicant's particulars cannot be right. Correct each field as shown and send it again."),
    # messages
    "sms_away":          Sentence(409, "短信暂时发不出去，请到窗口办理，或稍后再试。", "Text messages cannot be sent for now. Come to a window, or try again later."),
    # the public's pages
    "no_form":           Sentence(404, "“{item}”没有需要填写的申请表，请按材料清单准备。", "“{item}” has no form to fill in. Bring what its list of materials names."),
    "no_draft_here":     Sentence(409, "这份申请已经提交，或者长时间没有操作已被清除，请从头填写。", "This application has been sent already, or was left so long that it was cleared. Please begin again."),
    "draft_files_gone":  Sentence(409, "文件“{name}”等待提交的时间太久，已被清除，请重新选择这个文件。", "“{name}” waited too long to be sent and was cleared. Please choose the file again."),
    # papers
    "paper_lacks":       Sentence(409, "《{title}》还缺少必备内容：{named}。请补齐后再出具。", "“{title_en}” does not yet say all it must ({named_en}). Fill this in, then issue it."),
    "no_such_paper":     Sentence(404, "没有查到这份文书，请核对文号。", "No such paper. Please check its number."),
    "no_such_file":      Sentence(404, "没有这份文件，或者文件已依法删除；请刷新页面后重新选择。", "No such file, or it was lawfully erased. Reload the page and choose again."),
    # identifiers
    "credit_code_length":      Sentence(422, "统一社会信用代码应为 {expected} 位，现为 {length} 位，请对照营业执照核对。", "A unified social credit code has {expected} characters; this one has {length}. Compare it with the licence."),
    "credit_code_character":   Sentence(422, "统一社会信用代码第 {place} 位的“{character}”不会出现在代码中（不用 I、O、S、V、Z），请对照营业执照核对。", "Character {place}, “{character}”, never occurs in a unified social credit code (no I, O, S, V, Z). Compare it with the licence."),
    "credit_code_check":       Sentence(422, "统一社会信用代码的校验位不符，至少有一位填错，请对照营业执照核对。", "The check character of the unified social credit code does not agree: at least one character is wrong. Compare it with the licence."),
    "organisation_code_form":  Sentence(422, "组织机构代码应为 9 位（8 位数字或字母加 1 位校验码），请核对。", "An organisation code has nine characters: eight, and a check character. Please check it."),
    "organisation_code_check": Sentence(422, "组织机构代码的校验位不符，至少有一位填错，请核对。", "The check character of the organisation code does not agree: at least one character is wrong."),
    "identity_number_form":    Sentence(422, "身份证号码应为 18 位（前 17 位是数字，末位是数字或 X），请对照证件核对。", "An identity number has 18 characters: 17 digits, then a digit or X. Compare it with the card."),
    "identity_number_check":   Sentence(422, "身份证号码的校验位不符，至少有一位填错，请对照证件核对。", "The check digit of the identity number does not agree: at least one digit is wrong. Compare it with the card."),
    "identity_number_date":    Sentence(422, "身份证号码中的出生日期不存在，请对照证件核对第 7 至 14 位。", "The date of birth in the identity number does not exist. Compare digits 7 to 14 with the card."),
    "identity_number_future":  Sentence(422, "身份证号码中的出生日期晚于今天，请对照证件核对第 7 至 14 位。", "The date of birth in the identity number lies in the future. Compare digits 7 to 14 with the card."),
    "document_number_form":    Sentence(422, "证件号码的写法不对，应像“{example}”这样，请对照证件核对，并确认证件类型选对了。", "The document's number should look like “{example}”. Compare it with the document, and check that the right kind is chosen."),
    "division_form":           Sentence(422, "行政区划代码“{code}”不对，应为 6、9 或 12 位数字。", "“{code}” is no division code: it has 6, 9 or 12 digits."),
    "mobile_form":             Sentence(422, "手机号码应为 11 位，以 13 至 19 开头，请核对。", "A mainland mobile number has eleven digits and begins with 13 to 19. Please check it."),
    "item_code_missing":       Sentence(422, "没有填写事项编码，请填写实施编码或本地编码。", "The item has no code. Give its implementation code, or the local one."),
    # parameters
    "not_in_force":      Sentence(409, "“{what}”在 {on} 尚未生效或已经失效，请核对日期。", "“{what}” was not in force on {on}. Please check the date."),
    "no_such_parameter": Sentence(422, "没有名为“{key}”的参数，请从参数表中选择。", "There is no parameter “{key}”. Choose one from the table."),
    "parameter_not_yours": Sentence(409, "参数“{key}”不能在这一级单独设置，请联系上级管理部门。", "Parameter “{key}” cannot be set at this level. Ask the level above."),
    "parameter_value":   Sentence(422, "参数“{key}”不能取“{value}”，请填写同类且不小于零的值。", "Parameter “{key}” cannot be “{value}”. Give a value of its kind, not below zero."),
    "parameter_choice":  Sentence(422, "参数“{key}”不能取“{value}”，只能从以下值中选择：{choices}。", "Parameter “{key}” cannot be “{value}”. Choose one of: {choices}."),
    "parameter_twice":   Sentence(409, "参数“{key}”在同一天已有一个值，请换一个生效日期或修改原来的值。", "Parameter “{key}” already has a value from that day. Choose another day or change that value."),
    # numbers and receipts
    "number_mistyped":       Sentence(404, "没有查到这个办件，请核对编号和查询码。", "No such case. Please check the number and the query code."),
    "paper_number_mistyped": Sentence(404, "没有查到这份文书，请核对文号。", "No such paper. Please check its number."),
    "paper_word_form":       Sentence(422, "机关代字“{word}”不对：只用汉字、字母和全角圆括号，最多 20 个字。", "“{word}” cannot stand in a paper's number: Chinese characters, letters and full-width round brackets only, at most 20."),
    "blocks_overlap":        Sentence(409, "离线号段 {first}–{last} 与其他号段重叠，请改用没有占用的号段。", "The offline block {first}–{last} overlaps another one. Choose numbers that are free."),
    "block_empty":           Sentence(422, "离线号段 {first}–{last} 不对：起号至少为 1，且不大于止号。", "{first}–{last} is no block: it begins at 1 or later and does not end before it begins."),
    "block_used_up":         Sentence(409, "今天的离线号段已经用完，请恢复网络后登记，或请中心另划号段。", "Today's offline numbers are used up. Register once the line is back, or ask the centre for another block."),
    "exchange_code_foreign": Sentence(409, "事项“{code}”没有国家统一的实施编码，不能生成交换编号，请先补上 31 位实施编码。", "Item “{code}” has no national implementation code, so no exchange number can be made. Give its 31 characters first."),
    "exchange_used_up":      Sentence(409, "事项“{code}”当天的交换编号已用完 9999 个，请次日再交换。", "Item “{code}” has used its 9,999 exchange numbers of the day. Exchange again tomorrow."),
    "day_not_sealed":        Sentence(404, "{on} 的账本还没有封存，次日零时十五分以后可以查询。", "The ledger of {on} is not sealed. It is a quarter of an hour after the day has ended."),
    "receipt_malformed":     Sentence(422, "这个文件不是完整的回执，请使用系统导出的原文件。", "This file is no complete receipt. Use the file as it was given out."),
    # acts on a case
    "fact_missing":      Sentence(422, "没有填写“{fact_text}”，请补填后再提交。", "“{fact_text}” is missing. Fill it in and send it again."),
    "fact_shape":        Sentence(422, "“{fact_text}”填写的内容不对，应当是{wanted_text}，请改正后再提交。", "“{fact_text}” should be {wanted_text}. Correct it and send it again."),
    "fact_unknown":      Sentence(422, "“{act_text}”不需要“{fact_text}”这一项，请去掉后再提交。", "“{act_text}” takes no “{fact_text}”. Leave it out and send it again."),
    "more_needed":       Sentence(422, "现场踏勘、核实须有至少 {least} 名工作人员参加，请补填参加人员。", "At least {least} members of staff take part in a survey or verification. Name them all."),
    "unknown_result":    Sentence(422, "没有“{result}”这种结论，请选择同意或者不同意。", "There is no result “{result}”. Agree or disagree."),
    "unknown_ground":    Sentence(422, "没有“{ground}”这种退回情形，请从列出的情形中选择。", "There is no ground “{ground}”. Choose one of those listed."),
    "unknown_way":       Sentence(422, "没有“{way}”这种方式，请从列出的方式中选择。", "There is no way “{way}”. Choose one of those listed."),
    "no_such_task":      Sentence(409, "这个环节已经办完，或者不在这个办件中，请刷新页面。", "That step is done, or is not of this case. Reload the page."),
    "which_task":        Sentence(422, "这里有几个环节都可以“{act_text}”，请指明是哪一个。", "“{act_text}” could mean several steps here. Say which one."),
    "not_your_task":     Sentence(409, "这个环节现在由其他同事办理，请刷新页面；需要代办的，请先由同事转交。", "A colleague holds that step now. Reload; to do it for them, let it be handed over first."),
    "not_yours_to_do":   Sentence(409, "这个办件现在不在您的办理范围内，请刷新页面查看由谁办理。", "This is not on your desk now. Reload to see on whose it is."),
    "not_by_the_same":   Sentence(409, "受理和办理须由不同的人负责：这个办件由您受理，请转交其他同事办理。", "Whoever accepted a case may not review or decide it. Hand it over to a colleague."),
    "taken_already":     Sentence(409, "这个环节刚刚已由同事领取，请刷新后领取其他办件。", "A colleague has just taken this step. Reload and take another one."),
    "not_a_colleague":   Sentence(409, "只能转交给同一岗位的在岗同事，请从名单中选择。", "It can be handed over only to a colleague of the same desk. Choose one from the list."),
    "not_lawful_reason": Sentence(422, "只有以下八种情形可以暂停计时：{lawful}。请从中选择。", "The clock rests for eight reasons alone: {lawful}. Choose one of them."),
    "rests_already":     Sentence(409, "已经因“{ground}”暂停计时，不能重复暂停。", "The clock rests for “{ground}” already."),
    "rests_still":       Sentence(409, "特别程序（{ground}）还没有结束，请先恢复计时再作决定。", "A special procedure ({ground}) is not over. End it before you decide."),
    "no_extension":      Sentence(409, "这个事项依法不能延长办理时限，请在到期日前办结。", "By law this item's limit cannot be extended. Finish it by its due day."),
    "steps_open":        Sentence(409, "前面的审查环节还没有全部完成，请等所有环节登记结果后再决定。", "Not every step of the review has its result yet. Decide once they all have."),
    "promise_open":      Sentence(409, "申请人承诺补交的材料还没有交齐，请等补齐后再决定。", "What the applicant promised to supply is not all there. Decide once it is."),
    "no_letter":         Sentence(409, "您没有就本事项（{item}）作出决定的有效授权委托书，请本部门负责人出具，或者转交有授权的同事。", "You hold no authorisation letter in force to decide on item {item}. Ask the head of the department for one, or hand it to a colleague who does."),
    "nothing_promised":  Sentence(409, "受理以后只补收申请人书面承诺后补的材料，这个办件没有这样的承诺。", "After acceptance only what was promised in writing is taken in, and here nothing was. Nothing need be brought."),
    "review_begun":      Sentence(409, "审查中已经登记了意见，不能再转为当场办结，请按承诺件继续办理。", "The review has findings by now. Handle the case as promised."),
    "survey_agrees":     Sentence(409, "现场踏勘、核实的结论是同意，不能以此退回；确需不予许可的，请作出不予许可决定并说明理由。", "The survey on record agrees, so the case is not returned for it. Refuse it with reasons if it must be refused."),
    "nothing_posted":    Sentence(409, "这个办件没有邮寄过办理结果，请核对编号。", "Nothing of this case was posted. Please check its number."),
    "main_not_missing":  Sentence(409, "主件并没有缺少，不能以此退回，请改用一次性告知补正。", "The main piece is not missing. Ask for what lacks in one notice instead."),
    "too_late_to_return": Sentence(409, "已经受理的办件只能在现场踏勘、核实不具备条件后退回，请改为作出不予许可决定。", "Once accepted, a case is returned only after a survey that failed. Refuse it instead."),
    "nothing_supplied":  Sentence(422, "没有收到任何补交的材料或改动，请先登记收到的材料。", "Nothing was supplied. Enter what came in first."),
    "not_sealed_yet":    Sentence(409, "文书正在生成和用印，请稍后再试。", "A paper is still being drawn and sealed. Try again in a moment."),
    "not_served_yet":    Sentence(409, "还有 {count} 份文书没有送达记录，请先登记送达。", "{count} papers have no record of service. Enter it first."),
    "served_already":    Sentence(409, "这份文书已经登记送达，不能重复登记。", "The service of this paper is recorded already."),
    "identity_unchecked": Sentence(409, "请先核对领取人的身份证件，再登记送达。", "Check the receiver's identity first, then record the delivery."),
    "particulars_stand": Sentence(409, "申请人的姓名和证件没有发现问题，不能更改；确实填错了人的，请撤回后重新申请。", "Nothing is doubted about the applicant's name or document, so they stay. If it is the wrong person, withdraw and file anew."),
    "same_contact":      Sentence(409, "联系方式与原来的相同，没有需要更正的内容。", "That is what is on record. There is nothing to correct."),
    "no_window":         Sentence(409, "“{department}”目前没有开放的受理窗口，请联系大厅。", "No window open now takes in matters of “{department}”. Ask the hall."),
    "not_online":        Sentence(409, "“{item}”暂不能网上申报，请到窗口办理。", "“{item}” cannot be applied for online. Come to the counter."),
    # what is lacking, told once
    "no_such_earlier":   Sentence(409, "没有查到申请人此前被退回的同一事项办件，请核对编号；也可以不填，按新申请提交。", "No returned case of this applicant and item has that number. Check it, or leave it out and file anew."),
    "no_such_profile":   Sentence(404, "没有名为“{profile}”的大厅规格，可用的有：{known}。", "There is no hall profile “{profile}”. There are: {known}."),
    "told_once":         Sentence(409, "有 {count} 项内容在第一次告知时本可提出，不能再次要求申请人补正；确有必要的，请大厅主任书面说明理由后再提。", "{count} of these could have been named in the first notice and may not be asked for now. The hall director can give written leave."),
    "nothing_lacking":   Sentence(409, "没有需要补正的内容，请直接受理。", "Nothing is lacking. Accept the application."),
    "override_not_director": Sentence(409, "再次要求补正须由大厅主任书面同意。", "Only the hall director can give leave to ask again."),
    "override_without_reason": Sentence(422, "请写明再次要求补正的理由。", "Give the reason for asking again, in writing."),
    "condition_shape":   Sentence(422, "条件“{condition}”写法不对，请按说明填写字段和判断方式。", "“{condition}” is no condition. Name a field and one test of it."),
    # items and guides
    "promised_over_statutory": Sentence(409, "承诺时限不能长于法定时限，请缩短承诺时限。", "A promise may not be longer than the statute allows. Shorten it."),
    "promised_over_policy": Sentence(409, "承诺时限超过本大厅允许的上限，请缩短承诺时限。", "The promise is longer than this hall's policy allows. Shorten it."),
    "limits_not_comparable": Sentence(409, "承诺时限与法定时限的单位不同，无法确定不超过法定时限，请改用相同的单位。", "Promise and statute count in different units. State both in the same one."),
    "flow_shape":        Sentence(422, "流程在“{at}”处写法不对，请按环节和任务重新填写。", "The flow is malformed at “{at}”. Fill it in again as stages with tasks."),
    "guide_incomplete":  Sentence(409, "指南还有 {count} 处需要补充或修改，请按清单完成后再发布。", "The guide has {count} things to fill in or change. Do so, then publish."),
    "power_entry_missing": Sentence(409, "行政审批事项须对应权力清单中的条目和依据，请先关联权力清单。", "An approval item must come from the power list. Link its entry first."),
    "power_entry_lapsed": Sentence(409, "权力清单条目“{code}”在 {on} 不在有效期内，请核对权力清单。", "Entry “{code}” of the power list is not in force on {on}. Please check the list."),
    "no_such_item":      Sentence(404, "没有查到这个事项，请核对事项编码，或者按名称搜索。", "No such item. Check its code, or search by name."),
    "item_code_taken":   Sentence(409, "事项编码“{code}”已经使用，请核对；如要修改该事项，请打开它的草稿。", "Code “{code}” is in use. To change that item, open its draft."),
    "item_field":        Sentence(422, "“{field}”不能填写“{value}”，请按说明重新填写。", "“{field}” cannot be “{value}”. Fill it in again as described."),
    "department_unknown": Sentence(422, "组织机构中没有“{name}”，请使用组织机构中的名称或代码。", "“{name}” is not among the departments. Use its name or code there."),
    "no_draft":          Sentence(409, "事项“{code}”没有待发布的草稿，请先新建版本。", "Item “{code}” has no draft. Begin a new version first."),
    "draft_exists":      Sentence(409, "事项“{code}”已有第 {n} 版草稿，请在该草稿上修改。", "Item “{code}” already has a draft, version {n}. Change that one."),
    "item_not_published": Sentence(409, "事项“{code}”没有在用的版本；不需要的草稿请直接删除。", "Item “{code}” is not in force. If its draft is not wanted, discard it."),
    "draft_moved_on":    Sentence(409, "这份草稿刚刚有人保存过。您填写的内容还在下面，没有保存；核对后再次保存，将以您填写的为准。", "Somebody saved this draft meanwhile. What you wrote is still below and not saved; save it once more to let yours stand."),
    "version_waiting":   Sentence(409, "事项“{code}”已有一个版本等待生效，请在它生效后再发布新的版本。", "A version of “{code}” is waiting to take effect. Publish the next one after that."),
    "effective_in_the_past": Sentence(422, "生效日期 {on} 已经过去，请填写今天或者以后的日期。", "{on} has passed. Let it take effect today or later."),
    "joint_comes_later": Sentence(409, "“{name}”属于联办件（涉及 {units} 个单位），已保存；联办功能开通后才能发布。", "“{name}” is a joint matter of {units} units. It is kept, and can be published once joint handling is here."),
    "escalated_comes_later": Sentence(409, "“{name}”属于上报件，已保存；上报功能开通后才能发布。", "“{name}” is decided above. It is kept, and can be published once reporting upward is here."),
    "demo_departments_missing": Sentence(409, "演示事项需要的部门还没有建立：{names}。请先建立演示大厅。", "The demo's departments are not there yet: {names}. Build the demo hall first."),
    "parameter_without_basis": Sentence(422, "请写明参数“{key}”取值的依据。", "Say what the value of “{key}” rests on."),
    # lists to import
    "file_not_chosen":   Sentence(422, "还没有选择文件，请先选择。", "No file was chosen. Choose one first."),
    "file_empty":        Sentence(422, "文件里没有内容，请核对后重新选择。", "The file is empty. Check it and choose again."),
    "file_too_large":    Sentence(422, "文件超过 {most} MB，请拆成几个文件分别导入。", "The file is larger than {most} MB. Split it and import the parts."),
    "file_rows_too_many": Sentence(422, "文件超过 {most} 行，请拆成几个文件分别导入。", "The file has more than {most} rows. Split it and import the parts."),
    "file_not_a_table":  Sentence(422, "这个文件不是表格，请另存为 Excel（.xlsx）或 CSV 后重新选择。", "This is no table. Save it as Excel (.xlsx) or CSV and choose again."),
    "file_not_json":     Sentence(422, "JSON 文件第 {line} 行读不懂，请核对是否为事项列表。", "Line {line} of the JSON file cannot be read. It should be a list of items."),
    "file_damaged":      Sentence(422, "表格文件已损坏或者不完整，请重新导出后再选择。", "The workbook is damaged or cut short. Export it again."),
    "file_locked":       Sentence(422, "表格文件设有密码，请取消密码后重新选择。", "The workbook is locked with a password. Remove it and choose again."),
    "file_unfolds_too_far": Sentence(422, "表格展开后过大，不能读取；请删除多余的空白行列，另存为新文件后重新选择。", "The workbook unfolds to far more than can be read. Delete empty rows and columns and save it anew."),
    "file_encoding_unknown": Sentence(422, "认不出文件的文字编码，请另存为 UTF-8 编码的 CSV 或者 Excel 后重新选择。", "The file's encoding is unknown. Save it as CSV in UTF-8, or as Excel."),
    "file_columns_missing": Sentence(422, "第 {line} 行的表头缺少：{missing}。请补上这些栏目，或下载模板填写。", "The headings in line {line} lack: {missing}. Add these columns, or start from the template."),
    # working days and limits
    "calendar_empty":          Sentence(409, "尚未载入任何年份的工作日历，请由中心办公室在“工作日历”中载入年份。", "No year of the work calendar is loaded. Let the centre office load one."),
    "calendar_out_of_range":   Sentence(422, "日期 {date} 超出工作日历可以推算的范围，请核对年份。", "{date} lies far outside the work calendar. Please check the year."),
    "calendar_unknown":        Sentence(422, "没有名为“{calendar}”的日历，请用 CN（全国）或者 CN/行政区划代码。", "There is no calendar “{calendar}”. It is CN, the nation's, or CN/ and a division's code."),
    "calendar_year_known":     Sentence(409, "{year} 年的工作日历已经载入；个别日期有变动的，请用“调整日期”。", "{year} is loaded already. To change single days, amend them."),
    "calendar_year_unknown":   Sentence(409, "{year} 年的工作日历尚未载入，请先按国务院办公厅通知载入该年。", "{year} is not loaded yet. Load it first, as its notice says."),
    "calendar_year_empty":     Sentence(422, "{year} 年没有列出任何放假或者调休日期，请对照通知补齐。", "No day off and no make-up day is named for {year}. Take them from the notice."),
    "calendar_notice_missing": Sentence(422, "请填写依据的通知文号；尚未发布通知的年份，只能按暂定载入。", "Give the number of the notice. A year without one can only be loaded as provisional."),
    "calendar_day_elsewhere":  Sentence(422, "{date} 不属于 {year} 年的放假安排，请核对（只有上年十二月的日期可以一并列出）。", "{date} is no day of {year}'s arrangement. Only days of the December before may stand in it."),
    "calendar_span":           Sentence(422, "{first} 至 {last} 不是一段假期：结束日期不能早于开始日期，一行最多 {most} 天，请核对。", "{first} to {last} is no holiday: it may not end before it begins, and a line holds at most {most} days. Please check."),
    "calendar_day_twice":      Sentence(422, "{date} 列了两次，请只保留一次。", "{date} is named twice. Name it once."),
    "calendar_day_unnamed":    Sentence(422, "请填写 {date} 的名称，例如“春节”。", "Say what {date} is called, for example Spring Festival."),
    "calendar_make_up_weekday":Sentence(422, "{date} 本来就是工作日，不需要列为调休上班，请核对日期。", "{date} is a working day anyway. Please check the date."),
    "calendar_nothing_new":    Sentence(409, "这些日期与现行日历完全相同，没有需要调整的内容。", "The calendar says so already. There is nothing to amend."),
    "calendar_file":           Sentence(422, "日历文件读不懂（{place}），请按样例填写年份、文号、来源和日期后重新上传。", "The calendar file cannot be read ({place}). Give year, notice, source and days as in the example."),
    "hours_empty":             Sentence(422, "请至少填写周一至周五中一天的开放时间。", "Give the hours of at least one day from Monday to Friday."),
    "hours_half":              Sentence(422, "有的时段只填了开门或者关门时间，请成对填写；不开放的两格都留空。", "A period has only one of its two ends. Give both, or leave both empty where the hall is closed."),
    "hours_overlap":           Sentence(422, "开放时间 {opens}–{closes} 前后颠倒或者互相重叠，请按先后顺序填写。", "The hours around {opens}–{closes} overlap or run backwards. Give them in order."),
    "hours_reason_missing":    Sentence(422, "请写明 {date} 调整开放时间的原因，群众会看到。", "Say why the hours of {date} differ; people will read it."),
    "extension_empty":         Sentence(422, "延长的时限应当大于零，请重新填写。", "An extension must be longer than nothing. Please correct it."),
    "extension_twice":         Sentence(409, "办理时限只能延长一次，这个办件已经延长过。", "A limit can be extended once, and this one has been."),
    "extension_stopped":       Sentence(409, "计时已于 {stopped_on} 结束，不能再延长。", "The clock stopped on {stopped_on} and cannot be extended."),
    "extension_late":          Sentence(409, "延长须在到期日 {due_on} 当天或者之前批准，现已逾期，请尽快办结。", "An extension must be approved by the due day, {due_on}. It has passed: finish the case."),
    # the answer to an application
    "not_registered":    Sentence(409, "请先登记收件并取得收件编号，再作出答复。", "Register the application first; only what has a number is answered."),
    "reason_missing":    Sentence(422, "请写明理由。", "Give the reason, in writing."),
    "competent_missing": Sentence(422, "不属于本机关职权范围的，请写明应当向哪个机关申请。", "Name the body in whose remit it lies."),
    "legal_ground_missing": Sentence(422, "请先选择法律依据：不予受理，或者受理后不予许可。", "Say first what this is in law: outside the powers, or a refusal."),
    "survey_missing":    Sentence(409, "没有现场踏勘、调查或核实的记录，请先登记记录。", "There is no record of a survey or verification. Record it first."),
    "another_answer":    Sentence(409, "检查发现：{follows_text}，应当作出与此相应的答复，请回到“答复申请”页面办理。", "What was found calls for another answer ({follows_text}). Give that one."),
    "another_ground":    Sentence(409, "检查发现：{follows_text}，不能以“{ground_text}”告知，请改选情形。", "What was found is another ground ({follows_text}), not “{ground_text}”. Choose that one."),
    "second_check_against": Sentence(409, "部门复审认为不符合受理条件，请按复审意见一次性告知补正；补正后再请部门复审。", "The department's second check did not find it in order. Ask for what it names, once; then let it be checked again."),
    "second_check_missing": Sentence(409, "部门复审还没有完成，请等待复审意见后再受理。", "The department's second check is still to be recorded."),
    "still_lacking":     Sentence(409, "还有 {count} 项没有补齐，请先一次性告知或等待补齐：{what}。", "{count} things are still lacking ({what}). Ask for them once, or wait for them."),
    "not_convertible":   Sentence(409, "这个事项不能当场转为即办件，请按承诺件办理。", "This item cannot be completed on the spot. Handle it as promised."),
    "not_committed":     Sentence(409, "只有承诺件可以转为即办件。", "Only a committed case can become an instant one."),
    # who asked something, and what they said of it
    "contact_channel":     Sentence(422, "请选择接待渠道：窗口、咨询台、电话、网上、微信、自助机。", "Say how they reached us: window, guide desk, telephone, web, WeChat or kiosk."),
    "contact_end":         Sentence(422, "接待要有着落：答复、办结、转办、预约、登记成件、告知有权机关或者协调办理，请选择一项。", "A contact ends in one of these: answered, handled, passed on, booked, registered, not ours, or coordinated. Choose one."),
    "contact_ended":       Sentence(409, "这次接待已经登记了结果，请刷新后再看。", "The end of this contact is recorded already. Reload and look again."),
    "contact_handler_missing": Sentence(422, "转办要落实到人，请选择由谁办理。", "Name the person who sees to it now."),
    "contact_booking_missing": Sentence(422, "请填写预约号。", "Enter the number of the booking."),
    "contact_case_missing": Sentence(422, "请填写办件编号。", "Enter the number of the case."),
    "contact_body_missing": Sentence(422, "请写明该找哪个单位，不能让人白跑。", "Name the body they must turn to; nobody is sent away without one."),
    "contact_answer_missing": Sentence(422, "请写下答复的内容。", "Write down what was answered."),
    "contact_evasion":     Sentence(422, "“不知道”“不归我管”不是答复。请查清楚再答，或者转给负责的人，或者由您协调办理。", "“I don't know” is no answer. Find out, pass it to the person in charge, or see it through yourself."),
    "contact_not_followed": Sentence(409, "这件事已经办结，不用再跟办。", "This is done; there is nothing to follow any more."),
    "no_such_contact":     Sentence(404, "没有查到这次接待，请从接待登记中选择。", "No such contact. Choose one from the register."),
    "no_such_staff":       Sentence(422, "没有查到这位工作人员，请从名单中选择。", "No such member of staff. Choose somebody from the list."),
    "not_first_contact":   Sentence(409, "只有首问责任人可以催办；办结由首问责任人或者承办人登记。", "Only the first contact may remind; they or the handler record that it is done."),
    "no_such_sheet":       Sentence(404, "没有查到这张告知单，请核对编号。", "No such sheet. Check its number."),
    "sheet_incomplete":    Sentence(409, "“{item}”的办事指南缺少{lacking}，不能一次性告知；请联系业务科补全指南，先口头说明并登记。", "The guide of “{item}” lacks: {lacking}. Ask the business office to complete it; meanwhile explain it in person."),
    "ticket_enough":       Sentence(409, "这部手机已有 {count} 张号票还没有办理，请先办理或者取消其中一张。", "This telephone already holds {count} tickets. Use or cancel one of them first."),
    "rating_level":        Sentence(422, "请从五个等级中选择一个。", "Choose one of the five levels."),
    "rating_too_early":    Sentence(409, "服务还没有结束，办完后再请您评价。", "The service has not ended yet. You will be asked once it has."),
    "rated_already":       Sentence(409, "这次服务已经评价过了，谢谢您。", "This service has been rated already. Thank you."),
    # bookings
    "no_such_booking":   Sentence(404, "没有查到符合的预约，请核对预约号、身份证号和预约密码。", "No such booking. Please check its number, the identity number and the password."),
    "no_such_category":  Sentence(404, "没有查到这个预约类别，请从列表中选择。", "There is no such kind of booking. Choose one from the list."),
    "no_such_slot":      Sentence(409, "这个时段不能预约，请重新选择时段。", "That time cannot be booked. Please choose another one."),
    "slot_full":         Sentence(409, "这个时段刚刚约满，请选择相近的空闲时段。", "That time has just been taken. Please choose one of the free times near it."),
    "slot_past":         Sentence(409, "这个时段已经开始或者过去，请选择之后的时段。", "That time has begun or passed. Please choose a later one."),
    "slot_too_soon":     Sentence(409, "最早可以预约 {days} 天后的时段；今天要办的，请直接到大厅取号。", "You can book from {days} day(s) ahead. For today, take a ticket in the hall."),
    "slot_too_far":      Sentence(409, "最远可以预约 {days} 天内的时段，请选择较近的日期。", "You can book up to {days} days ahead. Please choose an earlier day."),
    "booking_fixed":     Sentence(409, "改约、取消须在 {until_at:%m月%d日 %H:%M} 之前办理，现在已经来不及；来不了的，请致电大厅。", "This could be changed or cancelled until {until_at:%d/%m %H:%M}. If you cannot come, please call the hall."),
    "booking_closed":    Sentence(409, "这个预约已经办理、取消或者过期，不能再变更；需要时请重新预约。", "This booking has been used, cancelled or missed and cannot be changed. Book again if you need to."),
    "booking_blocked":   Sentence(409, "您已有 {times} 次预约未到，网上预约暂停至 {until_on}；请拨打电话或者到窗口预约，也可以直接到大厅取号。", "You have missed {times} bookings, so online booking is closed to you until {until_on}. Book by telephone or at the counter, or take a ticket in the hall."),
    "bookings_enough":   Sentence(409, "已有 {count} 个预约还没有办理，请先办理或者取消其中的预约。", "{count} bookings are still open. Use or cancel one of them first."),
    "booked_already":    Sentence(409, "{day} 的这类业务您已经预约，请用原来的预约，或者先取消再重新预约。", "You have already booked this for {day}. Use that booking, or cancel it first."),
    "booking_unclear":   Sentence(422, "填写的内容有几处需要更正，请按各栏下面的提示修改。", "Some of what you wrote needs correcting, as said beside each field."),
    "booking_password":  Sentence(422, "预约密码至少 {least} 个字符，并且不能是身份证号或者手机号的一部分，请重新设置。", "The password needs {least} characters or more, and may be no part of your identity or telephone number. Choose another one."),
    "booking_not_today": Sentence(409, "预约的不是今天，请在预约当天报到。", "This booking is for another day. Check in on that day."),
    "booking_elsewhere": Sentence(409, "您预约的是{hall}，请到那里报到。", "You booked at {hall}. Please check in there."),
    "mode_closed":       Sentence(409, "这种预约方式没有开放，请选择其他方式。", "This way of booking is not open. Choose another one."),
    "mode_unexplained":  Sentence(409, "还有 {count} 处说明没有写，服务对象、申请条件、预约流程中英文都写好后才能开放。", "{count} texts are still empty. Write service object, conditions and procedure in both languages, then open it."),
    "mode_by_phone":     Sentence(409, "假日服务只能电话预约或者到窗口预约，请拨打大厅电话。", "Service on days of rest is booked by telephone or at the counter. Please call the hall."),
    "holiday_only":      Sentence(409, "这一天大厅不开放，只能预约假日服务，请拨打大厅电话。", "The hall is closed that day. Only holiday service can be booked; please call the hall."),
    "holiday_needless":  Sentence(409, "这一天大厅正常开放，请选择普通预约。", "The hall is open that day. Please choose an ordinary booking."),
    "holiday_unconfirmed": Sentence(422, "请选择届时到岗的窗口工作人员；假日服务要有人确认到岗才能预约。", "Name who of the window's staff will be there; holiday service is booked only once somebody has promised to come."),
    "pre_review_missing":Sentence(409, "上门服务要先预审：请带材料到一楼咨询台预审，通过后再预约。", "A visit needs a pre-review first: bring the papers to the consultation desk on the first floor, then book."),
    "item_needed":       Sentence(422, "请先选择要办理的事项。", "Choose the matter first."),
    "item_not_bookable": Sentence(409, "“{item}”不能这样预约，请选择其他预约方式，或者直接到窗口办理。", "“{item}” cannot be booked this way. Choose another way, or come to the window."),
    "workflow_unattended": Sentence(409, "这个时段“{step}”环节没有人有空，请选择其他时段。", "Nobody is free for the step “{step}” at that time. Please choose another one."),
    "category_capacity": Sentence(422, "每个时段至少要有 1 个号，请重新填写。", "A slot needs at least one place. Please correct it."),
    "not_a_visit":       Sentence(409, "这不是上门服务的预约，不需要开上门服务单。", "This booking is not for a visit; it needs no visit order."),
    "visit_team_missing":Sentence(422, "请至少安排一名上门的工作人员。", "Name at least one person who goes."),
    "visit_place_missing": Sentence(422, "请填写上门的地址。", "Say where the team goes."),
    "visit_not_arranged":Sentence(409, "还没有安排上门人员，请先开上门服务单。", "The visit is not arranged yet. Name its team first."),
    "visit_gone":        Sentence(409, "人员已经出发，印章已登记领出。", "The team has left; the seals are checked out."),
    "visit_not_gone":    Sentence(409, "人员还没有出发或者已经返回，请先登记出发。", "The team has not left, or is back already. Record its leaving first."),
    "visit_seals":       Sentence(409, "领出的印章与归还的不一致（{missing}），请核对后再登记返回。", "The seals that came back are not those that went out ({missing}). Check them, then record the return."),
    "visit_case_late":   Sentence(409, "上门收件应当在 {day} 当天登记，请核对办件编号。", "What a visit takes in is registered on the same day, {day}. Please check the case number."),
    "visit_needs_no_ticket": Sentence(409, "预约的是上门服务，我们到您那里去，不用取号。", "We come to you; you need no ticket."),
}
# fmt: on


def status(refused: Refused) -> int:
    return SENTENCES[refused.reason].status


def sentence(refused: Refused, language: str = "zh-hans") -> str:
    """The refusal in words, with its facts filled in."""
    words = SENTENCES[refused.reason]
    text = words.en if language.startswith("en") else words.zh
    with override(language):
        return text.format_map(_Facts(refused.facts))


class _Facts(dict[str, Any]):
    """Facts with their words: `{act_text}` says what the code of `act` means in the page's language.

    A fact nobody gave is left out of the sentence rather than breaking it.
    """

    def __missing__(self, key: str) -> str:
        name = key.removesuffix("_text")
        if name == key or name not in self:
            return ""
        code = str(self[name])
        return str(words.SPOKEN[name][code]) if code in words.SPOKEN.get(name, {}) else code
