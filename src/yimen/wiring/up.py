"""`yimen up`: everything a hall needs, in one go, until it is stopped."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final

from yimen.wiring import environment, simulated
from yimen.wiring.bring_up import house
from yimen.wiring.postgres import Cluster, NoDatabase
from yimen.wiring.processes import Child, held, lives, stop

DEMO_ACCOUNTS: Final = (
    ("clerk", "窗口工作人员", "window clerk"),
    ("clerk2", "另一大厅的窗口工作人员", "clerk of another hall"),
    ("reviewer", "部门审批人员", "department reviewer"),
    ("chief", "首席代表", "chief representative"),
    ("director", "大厅主任", "hall director"),
    ("supervisor", "督查人员", "supervisor"),
    ("office", "管理办公室", "management office"),
    ("agent", "村级代办员", "village agent"),
    ("receptionist", "导办员", "guide desk"),
    ("operator", "热线话务员", "phone operator"),
)
GRACE: Final = 8.0  # seconds a child has to finish what it is doing
BREATH: Final = 2.0  # seconds a part must have lived not to have died at once
STUMBLES: Final = 8  # after so many deaths at once in a row we give up


class CannotGoOn(SystemExit):
    """Why everything stops, in one sentence."""


def run(_options: argparse.Namespace) -> int:
    started = time.monotonic()
    host = environment.text("YIMEN_HOST", "127.0.0.1")
    port = environment.number("PORT", 8000)
    with _only_one(environment.data_folder(), _address(host, port)):
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
    from django.conf import settings  # noqa: PLC0415

    from yimen.wiring import web, worker  # noqa: PLC0415  # Django is awake from here on
    from yimen.wiring.live import process as live  # noqa: PLC0415
    from yimen.wiring.prepare import prepare  # noqa: PLC0415

    data = environment.data_folder()
    beside = [] if _has_gateway() else [simulated.sms_gateway(data, port)]
    if settings.YIMEN_DEMO:
        beside.append(simulated.ticket_printer(data, port))
    preparing = Child("prepare", prepare)
    children = [  # what is live first: the pages name its port
        live.live(data, host, port),
        Child("web", partial(web.serve, host, port)),
        Child("worker", worker.main),
    ]
    try:
        for child in beside:  # first: whoever prepares the demo already sends texts
            child.start()
        preparing.start()
        if preparing.outcome():
            raise CannotGoOn("无法准备，原因见上 · it cannot be made ready, see above")
        for child in children:
            child.start()
        _await_first_answer(children, host, port)
        _announce(host, port, time.monotonic() - started)
        parts = [Part(child.name, child.died, child.start) for child in (*beside, *children)]
        _watch([Part("postgres", cluster.died, cluster.revive), *parts] if cluster else parts)
    finally:
        _deaf()
        stop([preparing, *children, *beside], patience=GRACE)
        live.forget(data)
        if beside:
            simulated.forget(data)


def _has_gateway() -> bool:
    """Texts go to a gateway of the operator's own; in production they go nowhere else."""
    from django.conf import settings  # noqa: PLC0415

    return bool(environment.text("YIMEN_SMS_URL")) or not settings.YIMEN_DEMO


@dataclass(slots=True)
class Part:
    """Something that is to be running: how to see that it is not, and how to start it again."""

    name: str
    died: Callable[[], bool]
    start: Callable[[], None]
    begun: float = 0.0
    stumbles: int = 0  # deaths in a row, each soon after its start

    def tend(self) -> None:
        """Start it again if it died by itself; raises CannotGoOn for one that will not live."""
        if not self.died():
            return
        now = time.monotonic()
        self.stumbles = self.stumbles + 1 if now - self.begun < BREATH else 0
        if self.stumbles > STUMBLES:
            raise CannotGoOn(f"{self.name}: dies again and again, see above · 反复异常退出，已全部停止")
        print(f"重新启动 · starting again: {self.name}", file=sys.stderr, flush=True)
        self.begun = now
        with contextlib.suppress(NoDatabase):  # died once more on its way up: the next round sees it
            self.start()


def _watch(parts: list[Part]) -> None:
    """Keep all parts running, the database first."""
    while True:
        time.sleep(0.1)
        for part in parts:
            part.tend()


def _await_first_answer(children: list[Child], host: str, port: int) -> None:
    while True:
        if fallen := [child.name for child in children if child.died()]:
            raise CannotGoOn(f"{', '.join(fallen)}: does not start, see above · 无法启动，原因见上")
        if _answers(_address(host, port)):
            return
        time.sleep(0.05)


def _answers(address: str) -> bool:
    """Something speaks HTTP there; raises CannotGoOn where all it can say is that it is broken."""
    try:
        urllib.request.urlopen(f"{address}healthz", timeout=30).close()  # noqa: S310  # always our own http://
    except urllib.error.HTTPError as answer:
        if answer.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise CannotGoOn("web: starts but fails, see above · 网页服务出错，原因见上") from None
        return True
    except OSError:
        return False
    return True


def _announce(host: str, port: int, seconds: float) -> None:
    from django.conf import settings  # noqa: PLC0415

    print(f"一门已就绪 · Yimen is ready ({seconds:.1f} s): {_address(host, port)}")
    if settings.YIMEN_DEMO:
        print("演示账号，密码均为 yimen-demo · demo accounts, one password for all: yimen-demo")
        for name, zh, en in DEMO_ACCOUNTS:
            print(f"  {name:<13}{zh} · {en}")
        print(
            "申请人用手机号登录，验证码见演示短信箱 · applicants: any phone, the code is in the SMS outbox:"
        )
        print(f"  {settings.YIMEN_SMS_URL}/outbox")
        print(f"自助机 · kiosk: {_address(host, port)}kiosk/")
        print(f"号票打印机 · its printer's slips: {simulated.slips(environment.data_folder())}")
    print("按 Ctrl-C 停止 · Ctrl-C stops everything", flush=True)


@contextlib.contextmanager
def _only_one(data: Path, address: str) -> Iterator[None]:
    """One `up` for one data folder. Of one that was killed, parts may live for a moment: they are waited for."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "up.lock").open("a+") as lock:
        deadline = time.monotonic() + 2 * GRACE
        while not held(lock):
            lock.seek(0)
            pid, _, first = lock.read().partition(" ")
            if (pid.isdigit() and lives(int(pid))) or time.monotonic() > deadline:
                raise CannotGoOn(f"{data}: already up at {first} · 已在运行")
            time.sleep(0.05)
        lock.truncate(0)
        lock.write(f"{os.getpid()} {address}")
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


def _address(host: str, port: int) -> str:
    return f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}/"  # noqa: S104


def _stoppable() -> None:
    """Let Ctrl-C, `kill` and a closed terminal mean the same, also in the background of a script."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if sign != signal.SIGHUP or signal.getsignal(sign) != signal.SIG_IGN:
            signal.signal(sign, signal.default_int_handler)


def _deaf() -> None:
    """While stopping, a second Ctrl-C must not leave half of it running."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
