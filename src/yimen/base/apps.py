"""Django's plumbing: clock, refusals, pages, components."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "yimen.base"
    label = "base"
