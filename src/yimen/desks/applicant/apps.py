"""The applicant's desk: applying, and what became of it."""

from __future__ import annotations

from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    name = "yimen.desks.applicant"
    label = "applicant_desk"
