"""Reception: booking, tickets, calling, screens."""

from __future__ import annotations

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "yimen.modules.reception"
    label = "reception"
