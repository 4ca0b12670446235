"""All that applicants and staff do with applications."""

from __future__ import annotations

from .act import act, seal_papers
from .check import check_again, self_check
from .file import Filing, file, receive
from .supply import supply

__all__ = ["Filing", "act", "check_again", "file", "receive", "seal_papers", "self_check", "supply"]
