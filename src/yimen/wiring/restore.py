"""`yimen restore FILE`: all data and files as a backup has them; what was there before is set aside, not lost."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from yimen.wiring import backup_file
from yimen.wiring.backup_file import NotWhole
from yimen.wiring.bring_up import disconnect
from yimen.wiring.postgres_programs import address, ask


class InUse(Exception):
    """Somebody works with the database, or it cannot be replaced; the sentence says what to do."""


def run(options: argparse.Namespace) -> int:
    try:
        note = restore(options.file)
    except (NotWhole, InUse, OSError) as why:
        print(why, file=sys.stderr)
        return 1
    print(f"已恢复 · restored: {options.file} ({note.made_at}, {note.files} 个文件 · files)")
    print("请运行 yimen verify 核对 · prove it by: yimen verify")
    return 0


def restore(source: Path) -> backup_file.Note:
    """Check all of it first, then build the database beside the present one and change their names.

    Raises NotWhole for a backup that is not to be trusted and InUse where the hall is up: nothing is changed then.
    """
    files: Path = settings.YIMEN_FILES
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=files.parent, prefix=".yimen-restore-") as folder:
        note = backup_file.read(source, Path(folder))
        _replace_database(Path(folder) / backup_file.DATABASE)
        _replace_files(Path(folder) / "files", files)
    call_command("migrate", interactive=False, verbosity=0)
    return note


def _replace_database(dump: Path) -> None:
    present = connection.settings_dict["NAME"]
    making, before = f"{present}_restoring", f"{present}_before"
    empty = not connection.introspection.table_names()
    disconnect()
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        _nobody_else(server, present)
        try:
            _drop(server, making)
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        except psycopg.errors.InsufficientPrivilege:
            raise InUse(
                "This database account may not create databases: grant it CREATEDB for the restore"
                " · 数据库账号没有建库权限，请在恢复时授予 CREATEDB"
            ) from None
        try:
            ask("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", str(dump), database=making)
            _known(making)
            _nobody_else(server, present)
        except BaseException:
            _drop(server, making)
            raise
        if empty:
            _drop(server, present)
        else:
            _drop(server, before)
            _rename(server, present, before)
            print(f"原数据保留在数据库 {before} · what was there is kept in database {before}")
        _rename(server, making, present)


def _known(database: str) -> None:
    """Refuse a backup whose tables are of a later version than this program."""
    with psycopg.connect(address(database)) as made:
        applied = set(made.execute("SELECT app, name FROM django_migrations"))
    if unknown := applied - set(MigrationLoader(None).disk_migrations or ()):
        raise NotWhole(f"made by a later version {sorted(unknown)[:3]} · 备份来自更新的版本，请先升级程序")


def _nobody_else(server: psycopg.Connection, database: str) -> None:
    found = server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [database]).fetchone()
    if found and found[0]:
        raise InUse("The hall is up: stop it first, then restore · 大厅正在运行，请先停止再恢复")


def _drop(server: psycopg.Connection, database: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))


def _rename(server: psycopg.Connection, name: str, to: str) -> None:
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to)))


def _replace_files(restored: Path, files: Path) -> None:
    restored.mkdir(exist_ok=True)
    if files.exists():
        before = files.with_name(f"{files.name}.before")
        shutil.rmtree(before, ignore_errors=True)
        files.rename(before)
    restored.rename(files)
