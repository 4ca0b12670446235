"""What an import may find in a row, in Chinese and English: what is wrong, and what to do about it."""
# ruff: noqa: E501 - a table of sentences

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Said(NamedTuple):
    """What is wrong and what to do about it."""

    zh: str
    en: str


# fmt: off
PROBLEMS: Final[Mapping[str, Said]] = {
    # the row did not go in
    "code_missing":       Said("没有事项编码；请补上实施编码或者本地编码。", "There is no item code. Give the implementation code, or the local one."),
    "code_too_long":      Said("事项编码超过 {most} 个字符；请核对是否粘贴了别的内容。", "The code has more than {most} characters. Check what was pasted."),
    "code_lost_digits":   Said("编码被表格软件改成了科学计数，位数已丢失；请把这一列设为“文本”后重新填写。", "The spreadsheet turned the code into a number and lost digits. Make the column text and fill it in again."),
    "code_twice":         Said("与第 {first} 行编码相同而内容不同；请保留正确的一行。", "Same code as line {first}, other content. Keep the right one."),
    "name_missing":       Said("没有事项名称；请补上。", "There is no name. Fill it in."),
    "name_too_long":      Said("事项名称超过 {most} 个字；请核对是否把说明写进了名称。", "The name has more than {most} characters. Check that it is only the name."),
    "department_missing": Said("没有部门；请填写实施部门的名称。", "There is no department. Name the one responsible."),
    "department_unknown": Said("系统里没有“{value}”{like}；请改用组织机构中的名称，或先建立该部门（也可以在导入时选择“按名称建立部门”）。", "“{value}” is not among the departments{like_en}. Use its name there or create it first (the import can create departments by name)."),
    "department_other":   Said("该事项已属于“{known}”，文件中写的是“{value}”；请核对编码或部门。", "The item belongs to “{known}”; the file says “{value}”. Check the code or the department."),
    "not_yours":          Said("“{value}”不在您管理的区域内；请由所在地的业务办公室导入。", "“{value}” lies outside your division. Let its own office import it."),
    "row_not_object":     Said("这一条不是事项；请按模板的格式填写。", "This entry is no item. Follow the template."),
    # the row went in without this value
    "kind_unknown":       Said("不认识的事项类型“{value}”，未采用；请填写行政许可、行政确认、公共服务等，或国标代码。", "Unknown type “{value}”, left out. Write such as 行政许可 or 公共服务, or the national code."),
    "subject_unknown":    Said("不认识的服务对象“{value}”，未采用；请填写个人、法人或者个人和法人。", "Unknown audience “{value}”, left out. Write person, organisation or both."),
    "track_unknown":      Said("不认识的办件类型“{value}”，未采用；请填写即办件、承诺件、联办件或者上报件。", "Unknown track “{value}”, left out. Write instant, committed, joint or escalated."),
    "online_unknown":     Said("不认识的网办深度“{value}”，未采用；请填写指南、预约、预登记、预审或者全程网办。", "Unknown online level “{value}”, left out. Write guide, booking, pre_registration, pre_review or full."),
    "retention_unknown":  Said("不认识的保管期限“{value}”，未采用；请填写 10、30 或者永久。", "Unknown retention “{value}”, left out. Write 10, 30 or permanent."),
    "limit_unreadable":   Said("读不懂时限“{value}”，未采用；请写成“20个工作日”“7日”“即办”这样的形式。", "Cannot read the limit “{value}”, left out. Write it like 20个工作日, 7日 or 即办."),
    "flag_unreadable":    Said("“{value}”既不是“是”也不是“否”，未采用；请改为“是”或“否”。", "“{value}” is neither yes nor no, left out. Write 是 or 否."),
    "count_unreadable":   Said("“{value}”不是可用的数字，未采用；请填写整数。", "“{value}” is no usable number, left out. Write a whole number."),
    "material_unreadable": Said("第 {n} 项材料读不懂，未采用；请写明材料名称。", "Cannot read material {n}, left out. Give its name."),
    "value_unreadable":   Said("读不懂“{value}”，未采用；请按模板的格式填写。", "Cannot read “{value}”, left out. Follow the template."),
    "by_situation":       Said("该指南按情形（{value}）给出不同的材料和时限，未采用；请为每种情形单独建一个事项。", "This guide differs by situation ({value}); that part was left out. Make an item for each situation."),
    # the row went in; worth a look
    "code_padded":        Said("编码中有空格或全角字符，已去掉；请核对。", "The code held blanks or full-width signs; they were removed. Please check."),
    "name_twice":         Said("与第 {first} 行部门和名称都相同而编码不同；请核对是否重复。", "Same department and name as line {first}, other code. Check whether it is the same item."),
    "department_code_odd": Said("部门代码“{value}”不是有效的统一社会信用代码或组织机构代码；不影响导入，请在组织机构中核对。", "“{value}” is no valid credit or organisation code. The row went in; check the department."),
    "promise_over_statute": Said("承诺时限长于法定时限；已存为草稿，发布前必须缩短。", "The promise is longer than the statute allows. Kept as a draft; shorten it before publishing."),
    "column_unknown":     Said("没有对应“{value}”的栏目，未采用；如需保留，请改用模板中的栏目名。", "No field is called “{value}”; it was left out. Use the template's headings to keep it."),
    "guide_lacks":        Said("“{value}”已存为草稿，发布前还缺：{zh}。", "“{value}” is kept as a draft. Before it can be published it needs: {en}."),
}
# fmt: on
