"""The press of the house: typst, with one compiler kept warm and its own fonts only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from yimen.gateways.pdf.qr import qr_svg


class TypstPress:
    """Facts reach a layout as JSON in `sys.inputs`, never as source, so no fact can become code."""

    def __init__(self, fonts: Sequence[Path]) -> None:
        for folder in fonts:
            if not folder.is_dir():
                msg = f"no fonts in {folder}: run `make run`, it fetches them · 缺少字体，请先运行 make run"
                raise FileNotFoundError(msg)
        self._compiler = typst.Compiler(font_paths=list(fonts), ignore_system_fonts=True)
        self._one_at_a_time = Lock()  # the compiler may not be entered twice

    def pdf(self, layout: Path, facts: Mapping[str, Any], *, dated: date, link: str = "") -> bytes:
        inputs = {
            "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
            "dated": dated.isoformat(),
            "qr": qr_svg(link).decode() if link else "",
        }
        with self._one_at_a_time:
            printed = self._compiler.compile(
                input=layout,
                root=layout.parent,
                format="pdf",
                sys_inputs=inputs,
                pdf_standards="a-2b",
                timestamp=datetime.combine(dated, time(), UTC),
            )
        assert isinstance(printed, bytes)
        return printed
