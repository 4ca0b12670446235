"""docs/benchmarks.md: each bench that ran at its full size writes its own part anew and leaves the others as they are."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def put(part: str, text: str) -> None:
    """`part` is the name between whose marks the text goes."""
    load = os.getloadavg()[0]
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    told = f"Measured on {os.cpu_count()} cores, whose load was {load:.1f} at the end."
    page = PAGE.read_text("utf-8")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    assert pattern.search(page), f"{PAGE.name} has no place for {part}"
    PAGE.write_text(pattern.sub(lambda _: f"{begin}\n{told}\n\n{text}\n{end}", page), "utf-8")
