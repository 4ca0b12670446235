"""Items for tests: one small item that lacks nothing, and the departments the demo's items belong to."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from town import CITY, SETUP, TOWNSHIP
from yimen.modules.catalogue import commands
from yimen.modules.people import commands as people
from yimen.modules.people import queries as units
from yimen.modules.people.queries import UnitKind

CODE: Final = "YX-CG-01"
DEPARTMENTS: Final = {
    "D-SCJG": "云岫市市场监督管理局",
    "D-RSSB": "云岫市人力资源和社会保障局",
    "D-CG": "云岫市城市管理局",
    "D-WJ": "云岫市卫生健康委员会",
    "D-MZ": "云岫市民政局",
    "D-GA": "云岫市公安局",
    "D-ZR": "云岫市自然资源和规划局",
    "D-ZJ": "云岫市住房和城乡建设局",
    "D-CL": "云岫市残疾人联合会",
}
_WHOLE: Final[dict[str, Any]] = {
    "name": "占用城市道路审批",
    "name_en": "Permit to occupy a city road",
    "kind": "permit",
    "statutory_limit": {"n": 20, "unit": "working_day"},
    "promised_limit": {"n": 9, "unit": "working_day"},
    "online": "full",
    "power_entry": {"code": "云权-0009", "basis": "权力清单", "effective_from": "2025-01-01"},
    "guide": {
        "content": "审查临时占用城市道路的位置、面积和期限。",
        "legal_basis": [{"law": "城市道路管理条例", "articles": ["第三十一条"]}],
        "conditions": ["确因特殊情况需要占用"],
        "responsible_person": "骆行远，0689-8637201",
        "location": "云岫市文津路18号",
        "window": "C02",
        "quantity_limit": "无数量限制",
        "sample_text": "占用城市道路申请表（示范文本）",
        "process": ["受理", "审查", "决定", "送达"],
        "fee": {"charged": False},
        "advice_phone": "0689-8637203",
    },
    "materials": [{"no": 1, "code": "application", "name": "申请表", "class": "main"}],
    "form": {
        "type": "object",
        "properties": {"road": {"type": "string"}, "area": {"type": "number"}, "days": {"type": "integer"}},
        "required": ["road"],
    },
    "flow": {"stages": [{"name": "审查", "tasks": [{"key": "look", "name": "审查", "kind": "review"}]}]},
}


def whole(**changes: Any) -> dict[str, Any]:
    """Everything an item must say to be published, with changes; a guide's fields are laid over its own."""
    said = deepcopy(_WHOLE)
    said["guide"] |= changes.pop("guide", {})
    return said | changes


def put(now: datetime, code: str = CODE, department: str = "云岫市城市管理局", **changes: Any) -> int:
    """Publish a whole item; the id of its version."""
    commands.draft(SETUP, code, department, whole(**changes), now=now)
    return commands.publish(SETUP, code, now=now)


def found_departments(now: datetime) -> dict[str, int]:
    """The departments of the demo's items, by name."""
    people.define_divisions(SETUP, {CITY: "云岫市", TOWNSHIP: "枕溪镇"}, now=now)
    known = {each.name for each in units.units()}
    for code, name in DEPARTMENTS.items():
        if name not in known:
            people.create_unit(SETUP, code=code, kind=UnitKind.DEPARTMENT, name=name, division=CITY, now=now)
    people.create_unit(
        SETUP, code="G-ZX", kind=UnitKind.GOVERNMENT, name="枕溪镇人民政府", division=TOWNSHIP, now=now
    )
    return {each.name: each.id for each in units.units()}
