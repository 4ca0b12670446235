"""`yimen django …`: Django's own commands on the hall's database, for engineers."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line


def run(options: argparse.Namespace) -> int:
    execute_from_command_line(["yimen django", *options.rest])
    return 0
