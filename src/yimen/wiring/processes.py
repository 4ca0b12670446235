"""Children that cannot outlive their parent, and the sight of who is running."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tied_by(sign: signal.Signals) -> Callable[[], None]:
    """What a fresh child calls, to get `sign` once the thread that started it is gone, in whatever way.

    Only the main thread may start such a child: the kernel watches the thread, not the process. Where there
    is no Linux the parent's own clean-up has to do.
    """
    parent = os.getpid()

    def tie() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, sign.value)
            if os.getppid() != parent:  # it went before it could be watched
                os._exit(1)

    return tie


def go_by(name: str) -> None:
    """Let `top` and PostgreSQL call this process so, and those that it starts."""
    os.environ["PGAPPNAME"] = name
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_NAME, name.encode()[:15])


def running_with(mark: str) -> set[int]:
    """The ids of all living processes that carry `mark` in their command line; zombies carry none.

    Command lines can be read whoever a process belongs to, which its open files and folders cannot.
    """
    wanted = mark.encode()
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes()
        except OSError:  # gone meanwhile
            continue
        if wanted in line:
            found.add(int(entry.parent.name))
    return found


def held(lock: IO[str]) -> bool:
    """Take the lock, if nobody holds it. A forked child holds it along with its parent."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lives(pid: int) -> bool:
    """Whether a process runs, as a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but there
        return True
    line = Path(f"/proc/{pid}/cmdline")
    return not line.exists() or bool(line.read_bytes())


@dataclass(slots=True)
class Child:
    """A part of this program in a process of its own, leading its own group.

    It is forked, so that what is loaded is loaded once. Whoever starts one must have loaded much and done nothing:
    a connection or a thread, also one that a library keeps for itself, does not live on in a child.
    """

    name: str
    run: Callable[[], object]
    pid: int = 0
    ended: bool = True

    def start(self) -> None:
        tie = tied_by(signal.SIGTERM)
        sys.stdout.flush()
        sys.stderr.flush()
        self.ended = False
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(self._live(tie))

    def _live(self, tie: Callable[[], None]) -> int:
        """The whole life of the child; its exit code."""
        try:
            os.setsid()  # Ctrl-C is for the parent, who stops us in order
            for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(sign, signal.SIG_DFL)
            tie()
            go_by(f"yimen {self.name}")
            self.run()
        except SystemExit as leave:
            if isinstance(leave.code, str):
                print(leave.code, file=sys.stderr)
            return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
        except BaseException:  # noqa: BLE001  # nothing may unwind into the parent's stack
            traceback.print_exc()
            return 1
        return 0

    def outcome(self) -> int:
        """Wait for its end; its exit code."""
        _, status = os.waitpid(self.pid, 0)
        self.ended = True
        return os.waitstatus_to_exitcode(status)

    def died(self) -> bool:
        """True from the moment it is gone; what it left running in its group is ended with it."""
        if not self.ended and os.waitpid(self.pid, os.WNOHANG)[0] == self.pid:
            self.ended = True
            self.signal(signal.SIGKILL)
        return self.ended

    def signal(self, sign: signal.Signals) -> None:
        try:
            os.killpg(self.pid, sign)
        except (ProcessLookupError, PermissionError):  # gone already; macOS says so of zombies
            return


def stop(children: list[Child], *, patience: float) -> None:
    """Ask all to end, wait `patience` seconds together, then insist."""
    for child in children:
        if not child.died():
            os.kill(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not all(child.died() for child in children):
        time.sleep(0.02)
    for child in children:
        if not child.died():
            child.signal(signal.SIGKILL)
            os.waitpid(child.pid, 0)
            child.ended = True
