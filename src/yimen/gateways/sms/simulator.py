"""The other side of the protocol on a socket: it sends to nobody and shows what it was given.

`python -m yimen.gateways.sms.simulator --port 8025 --outbox outbox.jsonl`
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import time
from dataclasses import asdict, dataclass, fields, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from yimen.base.clock import machine_now
from yimen.gateways.sms.outbox import Outbox
from yimen.gateways.sms.signature import KEY, Signer

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LONGEST: Final = 500  # characters of a message
_BODY: Final = 64 * 1024  # bytes of a request


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the next requests for a message are met. All zero: well."""

    status: int = 0  # answer this status and take nothing
    delay: float = 0  # seconds before anything is done
    drop: bool = False  # take the message, then hang up without an answer
    undelivered: bool = False  # take it, and report that it did not arrive
    times: int = 0  # for so many requests; 0: until told otherwise


class Simulator:
    """A gateway that runs in a thread; `url` is where."""

    def __init__(self, outbox: Path, signer: Signer, port: int = 0, host: str = "127.0.0.1") -> None:
        self.outbox = Outbox(outbox)
        self.signer = signer
        self._behaviour = Behaviour()
        self._lock = Lock()
        self._server = ThreadingHTTPServer((host, port), type("Desk", (_Desk,), {"simulator": self}))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def behave(self, behaviour: Behaviour) -> None:
        with self._lock:
            self._behaviour = behaviour

    def turn(self) -> Behaviour:
        """The behaviour of the request at hand; counted behaviour wears off."""
        with self._lock:
            now = self._behaviour
            if now.times == 1:
                self._behaviour = Behaviour()
            elif now.times > 1:
                self._behaviour = replace(now, times=now.times - 1)
            return now


class _Desk(BaseHTTPRequestHandler):
    """One request."""

    simulator: Simulator
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "")
        if not size.isdigit() or int(size) > _BODY:
            self.close_connection = True
            self._json(413, {"reason": "too large"})
            return
        body = self.rfile.read(int(size))
        match self.path:
            case "/v1/messages":
                self._message(body)
            case "/behaviour":
                self._behave(body)
            case _:
                self._json(404, {"reason": "no such address"})

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        match url.path:
            case "/v1/reports":
                self._reports(asked.get("after", ""))
            case "/outbox":
                self._send(200, "text/html; charset=utf-8", _page(self._shown(asked)).encode())
            case "/outbox.json":
                self._json(200, {"messages": self._shown(asked)})
            case "/outbox.css":
                self._send(200, "text/css; charset=utf-8", _STYLE.encode())
            case "/healthz":
                self._json(200, {"ok": True})
            case _:
                self._json(404, {"reason": "no such address"})

    def _message(self, body: bytes) -> None:
        if not self._signed(body):
            self._json(401, {"reason": "the signature is wrong or too old"})
            return
        behaviour = self.simulator.turn()
        if behaviour.delay:
            time.sleep(behaviour.delay)
        if behaviour.status:
            self._json(behaviour.status, {"reason": "told to"})
            return
        key = self.headers.get(KEY) or ""
        asked = _read(body)
        if not key or asked is None:
            self._json(400, {"reason": "needs a key, a phone and a text"})
        elif not _MOBILE.fullmatch(asked["phone"]):
            self._json(422, {"reason": "no such number"})
        elif not 0 < len(asked["text"]) <= _LONGEST:
            self._json(422, {"reason": f"a text has 1 to {_LONGEST} characters"})
        else:
            self._take(key, asked, behaviour)

    def _take(self, key: str, asked: dict[str, str], behaviour: Behaviour) -> None:
        outbox = self.simulator.outbox
        message, new = outbox.take(key, asked["phone"], asked["text"], now=machine_now())
        if (message["phone"], message["text"]) != (asked["phone"], asked["text"]):
            self._json(409, {"reason": "this key was used with another message"})
            return
        if new:
            state = "failed" if behaviour.undelivered else "delivered"
            reason = "switched off" if behaviour.undelivered else ""
            outbox.report(message, state, reason, now=machine_now())
        if behaviour.drop:
            self.close_connection = True
            return
        self._json(202 if new else 200, {"receipt": message["receipt"], "duplicate": not new})

    def _reports(self, after: str) -> None:
        if not self._signed(b""):
            self._json(401, {"reason": "the signature is wrong or too old"})
            return
        start = int(after) if after.isascii() and after.isdigit() else 0
        some = self.simulator.outbox.reports[start : start + 100]
        self._json(200, {"reports": some, "next": str(start + len(some))})

    def _behave(self, body: bytes) -> None:
        try:
            asked = json.loads(body)
            kinds = {field.name: type(getattr(Behaviour(), field.name)) for field in fields(Behaviour)}
            behaviour = Behaviour(**{name: kinds[name](value) for name, value in asked.items()})
        except (ValueError, TypeError, KeyError, AttributeError):
            self._json(400, {"reason": "knows: " + ", ".join(each.name for each in fields(Behaviour))})
            return
        self.simulator.behave(behaviour)
        self._json(200, asdict(behaviour))

    def _signed(self, body: bytes) -> bool:
        headers = dict(self.headers.items())
        return self.simulator.signer.holds(self.command, self.path, headers, body, now=machine_now())

    def _shown(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        """The latest first, of one telephone if one is asked for."""
        outbox = self.simulator.outbox
        states = {each["receipt"]: each["state"] for each in list(outbox.reports)}
        phone = asked.get("phone", "")
        latest = reversed(list(outbox.messages.values()))
        found = [{**each, "state": states.get(each["receipt"], "")} for each in latest]
        return [each for each in found if not phone or each["phone"] == phone][:200]

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
        """Silent: the outbox says it all."""


def _read(body: bytes) -> dict[str, str] | None:
    try:
        asked = json.loads(body)
        phone, text = asked["phone"], asked["text"]
    except (ValueError, KeyError, TypeError):
        return None
    return {"phone": phone, "text": text} if isinstance(phone, str) and isinstance(text, str) else None


def _page(messages: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<li class='{escape(each['state'])}'><p class=who><b>{escape(each['phone'])}</b>"
        f"<time>{escape(each['at'][:19].replace('T', ' '))} UTC</time>"
        f"<span>{_STATES.get(each['state'], '')}</span></p><p>{escape(each['text'])}</p></li>"
        for each in messages
    )
    return _PAGE.format(rows=rows or "<li class=none>还没有短信 · No message yet</li>", count=len(messages))


_STATES: Final = {"delivered": "已送达 · delivered", "failed": "未送达 · not delivered"}
_PAGE: Final = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>短信模拟器 · SMS outbox</title>
<link rel="stylesheet" href="/outbox.css"></head><body><header><h1>短信模拟器</h1>
<p>这里的短信不会真正发出，共 {count} 条 · SMS outbox: nothing here leaves the machine</p>
<form><label for="phone">手机号 · Phone</label> <input id="phone" name="phone" inputmode="numeric" size="13">
<button>查看 · Show</button></form></header><ol>{rows}</ol></body></html>"""
_STYLE: Final = """body{max-width:44rem;margin:0 auto;padding:1.5rem 1rem;background:#f4f6f9;color:#1b2430;
font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}h1{margin:0;font-size:1.4rem}
header p{margin:.2rem 0 1rem;color:#55606e}input,button{font:inherit;padding:.3rem .6rem;border:1px solid #8a94a1;
border-radius:4px;background:#fff;color:inherit}ol{list-style:none;padding:0}li{background:#fff;border-radius:8px;
padding:.8rem 1rem;margin:.8rem 0;border-left:4px solid #187a2f;overflow-wrap:anywhere}li.failed{border-color:#c02b2b}
li.none{border-color:#8a94a1;color:#55606e}li p{margin:0}.who{display:flex;gap:0 1rem;flex-wrap:wrap;color:#55606e;
font-size:.875rem}.who b{color:#1b2430}.who span{margin-left:auto}"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="yimen.gateways.sms.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8025, help="0: any free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--outbox", type=Path, default=Path("outbox.jsonl"))
    parser.add_argument("--account", default="yimen-demo")
    parser.add_argument("--secret", default="yimen-demo")
    chosen = parser.parse_args()
    simulator = Simulator(chosen.outbox, Signer(chosen.account, chosen.secret), chosen.port, chosen.host)
    stopped = Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    simulator.start()
    print(f"{simulator.url}/outbox", flush=True)  # noqa: T201  whoever started it wants to know where
    stopped.wait()
    simulator.stop()


if __name__ == "__main__":
    main()
