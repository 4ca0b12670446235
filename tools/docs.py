"""The documents that come from tables in the code: written, or with `--check` compared with what is committed."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import rules_report

ROOT = Path(__file__).resolve().parents[1]
GENERATED = ROOT / "docs" / "generated"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.wiring.settings")


def table(title: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = tuple(heads)
    lines = [f"# {title}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(_cell(each) for each in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def refusals() -> str:
    from yimen.base.refusals import SENTENCES

    rows = ((f"`{reason}`", said.status, said.zh, said.en) for reason, said in sorted(SENTENCES.items()))
    return table("拒绝及说明 · refusals and their sentences", ("reason", "HTTP", "中文", "English"), rows)


def commands() -> str:
    from yimen.wiring.command import SUBCOMMANDS

    rows = (
        (f"`yimen {each.name}{''.join(' ' + _usage(one) for one in each.arguments)}`", each.zh, each.en)
        for each in SUBCOMMANDS
    )
    return table("命令 · commands", ("", "中文", "English"), rows)


def environment() -> str:
    from yimen.wiring.environment import VARIABLES

    rows = ((f"`{each.name}`", each.default and f"`{each.default}`", each.zh, each.en) for each in VARIABLES)
    return table("环境变量 · environment variables", ("", "默认 · default", "中文", "English"), rows)


def permits() -> str:
    from yimen.rules.permits import PERMITS

    rows = (
        (f"`{act}`", "<br>".join(f"{role}: {_permit(permit)}" for role, permit in who.items()))
        for act, who in PERMITS.items()
    )
    return table("权限 · who may do what, how far", ("act", "who: reach"), rows)


def moves() -> str:
    from yimen.rules import procedures

    pages = []
    for found in sorted(pkgutil.iter_modules(procedures.__path__), key=lambda each: each.name):
        edition = importlib.import_module(f"{procedures.__name__}.{found.name}")
        if hasattr(edition, "MOVES"):
            heads = ("from", "act", "to", "clocks", "tasks", "paper", "basis", "not by")
            rows = (
                (
                    _from(m.source),
                    f"`{m.act}`",
                    m.target or "=",
                    _code(m.clocks),
                    _code(m.tasks),
                    m.paper or "",
                    m.basis,
                    m.not_by or "",
                )
                for m in edition.MOVES
            )
            pages.append(table(f"办件流转 · moves: {found.name.replace('_', '.')}", heads, rows))
    return "\n".join(pages)


def reactions() -> str:
    import django

    django.setup()
    from yimen.wiring.reactions import REACTIONS

    rows = (
        (f"`{each.act}`", f"`{each.name}`", "下次开门时 · at opening" if each.at_opening else "")
        for each in REACTIONS
    )
    return table("随之发生的 · what follows from what", ("act", "then", "when"), rows)


def openapi() -> str:
    import django

    django.setup()
    from yimen.api.app import openapi as document

    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def rules() -> str:
    return rules_report.page(rules_report.collect())


DOCUMENTS: Final[dict[str, Callable[[], str]]] = {
    "commands.md": commands,
    "environment.md": environment,
    "moves.md": moves,
    "openapi.json": openapi,
    "permits.md": permits,
    "reactions.md": reactions,
    "refusals.md": refusals,
    "rules.md": rules,
}


def main(words: list[str]) -> int:
    stale = []
    for name, make in DOCUMENTS.items():
        target, wanted = GENERATED / name, make()
        if target.exists() and target.read_text() == wanted:
            continue
        stale.append(str(target.relative_to(ROOT)))
        if words != ["--check"]:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(wanted)
    if stale:
        print(
            "需要更新，请运行 make docs · stale, run make docs:"
            if words == ["--check"]
            else "已更新 · written:",
            *stale,
        )
    return int(bool(stale) and words == ["--check"])


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _usage(argument: object) -> str:
    flags, reading = argument  # type: ignore[misc]  # an Argument is a pair
    if not flags[0].startswith("-"):
        word = reading.get("metavar", flags[0])
        return f"[{word}]" if reading.get("nargs") else word
    return f"[{flags[0]}{' ' + reading['metavar'] if 'metavar' in reading else ''}]"


def _permit(permit: object) -> str:
    reach, tasks = permit  # type: ignore[misc]  # a Permit is a pair
    return f"{reach}" + (f" ({', '.join(sorted(each or 'any' for each in tasks))})" if tasks else "")


def _from(source: object) -> str:
    return "–" if source is None else ", ".join(source) if isinstance(source, tuple) else str(source)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
