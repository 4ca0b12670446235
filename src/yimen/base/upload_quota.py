"""What is too large as a whole is turned away before a byte of it is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Quota(FileUploadHandler):
    """Stands before the handlers that keep files; itself it keeps nothing."""

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_rest: Any) -> None:
        if content_length > settings.YIMEN_REQUEST_BYTES:
            raise RequestDataTooBig("the files of one request")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  Django's names
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
