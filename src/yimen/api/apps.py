"""Who calls in: the API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yimen.api"
    label = "api"
