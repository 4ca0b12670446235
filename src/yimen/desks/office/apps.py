"""The management desk."""

from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yimen.desks.office"
    label = "office"
