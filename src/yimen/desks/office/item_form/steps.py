"""The review path in rows: a task a row, each naming its stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from yimen.rules.flows import OWNER, TaskKind

from .part import revised
from .rows import Row, kept, named, shown, timed

_TASK: Final = ("name", "kind", "unit")


def show_steps(flow: Any) -> list[dict[str, Any]]:
    return shown(_tasks(flow), _show)


def read_steps(written: Sequence[Row] | None, flow: Any) -> dict[str, Any] | None:
    """Tasks of the same stage side by side, stages in the order in which they are first named."""
    rows = list(kept(written, _tasks(flow), _show))
    tasks = named("key", "step", [_task(row, there, seen) for row, there, seen in rows])
    stages: dict[str, list[dict[str, Any]]] = {}
    for (row, _there, _seen), task in zip(rows, tasks, strict=True):
        stages.setdefault(row.get("stage") or _("Review"), []).append(task)
    if not stages:
        return None
    kept_of = {each["name"]: each for each in (flow or {}).get("stages", ())}
    return {
        **(flow or {}),
        "stages": [{**kept_of.get(name, {}), "name": name, "tasks": each} for name, each in stages.items()],
    }


def _tasks(flow: Any) -> list[dict[str, Any]]:
    """Every task with the stage it is of; a stage called like an earlier one is told from it by its number."""
    stages = flow.get("stages", ()) if isinstance(flow, Mapping) else ()
    names: list[str] = []
    for n, stage in enumerate(stages, start=1):
        name = stage.get("name", "")
        names.append(f"{name} {n}" if name in names else name)
    return [
        {**task, "stage": name}
        for name, stage in zip(names, stages, strict=True)
        for task in stage.get("tasks", ())
    ]


def _show(task: Row) -> dict[str, Any]:
    return {
        **{name: task.get(name) for name in ("stage", "name", "kind", "limit")},
        "unit": task.get("unit", OWNER),
        "optional": task.get("required") is False,
    }


def _task(row: Row, there: dict[str, Any], seen: Row) -> dict[str, Any]:
    there.pop("stage", None)
    told = timed(revised(there, seen, row, _TASK), seen, row)
    if bool(row.get("optional")) != bool(seen.get("optional")):
        told["required"] = not row.get("optional")
    return {"name": "", "kind": TaskKind.REVIEW.value, **told}
