"""All that sends messages, and marks them read."""

from __future__ import annotations

from .code import send_code
from .escalate import escalate
from .follow import follow
from .read import mark_read
from .send import send, send_waiting
from .trouble import tell_troubled

__all__ = ["escalate", "follow", "mark_read", "send", "send_code", "send_waiting", "tell_troubled"]
