"""`yimen backup FILE`: all data and files as they were at one moment, while the hall goes on working."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from yimen.base import clock
from yimen.wiring import backup_file
from yimen.wiring.postgres_programs import ask, server_major


def run(options: argparse.Namespace) -> int:
    target: Path = options.file.resolve()
    if target.exists():
        print(f"{target}: exists; choose another name · 文件已存在，请换一个名称", file=sys.stderr)
        return 1
    if not target.parent.is_dir():
        print(f"{target.parent}: no such folder · 没有这个文件夹", file=sys.stderr)
        return 1
    note = back_up(target)
    megabytes = target.stat().st_size / 1e6
    print(f"已备份 · backed up: {target} ({megabytes:.1f} MB, {note.files} 个文件 · files)")
    print("备份不含密钥，请另行保管 · the keys are not in it, keep them apart: YIMEN_SECRET_KEY, YIMEN_KEYS")
    return 0


def back_up(target: Path) -> backup_file.Note:
    """The database first, of one snapshot, then the files: whatever the snapshot names is there to be copied."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".yimen-backup-") as folder:
        dump = Path(folder) / backup_file.DATABASE
        ask("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        at = clock.machine_now().isoformat(timespec="seconds")
        return backup_file.write(target, dump, settings.YIMEN_FILES, made_at=at, postgres=server_major())
