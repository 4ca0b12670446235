"""All that may be read about items and parameters: frozen values, never query sets."""

from __future__ import annotations

from ..cards import (
    Count,
    DraftCard,
    GuideCard,
    GuideEntry,
    GuideSection,
    ItemCard,
    ItemFacts,
    MaterialCard,
    Missing,
    OfficeItem,
    OfficeLine,
    OnlineReport,
    Theme,
    VersionCard,
)
from ..kinds import Online, Retention, State, Subject, Track
from ..parameters import parameters
from .facts import cited, published, version
from .guides import code_of_keys, guide, titles
from .items import cards, cards_of, departments, items, phrases, prepare_search, themes
from .office import (
    counts,
    draft_count,
    drafts,
    lacking,
    lacks,
    off_power_list,
    office_item,
    office_items,
    online_report,
)
from .workbook import workbook

__all__ = [
    "Count",
    "DraftCard",
    "GuideCard",
    "GuideEntry",
    "GuideSection",
    "ItemCard",
    "ItemFacts",
    "MaterialCard",
    "Missing",
    "OfficeItem",
    "OfficeLine",
    "Online",
    "OnlineReport",
    "Retention",
    "State",
    "Subject",
    "Theme",
    "Track",
    "VersionCard",
    "cards",
    "cards_of",
    "cited",
    "code_of_keys",
    "counts",
    "departments",
    "draft_count",
    "drafts",
    "guide",
    "items",
    "lacking",
    "lacks",
    "off_power_list",
    "office_item",
    "office_items",
    "online_report",
    "parameters",
    "phrases",
    "prepare_search",
    "published",
    "themes",
    "titles",
    "version",
    "workbook",
]
