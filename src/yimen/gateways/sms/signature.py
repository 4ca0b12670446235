"""Who says it, when, and that nothing was changed: the signature of both ways of the protocol."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

ACCOUNT: Final = "X-Sms-Account"
TIME: Final = "X-Sms-Time"
SIGNATURE: Final = "X-Sms-Signature"
KEY: Final = "Idempotency-Key"
TOLERANCE: Final = 300  # seconds between two clocks; a caught request cannot be played again later


@dataclass(frozen=True, slots=True)
class Signer:
    """One account and its secret."""

    account: str
    secret: str

    def headers(self, method: str, path: str, body: bytes, *, key: str = "", now: datetime) -> dict[str, str]:
        """The headers of a request. `now` is machine time."""
        time = str(int(now.timestamp()))
        named = {KEY: key} if key else {}
        return {
            **named,
            ACCOUNT: self.account,
            TIME: time,
            SIGNATURE: self._sign(method, path, time, key, body),
        }

    def holds(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, now: datetime
    ) -> bool:
        """Whether the request comes from this account, unchanged, and not long ago."""
        seen = {name.lower(): value for name, value in headers.items()}  # proxies may change their case
        time, key = seen.get(TIME.lower(), ""), seen.get(KEY.lower(), "")
        fresh = re.fullmatch(r"[0-9]{1,12}", time) and abs(int(time) - now.timestamp()) <= TOLERANCE
        right = self._sign(method, path, time, key, body)
        same = hmac.compare_digest(right.encode(), seen.get(SIGNATURE.lower(), "").encode())
        return bool(fresh) and same and seen.get(ACCOUNT.lower()) == self.account

    def _sign(self, method: str, path: str, time: str, key: str, body: bytes) -> str:
        text = "\n".join((method, path, time, key, sha256(body).hexdigest()))
        return hmac.new(self.secret.encode(), text.encode(), sha256).hexdigest()
