"""What a caller hears, and reaches by the keys of a telephone."""

from __future__ import annotations

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "yimen.desks.voice"
    label = "voice_desk"
