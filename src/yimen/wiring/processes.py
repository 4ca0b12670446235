"""Children that cannot outlive their parent, and the sight of who is running."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tied_by(sign: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the child gets `sign` when the thread that started it is gone, however that came about.

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
