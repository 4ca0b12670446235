"""PostgreSQL's own programs, run on the server in use."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from yimen.wiring.postgres import NoDatabase, folders, surroundings


def address(database: str | None = None) -> str:
    """The server in use as libpq wants it, on another of its databases if one is named."""
    other = {"dbname": database} if database else {}
    return make_conninfo(os.environ["DATABASE_URL"], **other)


def server_major() -> int:
    with psycopg.connect(address()) as server:
        return server.info.server_version // 10000


def ask(name: str, *arguments: str, database: str | None = None) -> None:
    """Run a program of the server's version or later. Raises NoDatabase if there is none or it fails.

    The password goes by the environment: a command line can be read by everybody.
    """
    parts = conninfo_to_dict(address(database))
    secret = str(parts.pop("password", None) or "")
    said = subprocess.run(
        [_program(name, server_major()), *arguments, "--dbname=" + make_conninfo("", **parts)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        env=surroundings() | ({"PGPASSWORD": secret} if secret else {}),
    )  # fmt: skip
    if said.returncode:
        raise NoDatabase(f"{name}: {said.stderr.strip()} · 数据库工具执行失败")


def _program(name: str, major: int) -> Path:
    places = [folder / name for folder in folders()]
    if found := shutil.which(name):
        places.append(Path(found))
    for place in places:
        if place.exists():
            said = subprocess.run([place, "--version"], capture_output=True, text=True, check=True).stdout
            if int(said.split()[2].partition(".")[0]) >= major:
                return place
    raise NoDatabase(
        f"No {name} of PostgreSQL {major} or later here; set PG_BIN · 找不到 {name}，请设置 PG_BIN"
    )
