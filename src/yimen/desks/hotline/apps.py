"""The telephone's desk, before orders are taken there."""

from __future__ import annotations

from django.apps import AppConfig


class Hotline(AppConfig):
    name = "yimen.desks.hotline"
    label = "hotline_desk"
