"""All that may be read about applications."""

from __future__ import annotations

from .dossiers import DossierView, card, dossier, ledger, sheets
from .progress import Progress, progress

__all__ = ["DossierView", "Progress", "card", "dossier", "ledger", "progress", "sheets"]
