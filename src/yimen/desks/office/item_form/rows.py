"""Lists of an item in rows: laws, steps of the procedure, fees, materials.

Each row carries in `was` the code or place it had when it was drawn, so that it keeps what the form does not ask, whatever became
of its words. `no` orders the rows; new ones without a number come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from .part import bare, revised
from .single import limit as read_limit

Row = Mapping[str, Any]
_NOT_SAID: Final = frozenset({"was", "no", "remove"})
_LAW: Final = ("law", "doc_no")
_STEP: Final = ("name", "who", "text")
_FEE: Final = ("name", "standard", "basis")
_MATERIAL: Final = (
    "code", "name", "name_en", "class", "source", "copies", "original", "stamped", "tolerates_promise", "valid_days_left",
    "issuer", "note",
)  # fmt: skip


def shown(stood: Any, show: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the form for a list of the JSON."""
    return [
        {**show(each), "was": was, "no": n} for n, (was, each) in enumerate(_standing(stood).items(), start=1)
    ]


def kept(
    written: Sequence[Row] | None, stood: Any, show: Callable[[Any], dict[str, Any]]
) -> Iterator[tuple[Row, dict[str, Any], Row]]:
    """The rows that stay, in their order: what was written, what stood there before, and how that was shown."""
    before = _standing(stood)
    rows = [each for each in written or () if not each.get("remove") and _says(each)]
    for row in sorted(rows, key=lambda each: each.get("no") or len(before) + len(rows)):
        there = before.get(row.get("was", ""), {})
        yield row, dict(there) if isinstance(there, Mapping) else {}, show(there) if there else {}


def _standing(stood: Any) -> dict[str, Any]:
    """What stood there, each by its code, or by its place where it has none of its own."""
    rows = stood if isinstance(stood, list) else [stood] if stood else []
    found: dict[str, Any] = {}
    for n, each in enumerate(rows):
        code = str(each.get("code") or each.get("key") or "") if isinstance(each, Mapping) else ""
        found[code if code and code not in found else f"{code}#{n}"] = each
    return found


def _says(row: Row) -> bool:
    return bare({name: value for name, value in row.items() if name not in _NOT_SAID}) is not None


def show_laws(stood: Any) -> list[dict[str, Any]]:
    return shown(stood, _show_law)


def _show_law(law: Any) -> dict[str, Any]:
    if not isinstance(law, Mapping):
        return {"law": str(law)}
    articles = law.get("articles")
    joined = "、".join(map(str, articles)) if isinstance(articles, list) else articles
    return {**{name: law.get(name) for name in _LAW}, "articles": joined}


def read_laws(written: Sequence[Row] | None, stood: Any) -> list[dict[str, Any]] | None:
    laws = []
    for row, there, seen in kept(written, stood, _show_law):
        law = revised(there, seen, row, _LAW)
        if bare(row.get("articles")) != bare(seen.get("articles")):
            law["articles"] = [
                each.strip() for each in (row.get("articles") or "").split("、") if each.strip()
            ]
        laws.append({"law": row.get("law", ""), **law})
    return laws or None


def show_process(stood: Any) -> list[dict[str, Any]]:
    return shown(stood, _show_step)


def _show_step(step: Any) -> dict[str, Any]:
    return (
        {name: step.get(name) for name in (*_STEP, "limit")}
        if isinstance(step, Mapping)
        else {"name": str(step)}
    )


def read_process(written: Sequence[Row] | None, stood: Any) -> list[dict[str, Any]] | None:
    return [
        timed(revised(there, seen, row, _STEP), seen, row)
        for row, there, seen in kept(written, stood, _show_step)
    ] or None


def timed(told: dict[str, Any], seen: Row, row: Row) -> dict[str, Any]:
    """With its limit, where that was written otherwise."""
    if bare(row.get("limit")) != bare(seen.get("limit")):
        told.pop("limit", None)
        if said := read_limit(row.get("limit"), None):
            told["limit"] = said
    return told


def show_fee(fee: Any) -> dict[str, Any] | None:
    if not isinstance(fee, Mapping) or not isinstance(fee.get("charged"), bool):
        return None
    basis = None if fee["charged"] else fee.get("basis")
    standards = fee.get("standards") if fee["charged"] else None
    return {
        "charged": "yes" if fee["charged"] else "no",
        "basis": basis,
        "standards": shown(standards, _show_standard),
    }


def _show_standard(line: Any) -> dict[str, Any]:
    return {name: line.get(name) for name in _FEE} if isinstance(line, Mapping) else {"standard": str(line)}


def read_fee(written: Row | None, stood: Any) -> dict[str, Any] | None:
    """Free with its basis, or charged by its standards; what belonged to the other answer goes."""
    fee = dict(stood) if isinstance(stood, Mapping) else {}
    said = written or {}
    match said.get("charged"):
        case "no":
            fee.pop("standards", None)
            return {**fee, "charged": False, "basis": said.get("basis", "")}
        case "yes":
            lines = kept(said.get("standards"), fee.get("standards"), _show_standard)
            left = {
                name: value
                for name, value in fee.items()
                if name not in {"standard", "basis"} or fee.get("charged")
            }
            return {
                **left,
                "charged": True,
                "standards": [revised(there, seen, row, _FEE) for row, there, seen in lines],
            }
    return None


def show_materials(stood: Any) -> list[dict[str, Any]]:
    return shown(stood, _show_material)


def _show_material(material: Row) -> dict[str, Any]:
    return {**{name: material.get(name) for name in _MATERIAL}, "harmless": material.get("blocks") is False}


def read_materials(written: Sequence[Row] | None, stood: Any) -> list[dict[str, Any]]:
    """Numbered from one in the order of the form; a new one gets a code of its own."""
    materials: list[dict[str, Any]] = []
    for n, (row, there, seen) in enumerate(kept(written, stood, _show_material), start=1):
        told = revised(there, seen, row, _MATERIAL)
        if bool(row.get("harmless")) != bool(seen.get("harmless")):
            told["blocks"] = not row.get("harmless")
        materials.append({**told, "no": n})
    return named("code", "m", materials)


def named(word: str, letter: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with a code: those without one get the first free of m1, m2, …"""
    taken = {row.get(word) for row in rows}
    free = (code for n in range(1, 10_000) if (code := f"{letter}{n}") not in taken)
    return [row if row.get(word) else {**row, word: next(free)} for row in rows]
