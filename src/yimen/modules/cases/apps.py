"""The case engine."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yimen.modules.cases"
    label = "cases"
