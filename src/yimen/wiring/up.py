"""`yimen up`: everything a hall needs, in one go, until it is stopped."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import http.client
import importlib.util
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from yimen.wiring import environment
from yimen.wiring.bring_up import disconnect, house
from yimen.wiring.postgres import Cluster
from yimen.wiring.processes import Child, stop

DEMO_ACCOUNTS: Final = (
    ("clerk", "窗口工作人员", "window clerk"),
    ("clerk2", "另一大厅的窗口工作人员", "clerk of another hall"),
    ("reviewer", "部门审批人员", "department reviewer"),
    ("chief", "首席代表", "chief representative"),
    ("director", "大厅主任", "hall director"),
    ("supervisor", "监察人员", "supervisor"),
    ("office", "管理办公室", "management office"),
    ("agent", "村级代办员", "village agent"),
    ("operator", "热线话务员", "phone operator"),
)
GRACE: Final = 8.0  # seconds a child has to finish what it is doing
RELAPSES: Final = 5  # this many deaths …
SPAN: Final = 60.0  # … within so many seconds, and we give up


class CannotGoOn(SystemExit):
    """Why everything stops, in one sentence."""


def run(_options: argparse.Namespace) -> int:
    started = time.monotonic()
    host = environment.text("YIMEN_HOST", "127.0.0.1")
    port = environment.number("PORT", 8000)
    with _only_one(environment.data_folder(), f"http://{host}:{port}/"):
        _claim(host, port)
        _stoppable()
        try:
            print("一门正在启动 · Yimen is starting", flush=True)
            with house(owned=True) as cluster:
                _serve(cluster, host, port, started)
        except KeyboardInterrupt:
            _deaf()
            print("\n已停止 · stopped", flush=True)
    return 0


def _serve(cluster: Cluster | None, host: str, port: int, started: float) -> None:
    from yimen.wiring import web  # noqa: PLC0415  # Django is awake from here on
    from yimen.wiring.prepare import prepare  # noqa: PLC0415

    prepare()
    disconnect()  # the children are forked: they share what is loaded and nothing that is open
    children = [Child("web", partial(web.serve, host, port))]
    if importlib.util.find_spec("yimen.wiring.worker"):
        children.append(Child("worker", importlib.import_module("yimen.wiring.worker").main))
    try:
        for child in children:
            child.start()
        _await_first_answer(children, host, port)
        _announce(host, port, time.monotonic() - started)
        _watch(cluster, children)
    finally:
        _deaf()
        stop(children, patience=GRACE)


def _watch(cluster: Cluster | None, children: list[Child]) -> None:
    """Start again whatever dies by itself, unless it will not live."""
    deaths: deque[float] = deque(maxlen=RELAPSES)
    while True:
        time.sleep(0.1)
        fallen = [child for child in children if child.died()]
        names = [child.name for child in fallen] + (["postgres"] if cluster and cluster.died() else [])
        if not names:
            continue
        deaths.append(time.monotonic())
        if len(deaths) == RELAPSES and deaths[-1] - deaths[0] < SPAN:
            raise CannotGoOn(f"{', '.join(names)}: dies again and again · 反复异常退出，已全部停止")
        print(f"重新启动 · starting again: {', '.join(names)}", file=sys.stderr, flush=True)
        if cluster and cluster.died():
            cluster.revive()
        for child in fallen:
            child.start()


def _await_first_answer(children: list[Child], host: str, port: int) -> None:
    while True:
        if fallen := [child.name for child in children if child.died()]:
            raise CannotGoOn(f"{', '.join(fallen)}: does not start, see above · 无法启动，原因见上")
        knock = http.client.HTTPConnection(_own(host), port, timeout=30)
        try:
            knock.request("GET", "/healthz")
            knock.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            knock.close()


def _announce(host: str, port: int, seconds: float) -> None:
    from django.conf import settings  # noqa: PLC0415

    print(f"一门已就绪 · Yimen is ready ({seconds:.1f} s): http://{_own(host)}:{port}/")
    if settings.YIMEN_DEMO:
        print("演示账号，密码均为 yimen-demo · demo accounts, one password for all: yimen-demo")
        for name, zh, en in DEMO_ACCOUNTS:
            print(f"  {name:<11}{zh} · {en}")
        print("申请人用手机号登录，验证码见演示短信箱 · applicants: any phone, code in the demo's SMS outbox")
    print("按 Ctrl-C 停止 · Ctrl-C stops everything", flush=True)


@contextlib.contextmanager
def _only_one(data: Path, address: str) -> Iterator[None]:
    """One `up` for one data folder; one that was just killed has a moment to be gone altogether."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "up.lock").open("a+") as lock:
        deadline = time.monotonic() + GRACE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    lock.seek(0)
                    raise CannotGoOn(f"{data}: already up at {lock.read()} · 已在运行") from None
                time.sleep(0.1)
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def _claim(host: str, port: int) -> None:
    """Refuse at once, in a sentence, where the port is taken: the server itself would share it silently."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotGoOn(
                f"{host}:{port}: {error.strerror}. Choose another: PORT={port + 1} make run"
                f" · 端口 {port} 无法使用，请换一个：PORT={port + 1} make run"
            ) from None


def _own(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104


def _stoppable() -> None:
    """Let Ctrl-C, `kill` and a closed terminal mean the same, also in the background of a script."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if sign != signal.SIGHUP or signal.getsignal(sign) != signal.SIG_IGN:
            signal.signal(sign, signal.default_int_handler)


def _deaf() -> None:
    """While stopping, a second Ctrl-C must not leave half of it running."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
