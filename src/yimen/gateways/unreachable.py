"""What a gateway raises when the other side did not do its part."""

from __future__ import annotations


class Unreachable(Exception):
    """The call failed; `permanent` is the one fact a retry needs: the same call will never succeed."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
