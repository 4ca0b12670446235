"""A ticket printer on a socket, without paper: it reads the bytes and shows the slips.

`python -m yimen.gateways.escpos.simulator --port 9100 --page 9180 --slips slips.jsonl`
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socketserver
from dataclasses import asdict, dataclass, fields, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final

import segno

from yimen.base.clock import machine_now

from . import Paper
from .reader import Reader, Sheet, Unreadable

_FIXED: Final = 0x12  # bits that every real-time answer has
_SHOWN: Final = 60  # slips on the page
_BODY: Final = 4096  # bytes of a request


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the printer stands. As it is: well."""

    paper: str = Paper.ENOUGH.value
    cover_open: bool = False
    cutter: bool = False  # the knife is stuck
    offline: bool = False
    dumb: bool = False  # takes everything, answers nothing
    sheets: int = -1  # so many slips are left on the roll; -1: enough
    lines: int = -1  # so many lines are left: it runs out in the middle of a slip

    @property
    def seen(self) -> str:
        """What the paper sensor sees: the end of the roll once the last slip is off it."""
        return Paper.OUT.value if self.sheets == 0 else self.paper

    @property
    def stopped(self) -> bool:
        return self.cover_open or self.cutter or self.offline or self.paper == Paper.OUT


class Simulator:
    """A printer and its page, each on a port of its own, in threads."""

    def __init__(
        self, slips: Path | None = None, port: int = 0, page: int = 0, host: str = "127.0.0.1"
    ) -> None:
        self.slips: list[dict[str, Any]] = _remembered(slips)
        self.received = bytearray()  # every byte, for tests that compare them
        self._path = slips
        self._behaviour = Behaviour()
        self._lock = Lock()
        self._printer = _Printers((host, port), type("Wire", (_Wire,), {"simulator": self}))
        self._page = ThreadingHTTPServer((host, page), type("Desk", (_Desk,), {"simulator": self}))
        self._page.daemon_threads = True
        self._threads = [
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            for server in (self._printer, self._page)
        ]

    @property
    def address(self) -> str:
        host, port = self._printer.server_address[:2]
        return f"{host!s}:{port}"

    @property
    def url(self) -> str:
        host, port = self._page.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        for server in (self._printer, self._page):
            server.shutdown()
            server.server_close()

    @property
    def behaviour(self) -> Behaviour:
        with self._lock:
            return self._behaviour

    def behave(self, behaviour: Behaviour) -> None:
        with self._lock:
            self._behaviour = behaviour

    def keep(self, sheet: Sheet) -> None:
        """A slip has been cut off: one less on the roll."""
        with self._lock:
            slip = {"n": len(self.slips) + 1, "at": machine_now().isoformat(), "lines": sheet.lines}
            self.slips.append(slip)
            if self._behaviour.sheets > 0:
                left = self._behaviour.sheets - 1
                paper = Paper.NEAR_END.value if left < 3 else self._behaviour.paper
                self._behaviour = replace(self._behaviour, sheets=left, paper=paper)
            if self._path:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(slip, ensure_ascii=False) + "\n")
                    file.flush()
                    os.fsync(file.fileno())

    def feed(self) -> None:
        """A line less on the roll."""
        with self._lock:
            if self._behaviour.lines > 0:
                left = self._behaviour.lines - 1
                paper = self._behaviour.paper if left else Paper.OUT.value
                self._behaviour = replace(self._behaviour, lines=left, paper=paper)

    def halted(self) -> bool:
        return self.behaviour.stopped

    def real_time(self, n: int) -> bytes:
        """The answer to DLE EOT n."""
        now = self.behaviour
        bits = {
            1: 0x08 * now.stopped,
            2: 0x04 * now.cover_open | 0x20 * (now.seen == Paper.OUT) | 0x40 * now.cutter,
            3: 0x08 * now.cutter,
            4: 0x0C * (now.seen != Paper.ENOUGH) | 0x60 * (now.seen == Paper.OUT),
        }
        return b"" if now.dumb or n not in bits else bytes((_FIXED | bits[n],))

    def confirmation(self) -> bytes:
        """The answer to GS r 1."""
        now = self.behaviour
        if now.dumb:
            return b""
        return bytes((0x03 * (now.seen != Paper.ENOUGH) | 0x0C * (now.seen == Paper.OUT),))


class _Printers(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64


class _Wire(socketserver.BaseRequestHandler):
    """One connection. While the printer is stopped its bytes wait; hanging up throws them away."""

    simulator: Simulator

    def handle(self) -> None:
        reader = Reader(
            done=self.simulator.keep,
            fed=self.simulator.feed,
            halted=self.simulator.halted,
            ask=self.simulator.real_time,
            confirm=self.simulator.confirmation,
            answer=self._send,
        )
        self.request.settimeout(0.05)
        while True:
            try:
                got = self.request.recv(4096)
            except TimeoutError:
                got = None
            except OSError:
                return
            if got == b"":
                return
            self.simulator.received += got or b""
            try:
                reader.feed(got or b"")
            except Unreadable:
                return

    def _send(self, answer: bytes) -> None:
        if answer:
            self.request.sendall(answer)


class _Desk(BaseHTTPRequestHandler):
    """The page of the slips, and how to be told to behave otherwise."""

    simulator: Simulator
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        match self.path:
            case "/" | "/slips":
                self._send(200, "text/html; charset=utf-8", _page(self.simulator).encode())
            case "/slips.json":
                self._json(200, {"slips": self.simulator.slips[-_SHOWN:][::-1]})
            case "/slips.css":
                self._send(200, "text/css; charset=utf-8", _STYLE.encode())
            case _:
                self._json(404, {"reason": "no such address"})

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "")
        if self.path != "/behaviour" or not size.isdigit() or int(size) > _BODY:
            self.close_connection = True
            self._json(404, {"reason": "no such address"})
            return
        try:
            asked = json.loads(self.rfile.read(int(size)))
            kinds = {field.name: type(getattr(Behaviour(), field.name)) for field in fields(Behaviour)}
            behaviour = Behaviour(**{name: kinds[name](value) for name, value in asked.items()})
            Paper(behaviour.paper)
        except (ValueError, TypeError, KeyError, AttributeError):
            self._json(400, {"reason": "knows: " + ", ".join(each.name for each in fields(Behaviour))})
            return
        self.simulator.behave(behaviour)
        self._json(200, asdict(behaviour))

    def _json(self, status: int, answer: dict[str, Any]) -> None:
        self._send(status, "application/json; charset=utf-8", json.dumps(answer, ensure_ascii=False).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Silent: the slips say it all."""


def _remembered(path: Path | None) -> list[dict[str, Any]]:
    if path is None or not path.exists():
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        return []
    text = path.read_text("utf-8", errors="replace")
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def _page(simulator: Simulator) -> str:
    slips = "".join(
        f"<li><time>{escape(each['at'][:19].replace('T', ' '))} UTC</time><div class=slip>"
        f"{''.join(map(_line, each['lines']))}</div></li>"
        for each in simulator.slips[-_SHOWN:][::-1]
    )
    return _PAGE.format(
        slips=slips or "<li class=none>还没有号票 · No slip yet</li>", count=len(simulator.slips)
    )


def _line(line: dict[str, Any]) -> str:
    if "qr" in line:
        drawn = segno.make(line["qr"], error="m", micro=False).svg_inline(scale=4, border=1)
        return f"<p class=centre>{drawn}</p>"
    names = f"s{line['size'][0]} {line['align']}{' bold' if line['bold'] else ''}"
    return f"<p class='{names}'>{escape(line['text']) or '&nbsp;'}</p>"


_PAGE: Final = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>号票打印机模拟器 · Ticket printer</title>
<link rel="stylesheet" href="/slips.css"></head><body><header><h1>号票打印机模拟器</h1>
<p>共打印 {count} 张，不费一张纸 · Ticket printer: no paper is used</p></header><ol>{slips}</ol></body></html>"""
_STYLE: Final = """body{margin:0 auto;padding:1.5rem 1rem;background:#e7ebf0;color:#1b2430;max-width:70rem;
font:16px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}h1{margin:0;font-size:1.4rem}
header p{margin:.2rem 0 1rem;color:#4a5563}ol{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:1.5rem;
align-items:flex-start}time{font-size:.8rem;color:#4a5563}.slip{width:20rem;background:#fff;padding:1.2rem 1rem 2rem;
box-shadow:0 2px 8px #0002;font-family:"Noto Sans SC",monospace}.slip p{margin:0;white-space:pre-wrap;
overflow:hidden}.centre{text-align:center}.bold{font-weight:700}.s2{font-size:2em;line-height:1.25}.s3{font-size:3em;line-height:1.2}
.s4{font-size:4em;line-height:1.15}.slip svg{width:9rem;height:9rem}.none{color:#4a5563}"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="yimen.gateways.escpos.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=9100, help="of the printer; 0: any free one")
    parser.add_argument("--page", type=int, default=9180, help="of the page; 0: any free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--slips", type=Path, default=Path("slips.jsonl"))
    chosen = parser.parse_args()
    simulator = Simulator(chosen.slips, chosen.port, chosen.page, chosen.host)
    stopped = Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    simulator.start()
    print(f"{simulator.address} {simulator.url}/slips", flush=True)  # noqa: T201  whoever started it wants to know
    stopped.wait()
    simulator.stop()


if __name__ == "__main__":
    main()
