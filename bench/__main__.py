"""`make bench`: what the product costs beside its floor, at ten thousand open cases and at a million, in one table.

`python bench day` and `python bench screens` are about the floor of a hall: `day.py`, `screens.py`.
"""

from __future__ import annotations

import os
import sys
import time

from meter import Figure
from page import put

from house import House

FULL = 1_000_000
SMALL = 10_000


def main() -> None:
    large = int(os.environ.get("BENCH_CASES", FULL))
    began = time.monotonic()
    house = House()
    try:
        import crowd
        from ways import ways

        _say("lives of the first cases", began)
        crowd.live(house.now)
        figures: list[Figure] = []
        for count in sorted({min(SMALL, large), large}):
            crowd.grow(count)
            _say(f"{count:,} open cases", began)
            with ways(house) as all_:
                for way in (all_.file_and_accept, all_.move, all_.progress, all_.board, all_.turns):
                    figures.append(way(count))
                    _say(way.__name__, began)
        of_the_demo = house.of_the_demo()
        flaw = crowd.flaw_among(300)
        assert flaw is None, flaw
    finally:
        house.close()
    text = f"{table(figures)}\n\n{of_the_demo}"
    print(text)
    if large == FULL:
        put("cases", text)


def table(figures: list[Figure]) -> str:
    """One row for each way and size, and beside it the same on its floor."""
    head = (
        "| way | open cases | CPU ms: web + PostgreSQL | statements | p50 / p99 ms | floor: CPU ms | statements | p50 / p99 ms | × floor |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    )
    rows = [
        f"| {each.name} | {each.cases:,} | {each.product.web:.2f} + {each.product.pg:.2f} = {each.product.cpu:.2f}"
        f" | {each.statements:g} | {each.product.p50:.2f} / {each.product.p99:.2f} | {each.floor.cpu:.2f}"
        f" | {each.floor_statements:g} | {each.floor.p50:.2f} / {each.floor.p99:.2f} | **{each.ratio:.1f}** |"
        for each in sorted(figures, key=lambda each: [f.name for f in figures].index(each.name))
    ]
    return "\n".join((*head, *rows))


def _say(what: str, began: float) -> None:
    print(f"  · {time.monotonic() - began:6.1f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["screens"]:
        import screens

        screens.main()
    elif sys.argv[1:] == ["day"]:
        import day

        day.main()
    else:
        main()
