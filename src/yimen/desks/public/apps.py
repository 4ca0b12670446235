"""What anybody sees without signing in."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "yimen.desks.public"
    label = "public_desk"
