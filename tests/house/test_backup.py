"""A backup holds everything, is whole or refused, and restoring loses nothing that was there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from yimen.wiring import backup_file, postgres

YIMEN = Path(sys.executable).parent / "yimen"
SLIP = "收件回执".encode()


class Hall:
    """An embedded database with a table of guests, and a stored file."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def yimen(self, *words: str, status: int = 0) -> str:
        environ = {**os.environ, "YIMEN_DATA": str(self.data)}
        environ.pop("DATABASE_URL", None)
        said = subprocess.run(
            [YIMEN, *words], env=environ, capture_output=True, text=True, timeout=120, check=False
        )
        assert said.returncode == status, said.stdout + said.stderr
        return said.stdout + said.stderr

    def sql(self, statement: str, database: str = postgres.OWNER) -> list[str]:
        cluster = postgres.start(self.data / "postgres")
        try:
            with psycopg.connect(cluster.url(database)) as connection:
                cursor = connection.execute(statement)
                return [row[0] for row in cursor] if cursor.description else []
        finally:
            cluster.stop()

    def keep(self, content: bytes) -> Path:
        digest = sha256(content).hexdigest()
        place = self.data / "files" / digest[:2] / digest
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return place


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, Path]]:
    """A hall with one guest and one file, and its backup."""
    hall = Hall(tmp_path_factory.mktemp("hall"))
    hall.yimen("django", "migrate", "-v0")
    hall.sql("CREATE TABLE guest (name text); INSERT INTO guest VALUES ('李')")
    hall.keep(SLIP)
    target = hall.data.parent / "hall.backup"
    hall.yimen("backup", str(target))
    yield hall, target
    shutil.rmtree(hall.data)


def test_another_folder_becomes_the_same_hall(world: tuple[Hall, Path], tmp_path: Path) -> None:
    other = Hall(tmp_path / "other")
    said = other.yimen("restore", str(world[1]))
    assert "1 个文件" in said
    assert "yimen_before" not in said
    assert other.sql("SELECT name FROM guest") == ["李"]
    digest = sha256(SLIP).hexdigest()
    assert (other.data / "files" / digest[:2] / digest).read_bytes() == SLIP


def test_what_was_there_before_is_set_aside_not_lost(world: tuple[Hall, Path]) -> None:
    hall, source = world
    hall.sql("INSERT INTO guest VALUES ('赵')")
    later = hall.keep(b"later")
    assert "yimen_before" in hall.yimen("restore", str(source))
    assert hall.sql("SELECT name FROM guest") == ["李"]
    assert not later.exists()
    assert hall.sql("SELECT name FROM guest ORDER BY name", "yimen_before") == ["李", "赵"]
    assert (hall.data / "files.before" / later.parent.name / later.name).read_bytes() == b"later"


def test_a_hall_that_is_up_is_not_replaced_under_its_people(world: tuple[Hall, Path]) -> None:
    hall, source = world
    cluster = postgres.start(hall.data / "postgres")
    with psycopg.connect(cluster.url()):
        assert "stop it first" in hall.yimen("restore", str(source), status=1)
    cluster.stop()
    assert hall.sql("SELECT name FROM guest") == ["李"]


def test_an_existing_file_is_not_written_over(world: tuple[Hall, Path]) -> None:
    assert "choose another name" in world[0].yimen("backup", str(world[1]), status=1)


def test_a_backup_of_a_later_version_is_refused(world: tuple[Hall, Path], tmp_path: Path) -> None:
    hall = Hall(tmp_path / "later")
    hall.yimen("restore", str(world[1]))
    hall.sql(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('base', '9999_later', '2030-01-01Z')"
    )
    hall.yimen("backup", str(tmp_path / "later.backup"))
    assert "later version" in world[0].yimen("restore", str(tmp_path / "later.backup"), status=1)
    assert world[0].sql("SELECT name FROM guest") == ["李"]


@pytest.mark.parametrize("part", ["cut", "a bit of the database", "a bit of a file", "no file", "not a tar"])
def test_a_damaged_backup_is_refused_before_anything_is_changed(
    world: tuple[Hall, Path], tmp_path: Path, part: str
) -> None:
    whole = bytearray(world[1].read_bytes())
    match part:
        case "cut":
            whole = whole[: whole.index(b"note.json") - 600]
        case "a bit of the database":
            whole[whole.index(b"PGDMP") + 3000] ^= 1
        case "a bit of a file":
            whole[whole.index(SLIP)] ^= 1
        case "no file":
            whole = bytearray(without(world[1], sha256(SLIP).hexdigest()))
        case "not a tar":
            whole = bytearray(b"not a backup at all")
    source = tmp_path / "damaged"
    source.write_bytes(whole)
    with pytest.raises(backup_file.NotWhole):
        backup_file.read(source, tmp_path / "into")


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/outside", "files/aa/../../outside", "files/aa/" + "b" * 64]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    source = tmp_path / "hall.backup"
    with tarfile.open(source, "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        tar.addfile(entry, BytesIO(b"evil"))
    with pytest.raises(backup_file.NotWhole):
        backup_file.read(source, tmp_path / "into")
    assert not (tmp_path / "outside").exists()


def test_a_link_in_a_backup_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "hall.backup"
    with tarfile.open(source, "w") as tar:
        entry = tarfile.TarInfo(backup_file.DATABASE)
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    with pytest.raises(backup_file.NotWhole):
        backup_file.read(source, tmp_path / "into")


def test_the_note_says_when_and_how_much(world: tuple[Hall, Path]) -> None:
    with tarfile.open(world[1]) as tar:
        content = tar.extractfile(backup_file.NOTE)
        assert content is not None
        note = json.load(content)
    assert note["files"] == 1
    assert note["format"] == backup_file.FORMAT


def without(source: Path, part: str) -> bytes:
    made = BytesIO()
    with tarfile.open(source) as old, tarfile.open(fileobj=made, mode="w") as new:
        for entry in old:
            if part not in entry.name:
                new.addfile(entry, old.extractfile(entry))
    return made.getvalue()
