"""The kiosk: a large touch screen in the hall where people take a ticket, find their way and fill things in beforehand."""

from __future__ import annotations

from django.apps import AppConfig


class Kiosk(AppConfig):
    name = "yimen.desks.kiosk"
    label = "kiosk_desk"
