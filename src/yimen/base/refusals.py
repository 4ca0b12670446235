"""Every refusal's sentence, in Chinese and English, with its HTTP status. A sentence says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from yimen.rules.refused import Refused


class Sentence(NamedTuple):
    status: int
    zh: str
    en: str


# fmt: off
SENTENCES: Final[Mapping[str, Sentence]] = {
    # cases
    "no_such_case":      Sentence(404, "没有查到这个办件，请核对编号和查询码。", "No such case. Please check the number and the query code."),
    "act_not_open":      Sentence(409, "办件当前状态为“{state_text}”，不能进行“{act_text}”，请刷新页面查看可以进行的操作。", "The case is “{state}”; “{act}” is not open now. Reload to see what is."),
    "not_permitted":     Sentence(404, "没有查到可供您办理的内容；如确需办理，请联系负责该窗口或科室的同事。", "Nothing here for you to act on; ask the window or section in charge."),
    "busy":              Sentence(409, "其他人员刚刚处理了这个办件，请刷新后再试。", "Somebody else has just acted on this case. Reload and try again."),
    "key_reused":        Sentence(409, "同一个幂等键已用于另一份内容，请换用新的键重新提交。", "This idempotency key was used with another body. Use a new key."),
    "malformed":         Sentence(422, "提交的内容格式不对，请按提示修改后重新提交。", "The request is malformed. Correct it as shown and send it again."),
    "not_signed_in":     Sentence(401, "请先登录。", "Please sign in first."),
    "too_many":          Sentence(429, "操作太频繁，请稍后再试。", "Too many requests. Please try again later."),
    # papers
    "paper_lacks":       Sentence(409, "《{title}》还缺少必备内容（{fields}），补齐后才能出具。", "“{title_en}” does not yet say all it must ({fields}). Fill this in, then issue it."),
    "no_such_paper":     Sentence(404, "没有查到这份文书，请核对文号。", "No such paper. Please check its number."),
}
# fmt: on


def status(refused: Refused) -> int:
    return SENTENCES[refused.reason].status


def sentence(refused: Refused, language: str = "zh-hans") -> str:
    """The refusal in words, with its facts filled in."""
    words = SENTENCES[refused.reason]
    text = words.en if language.startswith("en") else words.zh
    return text.format_map(_Facts(refused.facts))


class _Facts(dict[str, Any]):
    """A fact nobody gave is left out of the sentence rather than breaking it."""

    def __missing__(self, key: str) -> str:
        return ""
