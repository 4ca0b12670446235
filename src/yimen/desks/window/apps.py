"""The window's desk."""

from __future__ import annotations

from django.apps import AppConfig


class Window(AppConfig):
    name = "yimen.desks.window"
    label = "window_desk"
