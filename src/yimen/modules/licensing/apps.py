"""Applications: from the guide to the archive."""

from __future__ import annotations

from django.apps import AppConfig


class LicensingConfig(AppConfig):
    name = "yimen.modules.licensing"
    label = "licensing"

    def ready(self) -> None:
        from yimen.modules.cases import engine  # noqa: PLC0415  the engine learns of its subjects when all apps stand

        from .subject import LICENSING  # noqa: PLC0415

        engine.register(LICENSING)
