"""Sheets as the demo's applicants scanned them: each says what it is, whose it is, and that it is a sample."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from yimen.gateways import pdf, storage

_LAYOUT: Final = Path(__file__).parent / "worlds" / "scan.typ"
_DATED: Final = date(2026, 1, 1)  # the same bytes at every start: a sheet is kept once


@lru_cache(maxsize=512)
def scan(name: str, applicant: str, item: str) -> dict[str, Any]:
    """One page called `name`, kept; as what is handed in names its file."""
    rows = [["申请人", applicant], ["申请事项", item], ["材料名称", name]]
    content = pdf.in_use().pdf(_LAYOUT, {"name": name, "rows": rows}, dated=_DATED)
    digest = storage.in_use().keep(content)
    return {"digest": digest, "name": f"{name}.pdf", "size": len(content), "type": "application/pdf"}
