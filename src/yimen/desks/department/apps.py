"""The departments' desk."""

from __future__ import annotations

from django.apps import AppConfig


class Department(AppConfig):
    name = "yimen.desks.department"
    label = "department_desk"
