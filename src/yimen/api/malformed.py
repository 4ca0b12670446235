"""Bodies and parameters that cannot be read: each place named, each with what should stand there, in both languages."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

Place = tuple[int | str, ...]

DEEPEST: Final = 32  # objects within objects
LARGEST: Final = 2**53 - 1  # whole numbers beyond it are not the same to everybody who reads JSON (RFC 7493)
SHOWN: Final = 5  # places told of in one sentence; the facts name them all


class Fault(NamedTuple):
    """One thing wrong at one place: a word, and the numbers its sentence names."""

    place: Place
    word: str
    facts: Mapping[str, Any] = {}

    @property
    def field(self) -> str:
        return ".".join(map(str, self.place))

    def sentence(self, *, english: bool) -> str:
        zh, en = SENTENCES.get(self.word, SENTENCES["value_error"])
        text = en.format_map(self.facts) if english else zh.format_map(self.facts).replace(" or ", " 或 ")
        if not self.place:
            return text
        return f"{self.field} {text}" if english else f"{self.field}：{text}"


class Unreadable(ValueError):
    """A body that is no JSON, or says what nobody can keep."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.word)
        self.fault = fault


# fmt: off
SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "json":                     ("不是正确的 JSON（第 {line} 行第 {column} 列）", "no JSON (line {line}, column {column})"),
    "utf8":                     ("请求内容不是 UTF-8 编码", "the body is not encoded as UTF-8"),
    "too_deep":                 ("嵌套不能超过 {most} 层", "must not be nested deeper than {most}"),
    "unkeepable":               ("含有不能保存的字符", "holds a character that cannot be kept"),
    "number_too_large":         ("数字过大，绝对值不能超过 {most}", "is too large: no number here is beyond {most}"),
    "missing":                  ("必须填写", "is required"),
    "extra_forbidden":          ("没有这一项，请核对拼写", "is not known here; check its spelling"),
    "string_type":              ("应为文字", "must be text"),
    "string_too_long":          ("最多 {max_length} 个字符", "must have at most {max_length} characters"),
    "string_too_short":         ("至少 {min_length} 个字符", "must have at least {min_length} characters"),
    "string_pattern_mismatch":  ("写法不对，应符合 {pattern}", "must match {pattern}"),
    "string_unicode":           ("含有不能保存的字符", "holds a character that cannot be kept"),
    "int_type":                 ("应为整数", "must be a whole number"),
    "int_parsing":              ("应为整数", "must be a whole number"),
    "int_from_float":           ("应为整数", "must be a whole number"),
    "greater_than_equal":       ("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal":          ("不能大于 {le}", "must be at most {le}"),
    "bool_type":                ("应为 true 或者 false", "must be true or false"),
    "bool_parsing":             ("应为 true 或者 false", "must be true or false"),
    "literal_error":            ("只能是 {expected}", "must be {expected}"),
    "enum":                     ("只能是 {expected}", "must be {expected}"),
    "list_type":                ("应为数组", "must be a list"),
    "too_long":                 ("最多 {max_length} 项", "must have at most {max_length} entries"),
    "dict_type":                ("应为对象", "must be an object"),
    "model_type":               ("应为对象", "must be an object"),
    "model_attributes_type":    ("应为对象", "must be an object"),
    "date_form":                ("应为日期，写作 2026-03-02", "must be a date like 2026-03-02"),
    "date_from_datetime_parsing": ("没有这一天", "is no day of the calendar"),
    "date_parsing":             ("没有这一天", "is no day of the calendar"),
    "base64_form":              ("应为 Base64 编码", "must be Base64"),
    "bytes_type":               ("应为 Base64 编码的文字", "must be text in Base64"),
    "listed_twice":             ("同一代码只能列一次", "must name each code once"),
    "value_error":              ("填写不正确", "is not right"),
}
# fmt: on


class PlainJson(Parser):
    """Reads a body as JSON that everybody reads alike and the database can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            text = request.body.decode()
        except UnicodeDecodeError:
            raise Unreadable(Fault((), "utf8")) from None
        try:
            body = json.loads(text, parse_constant=_no_constant)
        except json.JSONDecodeError as wrong:
            raise Unreadable(Fault((), "json", {"line": wrong.lineno, "column": wrong.colno})) from None
        except RecursionError:
            raise Unreadable(Fault((), "too_deep", {"most": DEEPEST})) from None
        except ValueError:  # a number of thousands of digits
            raise Unreadable(Fault((), "number_too_large", {"most": LARGEST})) from None
        _demand_plain(body, ())
        request.sent = body  # type: ignore[attr-defined]  # what an idempotency key stands for
        return body


def sent(request: HttpRequest) -> Any:
    """The body as it was read, before anybody gave it types."""
    return getattr(request, "sent", None)


def faults(errors: Iterable[Mapping[str, Any]], *, inside: int = 0) -> tuple[Fault, ...]:
    """What pydantic found wrong; the first `inside` parts of each place are ours, not the sender's."""
    return tuple(Fault(tuple(each["loc"][inside:]), each["type"], each.get("ctx", {})) for each in errors)


def listed(found: Sequence[Fault], *, english: bool) -> str:
    """As many of them as one sentence bears."""
    shown = [each.sentence(english=english) for each in found[:SHOWN]]
    if english:
        return " " + "; ".join(shown) + "." if shown else ""
    return "；".join(shown) + "。" if shown else ""


def facts(found: Sequence[Fault]) -> list[dict[str, str]]:
    return [{"field": each.field, "problem": each.word} for each in found]


def _no_constant(name: str) -> NoReturn:
    raise Unreadable(Fault((), "number_too_large", {"most": LARGEST, "name": name}))


def _demand_plain(value: Any, place: Place) -> None:
    match value:
        case str():
            if not _keepable(value):
                raise Unreadable(Fault(place, "unkeepable"))
        case bool() | None:
            pass
        case int() | float():
            if not abs(value) <= LARGEST or math.isnan(value):
                raise Unreadable(Fault(place, "number_too_large", {"most": LARGEST}))
        case list() | dict():
            if len(place) >= DEEPEST:
                raise Unreadable(Fault(place[:2], "too_deep", {"most": DEEPEST}))
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            for name, inner in pairs:
                if isinstance(name, str) and not _keepable(name):
                    raise Unreadable(Fault(place, "unkeepable"))
                _demand_plain(inner, (*place, name))


def _keepable(text: str) -> bool:
    """Neither NUL, which PostgreSQL cannot keep, nor half of a surrogate pair, which is no character."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text))
