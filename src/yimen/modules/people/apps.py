"""Who is who and where they sit: halls, departments, windows, staff, letters, applicants."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yimen.modules.people"
    label = "people"
