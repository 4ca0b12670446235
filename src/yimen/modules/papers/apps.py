"""Numbered words to people: frozen, rendered, verifiable."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "yimen.modules.papers"
    label = "papers"
