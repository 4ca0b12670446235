"""Set a data folder aside under another name, unless a hall is running on it."""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path


def main(data: Path) -> int:
    if not (data / "postgres").exists():
        return 0
    with (data / "up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"{data}: 大厅正在运行，请先停止 · the hall is up; stop it first", file=sys.stderr)
            return 1
        before = next(
            name for n in range(1, 1000) if not (name := data.with_name(f"{data.name}.{n}")).exists()
        )
        data.rename(before)
    print(f"· 原有数据 · what was there: {before}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]).resolve()))
