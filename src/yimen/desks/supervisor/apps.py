"""The desk of whoever supervises, or leads a hall."""

from __future__ import annotations

from django.apps import AppConfig


class Supervisor(AppConfig):
    name = "yimen.desks.supervisor"
    label = "supervisor_desk"
