"""From one row of a list to what it wants an item to say, with everything that could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from yimen.base.sheets import Entry, tidy
from yimen.rules.exchange import CaseType
from yimen.rules.identifiers import CreditCode, ImplementationCode, OrganisationCode
from yimen.rules.limits import Limit
from yimen.rules.matters import matter_of
from yimen.rules.promises import no_longer
from yimen.rules.refused import Refused
from yimen.rules.typed import plain

from ..contents import FIELDS, LONGEST_NAME
from . import cells
from .headings import Row, word_of
from .report import Problem, problem

LONGEST_CODE: Final = 100
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_LAW: Final = re.compile(r"《(?P<law>[^》]+)》(?P<rest>[^《]*)")
_ARTICLE: Final = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+条")


@dataclass
class Wanted:
    """What one row asks for. `changes` are in the words of an item's JSON; what else it says is laid over what is there."""

    row: Row
    code: str = ""
    department: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    fee: dict[str, Any] = field(default_factory=dict)
    power: dict[str, Any] = field(default_factory=dict)
    case_type: CaseType | None = None  # a track in the national code, which may mean several
    synonyms: list[str] | None = None
    categories: list[str] | None = None
    department_code: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def name(self) -> str:
        return str(self.changes.get("name", ""))

    @property
    def refused(self) -> bool:
        return any(each.refuses for each in self.problems)

    def note(self, word: str, value: Any, reason: str, **facts: Any) -> None:
        """Report what is wrong with one cell, under the heading the file has for it."""
        self.problems.append(problem(self.line, self.row.heading(word), value, reason, **facts))


def read(row: Row) -> Wanted:
    """Everything a row says, each cell read on its own: what cannot be read is reported and left out."""
    wanted = Wanted(row)
    for word, value in row.cells.items():
        _READERS.get(word, _guide_field if word.startswith("guide.") else _as_it_is)(wanted, word, value)
    _code(wanted)
    _require(wanted)
    return wanted


def row_of(entry: Entry) -> tuple[Row, list[Problem]]:
    """A JSON object as a row: in the words of our own items, or in those of published guides."""
    found: dict[str, Any] = {}
    headings: dict[str, str] = {}
    unknown = []
    for key, value in entry.fields.items():
        if value in (None, "", [], {}):
            continue
        word = key if key in _OWN else _JSON.get(key) or word_of(key)
        if word is None:
            unknown.append(problem(entry.number, key, key, "column_unknown"))
        elif word == "guide.tips":
            found.setdefault(word, []).extend(cells.pieces(value))
        elif word != "ignored":
            found.setdefault(word, value)
            headings.setdefault(word, key)
    return Row(entry.number, found, headings), unknown


_OWN: Final = frozenset({*FIELDS, "code", "department", "synonyms", "categories", "charged", "power_list"})
_JSON: Final[Mapping[str, str]] = {
    "id": "id", "fee": "fee", "scenarios": "scenarios", "visits": "guide.visits", "handling_forms": "guide.channels",
    "level_rules": "guide.level_rules", "stage_limits": "guide.stage_limits", "notes": "guide.tips",
    "materials_note": "guide.tips", "home_visit": "guide.tips", "cross_level": "guide.tips", "scope": "guide.tips",
    "source_url": "guide.source_url", "source_date": "guide.source_date", "region": "ignored", "region_code": "ignored",
    "level": "ignored",
}  # fmt: skip


# --- one cell at a time ----------------------------------------------------------------------------------

Reader = Callable[[Wanted, str, Any], None]


def _code(wanted: Wanted) -> None:
    written = str(wanted.row.cells.get("code") or wanted.row.cells.get("id") or "").strip()
    code = plain(written).replace(" ", "")
    if not code:
        wanted.note("code", "", "code_missing")
    elif len(code) > LONGEST_CODE:
        wanted.note("code", code, "code_too_long", most=LONGEST_CODE)
    elif _SCIENTIFIC.fullmatch(code):
        wanted.note("code", code, "code_lost_digits")
    elif code != written:
        wanted.note("code", written, "code_padded")
    wanted.code = ImplementationCode.parse(code).text if code else ""


def _require(wanted: Wanted) -> None:
    if not wanted.name:
        wanted.note("name", "", "name_missing")
    if not wanted.department:
        wanted.note("department", "", "department_missing")
    statutory, promised = wanted.changes.get("statutory_limit"), wanted.changes.get("promised_limit")
    if (
        isinstance(statutory, Limit)
        and isinstance(promised, Limit)
        and no_longer(promised, statutory) is False
    ):
        shown = f"{promised.n} > {statutory.n}"
        wanted.note("promised_limit", shown, "promise_over_statute")


def _name(wanted: Wanted, word: str, value: Any) -> None:
    name = re.sub(r"\s*\n\s*", "", tidy(str(value)))
    if len(name) > LONGEST_NAME:
        wanted.note(word, name, "name_too_long", most=LONGEST_NAME)
    wanted.changes["name"] = name[:LONGEST_NAME]


def _department(wanted: Wanted, _word: str, value: Any) -> None:
    wanted.department = tidy(str(value))


def _department_code(wanted: Wanted, word: str, value: Any) -> None:
    text = str(value)
    if _passes(CreditCode.parse, text):
        wanted.department_code = str(CreditCode.parse(text))
    elif not _passes(OrganisationCode.parse, text):
        wanted.note(word, text, "department_code_odd")


def _passes(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except Refused:
        return False
    return True


def _by(read_cell: Callable[[Any], Any], otherwise: str) -> Reader:
    """A reader that keeps what `read_cell` makes of a cell, or reports it under `otherwise`."""

    def reader(wanted: Wanted, word: str, value: Any) -> None:
        found = read_cell(value)
        if found is None:
            wanted.note(word, value, otherwise)
        else:
            wanted.changes[word] = found

    return reader


def _limit(wanted: Wanted, word: str, value: Any) -> None:
    found = cells.limit(value)
    if found is None:
        wanted.note(word, value, "limit_unreadable")
        return
    wanted.changes[word] = found
    if isinstance(value, Mapping):
        notes = [str(value[each]) for each in ("trigger", "basis", "note") if value.get(each)]
        if notes:
            _guide(wanted)[f"{word}_note"] = "；".join(notes)


def _subject(wanted: Wanted, word: str, value: Any) -> None:
    found = cells.subject(str(value))
    if found is None:
        wanted.note(word, value, "subject_unknown")
    else:
        wanted.changes["subject"] = found.value
    if str(value) not in cells.SUBJECTS:
        _guide(wanted)["audience"] = str(value)


def _charged(wanted: Wanted, word: str, value: Any) -> None:
    found = cells.flag(value)
    if found is None:
        wanted.note(word, value, "flag_unreadable")
    else:
        wanted.fee["charged"] = found


def _fee(wanted: Wanted, word: str, value: Any) -> None:
    match value:
        case {"charged": bool()}:
            wanted.fee.update(value)
        case str() if plain(value) in {"不收费", "免费", "无"}:
            wanted.fee["charged"] = False
        case _:
            wanted.note(word, value, "value_unreadable")


def _fee_word(wanted: Wanted, word: str, value: Any) -> None:
    """A fee in two columns, its standard and its basis, is a fee of one line."""
    name, text = word.removeprefix("guide.fee_"), str(value)
    if name == "standard" and plain(text) in {"不收费", "免费", "无"}:
        wanted.fee |= {"charged": False, "standard": text}
        return
    if name == "standard":
        wanted.fee.setdefault("charged", True)
    wanted.fee[name] = text


def _track(wanted: Wanted, word: str, value: Any) -> None:
    """In the halls' words, or in the code of the national exchange (KIND-02)."""
    text = plain(str(value))
    if text in _CASE_TYPES:
        wanted.case_type = CaseType(text)
    elif text in cells.TRACKS:
        wanted.changes[word] = cells.TRACKS[text]
    else:
        wanted.note(word, value, "track_unknown")


_CASE_TYPES: Final = frozenset({CaseType.INSTANT, CaseType.PROMISED})  # the rest of the table names no track


def _count(wanted: Wanted, word: str, value: Any) -> None:
    text = plain(str(value))
    if text.isdecimal() and 0 < int(text) < 1000:
        wanted.changes[word] = int(text)
    else:
        wanted.note(word, value, "count_unreadable")


def _checks(wanted: Wanted, word: str, value: Any) -> None:
    if plain(str(value)) in {"1", "2"}:
        wanted.changes[word] = int(plain(str(value)))
    else:
        wanted.note(word, value, "count_unreadable")


def _power(wanted: Wanted, word: str, value: Any) -> None:
    name = {
        "power_list": "code",
        "power_code": "code",
        "power_basis": "basis",
        "power_from": "effective_from",
    }[word]
    text = str(value).strip()
    if name == "effective_from":
        try:
            text = date.fromisoformat(text).isoformat()
        except ValueError:
            wanted.note(word, value, "value_unreadable")
            return
    wanted.power[name] = text


def _power_entry(wanted: Wanted, word: str, value: Any) -> None:
    if isinstance(value, Mapping):
        wanted.power |= value
    else:
        wanted.note(word, value, "value_unreadable")


def _synonyms(wanted: Wanted, _word: str, value: Any) -> None:
    wanted.synonyms = cells.names(value)


def _categories(wanted: Wanted, _word: str, value: Any) -> None:
    wanted.categories = cells.names(value)


def _materials(wanted: Wanted, word: str, value: Any) -> None:
    rows = value if isinstance(value, list) else cells.pieces(value)
    found = []
    for no, each in enumerate(rows, start=1):
        material = cells.material(no, each)
        if material is None:
            wanted.note(word, each, "material_unreadable", n=no)
        else:
            found.append(material)
    if rows and isinstance(value, str) and plain(value) in {"无", "无需提交", "不需要"}:
        _guide(wanted)["no_materials"] = True
        return
    wanted.changes["materials"] = found


def _scenarios(wanted: Wanted, word: str, value: Any) -> None:
    told = (
        [str(each.get("name", "")) for each in value if isinstance(each, Mapping)]
        if isinstance(value, list)
        else []
    )
    wanted.note(word, "、".join(told), "by_situation")


def _whole_guide(wanted: Wanted, word: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        wanted.note(word, value, "value_unreadable")
        return
    guide = dict(value)
    if isinstance(fee := guide.pop("fee", None), Mapping):
        wanted.fee |= fee
    _guide(wanted).update(guide)


def _guide_field(wanted: Wanted, word: str, value: Any) -> None:
    key = word.removeprefix("guide.")
    if key in _LISTS:
        value = cells.pieces(value) if not _objects(value) else value
    elif key == "legal_basis":
        value = list(_laws(value))
    _guide(wanted)[key] = value


def _objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def _laws(value: Any) -> Iterator[dict[str, Any]]:
    """Laws as objects; from a text each 《law》 with the articles named after it."""
    if isinstance(value, list):
        for each in value:
            yield from [dict(each)] if isinstance(each, Mapping) else _laws(str(each))
        return
    found = list(_LAW.finditer(str(value)))
    for law in found:
        articles = _ARTICLE.findall(law["rest"])
        yield {"law": law["law"], **({"articles": articles} if articles else {})}
    if not found:
        yield from ({"law": each} for each in cells.pieces(value))


def _as_it_is(wanted: Wanted, word: str, value: Any) -> None:
    """What only our own JSON has: forms, flows, preconditions; a value of the wrong shape is reported and left out."""
    shape = list if word == "preconditions" else Mapping
    if isinstance(value, shape):
        wanted.changes[word] = value
    else:
        wanted.note(word, value, "value_unreadable")


def _guide(wanted: Wanted) -> dict[str, Any]:
    found: dict[str, Any] = wanted.changes.setdefault("guide", {})
    return found


def _text(wanted: Wanted, word: str, value: Any) -> None:
    wanted.changes[word] = tidy(str(value))[:LONGEST_NAME]


def _said(wanted: Wanted, word: str, value: Any) -> None:
    _guide(wanted)[word] = tidy(str(value))


def _nothing(_wanted: Wanted, _word: str, _value: Any) -> None:
    """Read elsewhere, or only for the eye."""


_LISTS: Final = frozenset({"conditions", "tips", "process", "delivery", "forms", "remedy", "channels", "faq"})
_READERS: Final[Mapping[str, Reader]] = {
    "code": _nothing,
    "id": _nothing,
    "area_code": _nothing,
    "name": _name,
    "name_en": _text,
    "main_item": _said,
    "summary": _said,
    "summary_en": _said,
    "department": _department,
    "department_code": _department_code,
    "kind": _by(lambda value: matter_of(plain(str(value))), "kind_unknown"),
    "subject": _subject,
    "track": _track,
    "online": _by(lambda value: cells.LEVELS.get(plain(str(value))), "online_unknown"),
    "retention": _by(lambda value: cells.RETENTIONS.get(plain(str(value))), "retention_unknown"),
    "convertible": _by(cells.flag, "flag_unreadable"),
    "accepts_promise": _by(cells.flag, "flag_unreadable"),
    "statutory_limit": _limit,
    "promised_limit": _limit,
    "extension": _count,
    "intake_checks": _checks,
    "charged": _charged,
    "fee": _fee,
    "guide.fee_standard": _fee_word,
    "guide.fee_basis": _fee_word,
    "power_list": _power,
    "power_code": _power,
    "power_basis": _power,
    "power_from": _power,
    "power_entry": _power_entry,
    "synonyms": _synonyms,
    "categories": _categories,
    "materials": _materials,
    "guide.materials": _materials,
    "scenarios": _scenarios,
    "guide": _whole_guide,
}
