"""An item between the words of its JSON and the words of the form it is edited with.

What the form does not ask (preconditions, remedies, samples …) stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from yimen.base import forms
from yimen.base.bilingual import said
from yimen.modules.people import queries as people
from yimen.rules.flows import OWNER
from yimen.rules.matters import MATTERS

from .drawing import schema

_PLAIN: Final = ("name", "name_en", "kind", "subject", "track", "online", "extension", "retention")
_FLAGS: Final = ("convertible", "accepts_promise")
_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "what": ("summary", "content", "functions"),
    "who": (
        "audience", "responsible_person", "location", "window", "office_hours", "advice_phone", "complaint_phone",
    ),
    "conditions": ("quantity_limit",),
    "result": ("delivery",),
}  # fmt: skip
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {"what": ("tips",), "conditions": ("conditions", "process")}
_SPLIT: Final = re.compile(r"[、,，;；\s]+")


def item_schema() -> dict[str, Any]:
    """The form with the choices of this hall: types of matter, departments, conventions."""
    departments = {OWNER: _("The item's own department")}
    departments |= {each.code: said(each.name, each.name_en) for each in people.departments()}
    return schema(
        "item",
        kind={word: said(each.zh, each.en) for word, each in MATTERS.items()},
        steps__unit=departments,
        fields__convention={name: str(words) for name, words in forms.CONVENTIONS.items()},
    )


def values_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the form for an item's JSON."""
    guide = item.get("guide") or {}
    values: dict[str, Any] = {name: item[name] for name in (*_PLAIN, *_FLAGS) if item.get(name) is not None}
    values["intake_checks"] = str(item.get("intake_checks", 1))
    values |= {
        "statutory": item.get("statutory_limit"),
        "promised": item.get("promised_limit"),
        "power": item.get("power_entry"),
    }
    for group, names in _TEXTS.items():
        values[group] = {name: _text(guide.get(name)) for name in names}
    for group, names in _LISTS.items():
        values[group] |= {name: _lines(guide.get(name)) for name in names}
    values["what"]["legal_basis"] = [_law(each) for each in guide.get("legal_basis") or ()]
    values["fee"] = _fee(guide.get("fee"))
    result = guide.get("result")
    values["result"]["result"] = result.get("name", "") if isinstance(result, Mapping) else _text(result)
    values["materials"] = [dict(each) for each in item.get("materials") or ()]
    values["steps"] = _steps(item.get("flow"))
    values["fields"] = _fields(item.get("form"))
    return values


def changes_of(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, as changes to an item's JSON; `before` is that JSON."""
    guide_before = before.get("guide") or {}
    changes: dict[str, Any] = {name: values[name] for name in _PLAIN if name in values}
    changes |= {name: bool(values.get(name)) for name in _FLAGS}
    changes |= {name: None for name in ("online", "extension") if name not in values}
    changes["intake_checks"] = int(values.get("intake_checks") or 1)
    for word, column in (
        ("statutory", "statutory_limit"),
        ("promised", "promised_limit"),
        ("power", "power_entry"),
    ):
        changes[column] = _whole(values.get(word), ("n", "unit") if word != "power" else ("code",))
    if changes["power_entry"] and before.get("power_entry"):
        changes["power_entry"] = {**before["power_entry"], **changes["power_entry"]}
    guide: dict[str, Any] = {}
    for group, names in _TEXTS.items():
        guide |= {name: (values.get(group) or {}).get(name) for name in names}
    for group, names in _LISTS.items():
        guide |= {name: _list((values.get(group) or {}).get(name), guide_before.get(name)) for name in names}
    guide["legal_basis"] = _laws((values.get("what") or {}).get("legal_basis")) or None
    guide["fee"] = _fee_of(values.get("fee") or {}, guide_before.get("fee"))
    guide["result"] = _result((values.get("result") or {}).get("result"), guide_before.get("result"))
    changes["guide"] = guide
    changes["materials"] = _materials(values.get("materials") or (), before.get("materials") or ())
    changes["flow"] = _flow(values.get("steps") or (), before.get("flow"))
    changes["form"] = _form(values.get("fields") or (), before.get("form"))
    return changes


# single fields


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "、".join(map(str, value)) if isinstance(value, list) else ""


def _lines(value: Any) -> str:
    rows = value if isinstance(value, list) else [value] if value else []
    return "\n".join(str(each.get("name", "")) if isinstance(each, Mapping) else str(each) for each in rows)


def _list(text: str | None, before: Any) -> list[Any] | None:
    """Lines as a list; a line that stood there as more than words keeps what it was."""
    known = (
        {each.get("name"): each for each in before or () if isinstance(each, Mapping)}
        if isinstance(before, list)
        else {}
    )
    rows = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return [known.get(line, line) for line in rows] or None


def _law(each: Any) -> dict[str, str]:
    if isinstance(each, Mapping):
        return {
            "law": str(each.get("law", "")),
            "articles": "、".join(each.get("articles") or ()),
            "doc_no": str(each.get("doc_no", "")),
        }
    return {"law": str(each)}


def _laws(rows: Sequence[Mapping[str, str]] | None) -> list[dict[str, Any]]:
    laws = []
    for row in rows or ():
        if row.get("law"):
            law: dict[str, Any] = {"law": row["law"]}
            if row.get("articles"):
                law["articles"] = [each for each in _SPLIT.split(row["articles"]) if each]
            if row.get("doc_no"):
                law["doc_no"] = row["doc_no"]
            laws.append(law)
    return laws


def _fee(fee: Any) -> dict[str, Any]:
    if not isinstance(fee, Mapping) or "charged" not in fee:
        return {}
    return {
        "charged": "yes" if fee["charged"] else "no",
        "basis": fee.get("basis", ""),
        "standards": [dict(each) for each in fee.get("standards") or ()],
    }


def _fee_of(values: Mapping[str, Any], before: Any) -> dict[str, Any] | None:
    kept = dict(before) if isinstance(before, Mapping) else {}
    match values.get("charged"):
        case "no":
            kept.pop("standards", None)
            return {**kept, "charged": False, "basis": values.get("basis", "")}
        case "yes":
            kept.pop("standard", None)
            kept.pop("basis", None)
            return {
                **kept,
                "charged": True,
                "standards": [dict(each) for each in values.get("standards") or ()],
            }
    return None


def _result(name: str | None, before: Any) -> Any:
    if not name:
        return None
    return {**before, "name": name} if isinstance(before, Mapping) else name


def _whole(value: Any, needed: tuple[str, ...]) -> dict[str, Any] | None:
    row = {name: each for name, each in (value or {}).items() if each not in (None, "")}
    return row if all(name in row for name in needed) else None


# rows


def _materials(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The list in the order of the form, numbered from one; what the form does not ask stays."""
    known = {each.get("code"): each for each in before}
    asked = (
        "code",
        "name",
        "name_en",
        "class",
        "source",
        "copies",
        "original",
        "stamped",
        "tolerates_promise",
        "note",
    )
    result = []
    for no, row in enumerate((each for each in rows if each.get("code") or each.get("name")), start=1):
        kept = {name: value for name, value in known.get(row.get("code"), {}).items() if name not in asked}
        told = {name: row[name] for name in asked if row.get(name) not in (None, "", False)}
        result.append({**kept, **told, "no": no})
    return result


def _steps(flow: Any) -> list[dict[str, Any]]:
    rows = []
    for stage in (flow or {}).get("stages", ()):
        for task in stage.get("tasks", ()):
            limit = task.get("limit") or {}
            rows.append(
                {
                    "stage": stage.get("name", ""),
                    "name": task.get("name", ""),
                    "kind": task.get("kind", ""),
                    "unit": task.get("unit", OWNER),
                    "days": limit.get("n"),
                    "optional": task.get("required") is False,
                }
            )
    return rows


def _flow(rows: Sequence[Mapping[str, Any]], before: Any) -> dict[str, Any] | None:
    known = {
        (stage.get("name"), task.get("name")): task
        for stage in (before or {}).get("stages", ())
        for task in stage.get("tasks", ())
    }
    stages: dict[str, list[dict[str, Any]]] = {}
    for n, row in enumerate((each for each in rows if each.get("name")), start=1):
        stage = row.get("stage") or _("Review")
        task = {
            **known.get((stage, row["name"]), {"key": f"step{n}"}),
            "name": row["name"],
            "kind": row.get("kind") or "review",
        }
        task.pop("limit", None)
        task.pop("required", None)
        task["unit"] = row.get("unit") or OWNER
        if row.get("days") is not None:
            task["limit"] = {"n": row["days"], "unit": "working_day"}
        if row.get("optional"):
            task["required"] = False
        stages.setdefault(stage, []).append(task)
    if not stages:
        return None
    return {"stages": [{"name": name, "tasks": tasks} for name, tasks in stages.items()]}


def _fields(form: Any) -> list[dict[str, Any]]:
    required = (form or {}).get("required", ())
    rows = []
    for name, part in forms.properties(form or {}):
        offered = part.get("enum") or part.get("items", {}).get("enum") or ()
        kind = part.get("type", "string")
        rows.append(
            {
                "key": name,
                "title": part.get("title", ""),
                "title_en": part.get("x-title-en", ""),
                "type": kind if kind in {"number", "integer", "boolean"} else "string",
                "convention": part.get("x-convention", "")
                if isinstance(part.get("x-convention"), str)
                else "",
                "unit": part.get("x-unit", ""),
                "choices": "、".join(map(str, offered)),
                "required": name in required,
            }
        )
    return rows


def _form(rows: Sequence[Mapping[str, Any]], before: Any) -> dict[str, Any] | None:
    """The schema of the form: known fields keep what is not asked here (bounds, hints, several choices)."""
    known = (before or {}).get("properties", {})
    parts: dict[str, Any] = {}
    for row in rows:
        if row.get("key"):
            parts[row["key"]] = _part(row, known.get(row["key"], {}))
    if not parts:
        return None
    kept = {
        name: value
        for name, value in (before or {}).items()
        if name not in {"properties", "required", "x-order"}
    }
    return {
        "type": "object",
        "additionalProperties": False,
        **kept,
        "properties": parts,
        "required": [row["key"] for row in rows if row.get("key") and row.get("required")],
        "x-order": list(parts),
    }


def _part(row: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    part = dict(known)
    part["title"] = row.get("title") or row["key"]
    for word, keyword in (("title_en", "x-title-en"), ("unit", "x-unit"), ("convention", "x-convention")):
        if row.get(word):
            part[keyword] = row[word]
        elif not isinstance(part.get(keyword), list):
            part.pop(keyword, None)
    if not isinstance(part.get("type"), list) and part.get("type") != "array":
        part["type"] = row.get("type") or "string"
    offered = [each for each in _SPLIT.split(row.get("choices") or "") if each]
    target = part["items"] if part.get("type") == "array" else part
    if offered:
        target["enum"] = offered
    else:
        target.pop("enum", None)
    return part
