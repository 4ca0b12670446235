"""All that sends messages, and marks them read. Importing it names the to-dos `messages.send`, `.follow` and `.escalate`."""

from __future__ import annotations

from ..wording import TASKS, TROUBLES, Both
from ..writing import SEND
from . import escalate
from .code import send_code
from .read import mark_read
from .say import Speaker, say, say_to_phone, say_to_staff
from .send import send_waiting
from .trouble import tell_troubled

__all__ = [
    "SEND",
    "TASKS",
    "TROUBLES",
    "Both",
    "Speaker",
    "escalate",
    "mark_read",
    "say",
    "say_to_phone",
    "say_to_staff",
    "send_code",
    "send_waiting",
    "tell_troubled",
]
