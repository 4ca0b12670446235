"""When a message follows: conditions over a line's body alone, for the reactions table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Body = Mapping[str, Any]
Condition = Callable[[Body], bool]

OWED: Final = ("supply", "promise", "unused")
"""Clocks of what the applicant owes."""
STEPS: Final = ("step", "special", "promise", "file")
"""Clocks of one task, beside those of the case. A promise not kept is the window's to see to."""
HANDED_ON: Final = frozenset({"check", "second_check", "review", "decide", "issue"})
"""Kinds of task of which the desk they open on is told."""


def fact(body: Body, name: str) -> Any:
    return (body.get("facts") or {}).get(name)


def case_said(body: Body, column: str) -> Any:
    """What the line makes of a column of the case; None if it leaves it as it was."""
    new, changed = body.get("new") or {}, body.get("set") or {}
    return (changed.get("case") or (new.get("case") or [{}])[0]).get(column)


def by_applicant(body: Body) -> bool:
    return "person" in body["by"]


def says(name: str, *values: Any) -> Condition:
    """The line says so; without values, that it says anything of it."""
    return lambda body: bool(fact(body, name) in values if values else fact(body, name) is not None)


def turned(light: str, *clocks: str) -> Condition:
    """One of these clocks has turned to this light."""
    return lambda body: bool(fact(body, "light") == light and fact(body, "clock") in clocks)


def case_turned(light: str) -> Condition:
    """The case as a whole has turned to this light, by whatever act."""
    return lambda body: bool(case_said(body, "light") == light)


def not_instant(body: Body) -> bool:
    return bool(case_said(body, "track") != "instant")


def all_supplied(body: Body) -> bool:
    """What was asked for is there, and it is checked again."""
    return (body["from"], body["to"]) == ("supplement_pending", "received")


def runs_again(body: Body) -> bool:
    """No other special procedure is left: the case has a date again."""
    return bool(case_said(body, "due_at"))


def handed_on(body: Body) -> list[Mapping[str, Any]]:
    """Tasks that the line opens on a desk where whoever wrote it does not sit."""
    by = body["by"]
    return [
        task
        for task in (body.get("new") or {}).get("task") or ()
        if task["kind"] in HANDED_ON
        and task["unit"] is not None
        and task["unit"] != by.get("unit")
        and (task["staff"] is None or task["staff"] != by.get("staff"))
    ]


def hands_on(body: Body) -> bool:
    return bool(handed_on(body))
