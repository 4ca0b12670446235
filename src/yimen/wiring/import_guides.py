"""`yimen guides import FILE`: guides from JSON or Excel; each says what it still lacks before it can be published."""

from __future__ import annotations

import argparse

from yimen.modules.catalogue import commands as catalogue
from yimen.wiring.import_items import take_in


def run(options: argparse.Namespace) -> int:
    return take_in(options, catalogue.import_guides)
