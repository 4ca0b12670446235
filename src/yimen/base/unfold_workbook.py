"""Unfolds one workbook in a process of its own, so that a hostile file can only hurt itself.

Reads the file from standard input and writes the first visible sheet that holds anything as JSON, one row a
line: `[line, [cell, …]]`. Run by `sheets.py`; imports nothing of the product.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime, time

import python_calamine as calamine

LOCKED, UNREADABLE, TOO_FAR = 3, 4, 5  # exit codes
MOST_COLUMNS = 200  # what lies further right is not read
MOST_TOLD = 64 * 1024 * 1024  # bytes: one long text in many cells is a small file and a large answer


def text(cell: object) -> str:
    """A cell as a clerk would read it: whole numbers without a point, dates as dates."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def bound(memory: int, seconds: int) -> None:
    """No more than this much memory and processor time, where the system can promise it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(most_rows: int, memory: int, seconds: int) -> int:
    bound(memory, seconds)
    try:
        book = calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        for sheet in book.sheets_metadata:
            if sheet.visible is not calamine.SheetVisibleEnum.Visible:
                continue
            rows = book.get_sheet_by_name(sheet.name)
            if not rows.height:
                continue
            grid = rows.to_python(skip_empty_area=False, nrows=most_rows + 1)
            told = 0
            for line, row in enumerate(grid, start=1):
                told += sys.stdout.write(
                    json.dumps([line, [text(cell) for cell in row[:MOST_COLUMNS]]]) + "\n"
                )
                if told > MOST_TOLD:
                    return TOO_FAR
            break
    except calamine.PasswordError:
        return LOCKED
    except (calamine.CalamineError, OSError, ValueError):
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
