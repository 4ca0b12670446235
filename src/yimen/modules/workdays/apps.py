"""Which days count and when a hall is open."""

from __future__ import annotations

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "yimen.modules.workdays"
    label = "workdays"
