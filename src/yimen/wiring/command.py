"""The `yimen` command: every sub-command on one screen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from yimen.rules.refused import Refused
from yimen.wiring.bring_up import house
from yimen.wiring.postgres import NoDatabase


class Argument(NamedTuple):
    """One argument: its flags and how argparse is to read it."""

    flags: tuple[str, ...]
    reading: dict[str, Any]


class Subcommand(NamedTuple):
    """What comes after `yimen`, what it does, and the module beside this one whose `run(options)` does it."""

    name: str
    zh: str
    en: str
    module: str
    arguments: tuple[Argument, ...] = ()
    alone: bool = False  # brings up the house itself
    anew: bool = False  # may be run where there is no hall yet


def argument(*flags: str, zh: str, en: str, **reading: Any) -> Argument:
    return Argument(flags, {"help": f"{zh} · {en}", **reading})


FILE: Final = argument("file", zh="文件", en="file", type=Path, metavar="FILE")
DRY_RUN: Final = argument(
    "--dry-run", zh="只检查，不写入", en="check only, write nothing", action="store_true"
)
KNOWN: Final = argument(
    "--known-departments", zh="不新建部门", en="create no departments", action="store_true"
)
PROFILE: Final = argument(
    "profile", zh="规格名称，如 demo", en="a profile's name, say demo", metavar="PROFILE"
)
NUMBER: Final = argument("number", zh="办件编号", en="the case's number", metavar="NUMBER")
CASE: Final = argument("--case", zh="只核对这个办件", en="this case only", metavar="NUMBER")
RECEIPT: Final = argument("--receipt", zh="只核对这份回执", en="this receipt only", metavar="FILE", type=Path)
LINE: Final = argument(
    "--line", zh="第几条记录，默认最后一条", en="which line; the last by default", type=int, metavar="N"
)
MOMENT: Final = argument("to", zh="目标时间", en="+3d, +2h or 2026-03-02T09:00", metavar="TO", nargs="?")
HALL: Final = argument("hall", zh="大厅的机构代码", en="the code of the hall's unit", metavar="HALL")
DAY: Final = argument("day", zh="哪一天，如 2026-03-02", en="which day, say 2026-03-02", metavar="DAY")
WHATIF: Final = (
    HALL,
    DAY,
    argument(
        "--windows",
        zh="队列的窗口数，如 A=3 或 A=3@09:00-11:00",
        en="windows of a queue",
        action="append",
        default=[],
        metavar="A=N",
    ),
    argument(
        "--hours",
        zh="开放时间，如 08:30-11:30,13:30-17:00",
        en="when the doors are open",
        default="",
        metavar="HH:MM-HH:MM",
    ),
    argument(
        "--booked",
        zh="预约的比例，如 0.4 或 40%%",
        en="the share that is booked",
        default="",
        metavar="SHARE",
    ),
    argument(
        "--order",
        zh="叫号次序：by_class 或 by_moment",
        en="the order tickets are called in",
        default="",
        metavar="ORDER",
    ),
    argument("--no-pauses", zh="窗口不暂停", en="no window pauses", action="store_true"),
    argument(
        "--seed",
        zh="随机数种子，默认 1",
        en="of the random numbers; 1 by default",
        type=int,
        default=1,
        metavar="N",
    ),
    argument("--json", zh="输出 JSON", en="as JSON", action="store_true"),
)
REST: Final = argument("rest", zh="原样交给 Django", en="passed on", metavar="…", nargs=argparse.REMAINDER)

NO_HALL: Final = (
    "这里还没有大厅：请先运行 make run，或用 YIMEN_DATA、DATABASE_URL 指明数据所在\n"
    "There is no hall here yet: run `make run` first, or say where its data is by YIMEN_DATA or DATABASE_URL"
)
# fmt: off
SUBCOMMANDS: Final = (
    Subcommand("up",            "启动大厅，Ctrl-C 停止", "start the hall; Ctrl-C stops it",       "up", alone=True),
    Subcommand("world",         "按规格建立大厅",        "build a hall by its profile",           "build_world", (PROFILE,), anew=True),
    Subcommand("items import",  "导入事项 CSV、Excel",   "import service items from CSV, Excel",  "import_items", (FILE, DRY_RUN, KNOWN)),
    Subcommand("guides import", "导入指南 JSON、Excel",  "import guides from JSON, Excel",        "import_guides", (FILE, DRY_RUN, KNOWN)),
    Subcommand("explain",       "逐日说明办件的期限",    "explain a case's dates, day by day",    "explain", (NUMBER,)),
    Subcommand("verify",        "核对台账是否完整",      "check that the ledger is whole",        "verify", (CASE, RECEIPT)),
    Subcommand("receipt",       "导出一条记录的回执",    "give out the receipt of a line",        "print_receipt", (NUMBER, LINE)),
    Subcommand("whatif",        "换些条件重演大厅的一天", "a hall's day under other conditions",   "whatif", WHATIF),
    Subcommand("clock",         "查看或拨快演示时间",    "show the demo's time, or move it on",   "move_clock", (MOMENT,)),
    Subcommand("backup",        "备份全部数据和文件",    "back up all data and files",            "backup", (FILE,)),
    Subcommand("restore",       "恢复全部数据和文件",    "restore all data and files",            "restore", (FILE,), anew=True),
    Subcommand("django",        "Django 管理命令",       "Django's own commands, for engineers",  "engineers", (REST,), anew=True),
)
# fmt: on


def main(words: Sequence[str] | None = None) -> int:
    """Run one sub-command. 0: done; 1: refused or found wanting, said in a sentence; 2: not understood."""
    chosen, options = _understand(list(sys.argv[1:] if words is None else words))
    try:
        if chosen.alone:
            return _run(chosen, options)
        with house():
            if not chosen.anew and not _hall_is_there():
                print(NO_HALL, file=sys.stderr)
                return 1
            return _run(chosen, options)
    except Refused as refused:
        _say_refusal(refused)
    except NoDatabase as why:
        print(why, file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断 · interrupted", file=sys.stderr)
    return 1


def _hall_is_there() -> bool:
    from django.db import connection  # noqa: PLC0415  # Django is awake

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('cases_case') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _run(chosen: Subcommand, options: argparse.Namespace) -> int:
    result = import_module(f"yimen.wiring.{chosen.module}").run(options)
    assert isinstance(result, int)
    return result


def _say_refusal(refused: Refused) -> None:
    from yimen.base import refusals  # noqa: PLC0415  # a table this command seldom needs

    print(refusals.sentence(refused), refusals.sentence(refused, "en"), sep="\n", file=sys.stderr)


def _understand(words: list[str]) -> tuple[Subcommand, argparse.Namespace]:
    for chosen in SUBCOMMANDS:
        name = chosen.name.split()
        if words[: len(name)] == name:
            return chosen, _parser_of(chosen).parse_args(words[len(name) :])
    asked = bool({"-h", "--help"} & set(words))
    _parser().print_help(sys.stdout if asked else sys.stderr)
    raise SystemExit(0 if asked else 2)


def _parser() -> argparse.ArgumentParser:
    width = max(len(each.name) for each in SUBCOMMANDS) + 2
    listing = "\n".join(f"  {each.name:<{width}}{each.zh} · {each.en}" for each in SUBCOMMANDS)
    return argparse.ArgumentParser(
        prog="yimen",
        usage="yimen COMMAND …",
        description="一门：政务服务大厅 · Yimen: one door to a city's government service halls",
        epilog=f"commands · 命令:\n{listing}\n\nyimen COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )


def _parser_of(chosen: Subcommand) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"yimen {chosen.name}", description=f"{chosen.zh} · {chosen.en}")
    for each in chosen.arguments:
        parser.add_argument(*each.flags, **each.reading)
    return parser
