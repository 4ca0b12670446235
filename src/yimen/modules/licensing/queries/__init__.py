"""All that may be read about applications."""

from __future__ import annotations

from .asked import AskedCard, asked_already
from .clocks import clocks
from .day_book import Entry, day_book
from .dossiers import DossierView, card, card_as, dossier, ledger, sheets
from .files import KeptFile, material_file, paper_by_code, paper_file, record_file
from .lately import filed_lately
from .picture import ClockPicture, Picture, picture
from .progress import Progress, progress
from .receipts import receipt_by_code
from .steps import StepRow

__all__ = [
    "AskedCard",
    "ClockPicture",
    "DossierView",
    "Entry",
    "KeptFile",
    "Picture",
    "Progress",
    "StepRow",
    "asked_already",
    "card",
    "card_as",
    "clocks",
    "day_book",
    "dossier",
    "filed_lately",
    "ledger",
    "material_file",
    "paper_by_code",
    "paper_file",
    "picture",
    "progress",
    "receipt_by_code",
    "record_file",
    "sheets",
]
