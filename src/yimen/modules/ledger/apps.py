"""What happened, by whom, when; and what must still follow."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yimen.modules.ledger"
    label = "ledger"
