"""How a paper becomes a file: the layout its edition names, filled with what it said that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from yimen.gateways import pdf
from yimen.rules.papers import Paper, title
from yimen.rules.refused import Refused

from .contents import opened
from .models import Paper as PaperRow

LAYOUTS: Final = Path(__file__).parent / "layouts"


def layout(template: str) -> Path:
    """`receipt.1` is the receipt of edition 1. A released edition is followed by the next, never changed."""
    name, edition = template.rsplit(".", 1)
    return LAYOUTS / f"edition_{edition}" / f"{name}.typ"


def printed(kind: Paper, template: str, paper_no: str, content: Mapping[str, Any]) -> bytes:
    """The paper as PDF/A: the same bytes for the same content, whenever it is asked for."""
    head = title(kind, content.get("alias"))
    facts = {**_known(content), "paper_no": paper_no, "title": head.zh, "title_en": head.en}
    return pdf.in_use().pdf(
        layout(template),
        facts,
        dated=date.fromisoformat(content["issued_on"]),
        link=content["verify_url"] + quote(paper_no),
    )


def _known(value: Any) -> Any:
    """Without what is null: a layout asks only whether something is there."""
    match value:
        case dict():
            return {name: _known(each) for name, each in value.items() if each is not None}
        case list():
            return [_known(each) for each in value]
        case _:
            return value


def printed_row(row: PaperRow) -> bytes:
    """Refused: no_such_paper, if its content was erased."""
    content = opened(row)
    if content is None:
        raise Refused("no_such_paper", paper_no=row.number)
    return printed(Paper(row.kind), row.template, row.number, content)


def day_book(facts: Mapping[str, Any]) -> bytes:
    """The window's register of one day (R-141); no paper to anybody, so it has neither number nor code."""
    return pdf.in_use().pdf(layout("day_book.1"), _known(facts), dated=date.fromisoformat(facts["day_on"]))
