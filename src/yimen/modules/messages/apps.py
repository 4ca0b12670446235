"""Messages: what happened, to applicant and staff."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "yimen.modules.messages"
    label = "hall_messages"  # Django keeps `messages` for its own

    def ready(self) -> None:
        import_module("yimen.modules.messages.commands")  # names the to-dos that call the gateway
