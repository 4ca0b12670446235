"""All that changes the catalogue. Every act is a line in its book."""

from __future__ import annotations

from ..importing.report import Problem, Report, Trouble, grouped, print_report
from .describe import describe
from .draft import discard, draft, edit, revise
from .found import found
from .import_guides import import_guides
from .import_items import import_items
from .load_demo import load_demo
from .publish import publish, put_next_in_force, retire
from .set_parameter import set_parameter

__all__ = [
    "Problem",
    "Report",
    "Trouble",
    "describe",
    "discard",
    "draft",
    "edit",
    "found",
    "grouped",
    "import_guides",
    "import_items",
    "load_demo",
    "print_report",
    "publish",
    "put_next_in_force",
    "retire",
    "revise",
    "set_parameter",
]
