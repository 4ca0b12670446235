"""Files come out as they went in, whole or not at all, from a place no name can lead out of."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from yimen.gateways import storage
from yimen.gateways.storage import Absent, Damaged
from yimen.gateways.storage.folder import Folder

pytestmark = pytest.mark.rule("R-139", "ARC-04")


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path / "files")


def files(root: Path) -> list[Path]:
    return [each for each in root.rglob("*") if each.is_file()]


@given(content=st.binary(max_size=2000))
@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_went_in_comes_out(folder, content):
    digest = folder.keep(content)
    assert digest == sha256(content).hexdigest()
    assert folder.read(digest) == content
    assert folder.holds(digest)


def test_the_same_file_is_kept_once(folder, tmp_path):
    assert folder.keep(b"a") == folder.keep(b"a")
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(folder.keep, [b"many" * 9999] * 16))) == 1
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize(
    "digest",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "ab/../" + "0" * 58,
        "A" * 64,
        "0" * 63,
        "0" * 64 + "\n",
        "0" * 64,
    ],
)
def test_nothing_but_a_digest_is_ever_looked_for(folder, digest):
    folder.keep(b"a")
    with pytest.raises(Absent):
        folder.read(digest)
    if digest != "0" * 64:
        for ask in (folder.holds, folder.forget):
            with pytest.raises(Absent):
                ask(digest)


def test_a_file_that_rotted_is_not_handed_out(folder, tmp_path):
    digest = folder.keep(b"what was decided")
    files(tmp_path)[0].write_bytes(b"what was decidec")
    with pytest.raises(Damaged):
        folder.read(digest)


@pytest.mark.rule("ARC-04")
def test_a_forgotten_file_is_gone_and_forgetting_twice_is_harmless(folder, tmp_path):
    digest = folder.keep(b"a")
    folder.forget(digest)
    folder.forget(digest)
    assert not folder.holds(digest)
    assert files(tmp_path) == []
    assert folder.keep(b"a") == digest


def test_files_are_for_the_hall_alone(folder, tmp_path):
    folder.keep(b"a")
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700


def test_a_full_disk_leaves_nothing_half_written(folder, tmp_path, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.keep(b"a" * 100_000)
    assert files(tmp_path) == []


def test_a_kill_at_any_moment_leaves_whole_files_or_none(tmp_path):
    script = (
        "import os,sys;from pathlib import Path;from yimen.gateways.storage.folder import Folder\n"
        f"folder = Folder(Path({str(tmp_path / 'files')!r}))\n"
        "while True: folder.keep(os.urandom(400_000))\n"
    )
    env = {**os.environ, "PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "yimen.wiring.settings"}
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", script], env=env)
        deadline = time.monotonic() + 20
        before = len(files(tmp_path))
        while len(files(tmp_path)) < before + 3 and time.monotonic() < deadline:
            time.sleep(0.002)
        process.kill()
        process.wait()
    whole = [each for each in files(tmp_path) if not each.name.startswith(".part-")]
    assert len(whole) >= 4
    assert all(sha256(each.read_bytes()).hexdigest() == each.name for each in whole)


def test_the_folder_in_use_is_that_of_the_settings(settings, tmp_path):
    settings.YIMEN_FILES = tmp_path / "here"
    digest = storage.in_use().keep(b"a")
    assert (tmp_path / "here" / digest[:2] / digest).read_bytes() == b"a"
