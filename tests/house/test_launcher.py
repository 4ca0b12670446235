"""The launcher: PostgreSQL comes up by itself, and comes back after every kind of death."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yimen.wiring import postgres
from yimen.wiring.processes import running_with


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="yimen-launcher-"))
    yield folder / "postgres"
    shutil.rmtree(folder)


def names(cluster: postgres.Cluster) -> list[str]:
    with psycopg.connect(cluster.url()) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM guest ORDER BY name")]


def write(cluster: postgres.Cluster, name: str) -> None:
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS guest (name text)")
        connection.execute("INSERT INTO guest VALUES (%s)", [name])


def left_over(home: Path) -> set[int]:
    return running_with(str(home)) | running_with(postgres._mark(home))


def test_what_was_written_is_there_after_a_stop(home: Path) -> None:
    first = postgres.start(home)
    write(first, "李")
    first.stop()
    assert not left_over(home)
    second = postgres.start(home)
    assert names(second) == ["李"]
    second.stop()


def test_a_second_process_is_a_guest_and_its_leaving_stops_nothing(home: Path) -> None:
    owner = postgres.start(home)
    guest = postgres.start(home)
    write(guest, "赵")
    guest.stop()
    assert names(owner) == ["赵"]
    owner.stop()


def test_nobody_gets_in_without_the_password_and_only_its_owner_can_read_it(home: Path) -> None:
    cluster = postgres.start(home)
    assert (home / "password").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.url().replace(cluster.password, "guess"))
    cluster.stop()


def test_it_speaks_chinese_whatever_the_machine_speaks(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "POSIX")
    monkeypatch.setenv("PGPORT", "9")
    cluster = postgres.start(home)
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT show_trgm('食品经营许可') <> '{}', lower('É')").fetchone() == (
            True,
            "é",
        )
    cluster.stop()


def test_a_killed_postmaster_is_revived_at_the_same_address(home: Path) -> None:
    cluster = postgres.start(home)
    address = cluster.url()
    write(cluster, "孙")
    assert cluster.child is not None
    cluster.child.kill()
    cluster.child.wait()
    assert cluster.died()
    cluster.revive()
    assert cluster.url() == address
    assert names(cluster) == ["孙"]
    cluster.stop()


def test_a_start_recovers_from_a_postmaster_whose_zombie_nobody_reaps(home: Path) -> None:
    cluster = postgres.start(home)
    write(cluster, "钱")
    assert cluster.child is not None
    assert cluster.lock is not None
    cluster.child.kill()  # and not waited for: its process id lives on
    cluster.lock.close()
    second = postgres.start(home)
    assert names(second) == ["钱"]
    second.stop()
    cluster.child.wait()


def test_a_start_recovers_when_the_noted_process_id_belongs_to_a_stranger(home: Path) -> None:
    cluster = postgres.start(home)
    write(cluster, "周")
    cluster.stop()
    note = [str(os.getpid()), str(home / "cluster"), "1", "5432", str(home), "", "1 1", "ready"]
    (home / "cluster" / "postmaster.pid").write_text("\n".join(note))
    (home / ".s.PGSQL.5432.lock").write_text("\n".join(note))
    second = postgres.start(home)
    assert names(second) == ["周"]
    second.stop()


def test_a_start_killed_half_way_through_the_first_set_up_leaves_nothing_in_the_way(home: Path) -> None:
    (home / "cluster.new").mkdir(parents=True)
    (home / "cluster.new" / "PG_VERSION").write_text("18")
    cluster = postgres.start(home)
    write(cluster, "吴")
    cluster.stop()


def test_postgres_goes_when_its_launcher_is_killed_and_the_next_start_has_everything(home: Path) -> None:
    program = textwrap.dedent(
        f"""
        import pathlib, time
        from yimen.wiring import postgres
        cluster = postgres.start(pathlib.Path({str(home)!r}))
        print(cluster.url(), flush=True)
        time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        assert launcher.stdout.readline().startswith("postgresql://")
        guest = postgres.start(home)
        assert guest.child is None
        write(guest, "郑")
        launcher.send_signal(signal.SIGKILL)
    second = postgres.start(home, owned=True)
    assert names(second) == ["郑"]
    second.stop()
    assert not left_over(home)


def test_a_long_path_still_has_a_short_socket(home: Path) -> None:
    deep = home / ("堂" * 40)
    cluster = postgres.start(deep)
    write(cluster, "王")
    socket = cluster.socket
    cluster.stop()
    assert socket != deep
    assert not socket.exists()


def test_data_of_another_major_version_is_not_passed_over_for_an_empty_hall(home: Path) -> None:
    cluster = postgres.start(home)
    cluster.stop()
    (home / "cluster" / "PG_VERSION").write_text("14\n")
    with pytest.raises(postgres.NoDatabase, match="PostgreSQL 14"):
        postgres.start(home)


def test_a_folder_without_programs_is_said_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", "/nowhere")
    with pytest.raises(postgres.NoDatabase, match="DATABASE_URL"):
        postgres.start(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_root_without_user_namespaces_runs_it_as_nobody(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = postgres._account

    def without_namespaces(folder: Path) -> tuple[postgres.Account | None, str]:
        account, said = real(folder)
        return (postgres.Account(uid=postgres.NOBODY), said) if account else (None, said)

    monkeypatch.setattr(postgres, "_account", without_namespaces)
    home.parent.chmod(0o755)
    if not all(parent.stat().st_mode & 0o001 for parent in postgres.binaries().folder.parents):
        pytest.skip("the programs lie where nobody cannot reach them")
    cluster = postgres.start(home)
    write(cluster, "冯")
    assert cluster.child is not None
    assert Path(f"/proc/{cluster.child.pid}").stat().st_uid == postgres.NOBODY
    cluster.stop()


@pytest.mark.skipif(
    not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="no PostgreSQL of the system"
)
def test_the_systems_own_postgres_does_as_well(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = min(Path("/usr/lib/postgresql").glob("*/bin"))
    monkeypatch.setenv("PG_BIN", str(folder))
    started = time.monotonic()
    cluster = postgres.start(home)
    write(cluster, "陈")
    cluster.stop()
    assert time.monotonic() - started < postgres.PATIENCE
