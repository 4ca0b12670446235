"""The hall's side of the protocol: signed JSON over HTTP, with time-outs, one connection a call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import quote, urlsplit

from yimen.base.clock import machine_now
from yimen.gateways.sms import Arrival, Receipt, Report, Reports
from yimen.gateways.sms.signature import Signer
from yimen.gateways.unreachable import Unreachable

_LATER: Final = frozenset({408, 425, 429})  # of the 4xx, those that pass
_MOST: Final = 4 * 1024 * 1024  # bytes of an answer; more is not an answer


class SmsOverHttp:
    """One account at one gateway. `timeout` in seconds bounds every wait on the socket."""

    def __init__(self, url: str, account: str, secret: str, *, timeout: float = 10) -> None:
        self._url = urlsplit(url.rstrip("/"))
        self._signer = Signer(account, secret)
        self._timeout = timeout

    def send(self, message_id: str, phone: str, text: str) -> Receipt:
        body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
        answer = self._ask("POST", "/v1/messages", body, key=message_id)
        try:
            return Receipt(str(answer["receipt"]), bool(answer.get("duplicate")))
        except KeyError:
            raise Unreachable("no receipt in the answer", permanent=False) from None

    def reports(self, after: str = "") -> Reports:
        return read_reports(self._ask("GET", f"/v1/reports?after={quote(after)}", b""), after)

    def reports_from(
        self, path: str, headers: Mapping[str, str], body: bytes, *, now: datetime
    ) -> Reports | None:
        """Reports that the gateway brought itself; None if it was not the gateway. `now` is machine time.

        Raises Unreachable if they are not understood: answer it with an error, and it will bring them again.
        """
        if not self._signer.holds("POST", path, headers, body, now=now):
            return None
        return read_reports(_parsed(body) or {}, "")

    def _ask(self, method: str, path: str, body: bytes, *, key: str = "") -> dict[str, Any]:
        if self._url.scheme not in {"http", "https"} or not self._url.hostname:
            raise Unreachable("YIMEN_SMS_URL is not set", permanent=False)
        target = self._url.path + path
        headers = self._signer.headers(method, target, body, key=key, now=machine_now())
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(self._url.hostname, self._url.port, timeout=self._timeout)
        try:
            connection.request(method, target, body or None, {**headers, "Content-Type": "application/json"})
            response = connection.getresponse()
            content = response.read(_MOST)
        except (OSError, HTTPException) as failure:  # refused, timed out, cut off: it may even have been sent
            raise Unreachable(f"{type(failure).__name__}: {failure}", permanent=False) from failure
        finally:
            connection.close()
        return _understood(response.status, content)


def read_reports(answer: Mapping[str, Any], after: str) -> Reports:
    """Reports as the protocol writes them. Raises Unreachable if they are not."""
    try:
        reports = tuple(
            Report(
                str(each["key"]),
                str(each["receipt"]),
                Arrival(each["state"]),
                datetime.fromisoformat(each["at"]),
                str(each.get("reason") or ""),
            )
            for each in answer["reports"]
        )
    except (KeyError, TypeError, ValueError) as failure:
        raise Unreachable(f"reports not understood: {failure!r}", permanent=False) from failure
    return Reports(reports, str(answer.get("next") or after))


def _parsed(content: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _understood(status: int, content: bytes) -> dict[str, Any]:
    answer = _parsed(content)
    if status in {200, 202} and answer is not None:
        return answer
    reason = (answer or {}).get("reason", "")
    permanent = 400 <= status < 500 and status not in _LATER
    raise Unreachable(f"{status} {reason}".strip(), permanent=permanent)
