"""One file that holds a whole hall: the database, every stored file, and last a note by which it is known whole."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, Final

FORMAT: Final = 1
DATABASE: Final = "database.dump"
NOTE: Final = "note.json"
STORED: Final = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")  # as gateways/storage lays them down
CHUNK: Final = 1 << 20


class NotWhole(Exception):
    """This is no backup, or not all of one; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a backup says about itself."""

    made_at: str  # machine time
    postgres: int  # major version of the server it was taken from
    database: str  # SHA-256 of the dump
    files: int
    format: int = FORMAT


def write(target: Path, dump: Path, files: Path, *, made_at: str, postgres: int) -> Note:
    """Put everything into `target`, which appears only when it is whole and on the disk."""
    making = target.with_name(f".{target.name}.part")
    count = 0
    try:
        with making.open("wb") as whole:
            with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tar:
                tar.add(dump, DATABASE)
                for path, name in _stored(files):
                    try:
                        tar.add(path, name, recursive=False)
                    except FileNotFoundError:  # lawfully erased since the dump began
                        continue
                    count += 1
                with dump.open("rb") as content:
                    note = Note(made_at, postgres, file_digest(content, "sha256").hexdigest(), count)
                text = json.dumps(asdict(note)).encode()
                entry = tarfile.TarInfo(NOTE)
                entry.size = len(text)
                tar.addfile(entry, io.BytesIO(text))
            whole.flush()
            os.fsync(whole.fileno())
        making.rename(target)
    finally:
        making.unlink(missing_ok=True)
    return note


def read(source: Path, folder: Path) -> Note:
    """Lay the dump and the files into `folder`, each proven by its digest. Raises NotWhole."""
    seen: dict[str, str] = {}
    note = None
    try:
        with tarfile.open(source, "r:") as tar:
            for entry in tar:
                content = tar.extractfile(entry) if entry.isfile() else None
                if content is None or note is not None:
                    raise NotWhole(f"{source}: {entry.name!r} does not belong there · 备份中有不应存在的内容")
                if entry.name == NOTE:
                    note = Note(**json.load(content))
                elif entry.name == DATABASE or STORED.fullmatch(entry.name):
                    seen[entry.name] = _lay_down(content, folder / entry.name)
                else:
                    raise NotWhole(f"{source}: {entry.name!r} is no part of a backup · 这不是一门的备份文件")
    except (tarfile.TarError, ValueError, TypeError, EOFError) as error:
        raise NotWhole(f"{source}: not a readable backup ({error}) · 无法读取该备份文件") from None
    _prove(source, note, seen)
    assert note is not None
    return note


def _prove(source: Path, note: Note | None, seen: dict[str, str]) -> None:
    if note is None:
        raise NotWhole(f"{source}: its end is missing · 备份不完整，缺少结尾")
    if note.format != FORMAT:
        raise NotWhole(
            f"{source}: format {note.format} is newer than this program · 备份格式较新，请先升级程序"
        )
    database = seen.pop(DATABASE, None)
    if database != note.database or len(seen) != note.files:
        raise NotWhole(f"{source}: parts are missing or changed · 备份内容缺失或被改动")
    for name, digest in seen.items():
        if not name.endswith(digest):
            raise NotWhole(f"{source}: {name} is not what it was · 备份中的文件已损坏")


def _stored(files: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(files.glob("??/*")):
        name = f"files/{path.parent.name}/{path.name}"
        if STORED.fullmatch(name):  # not what is just being written
            yield path, name


def _lay_down(content: IO[bytes], target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        shutil.copyfileobj(content, file, CHUNK)
    with target.open("rb") as file:
        return file_digest(file, sha256).hexdigest()
