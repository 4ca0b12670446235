"""A floor of a hall's map as SVG: drawn by the server, read by everybody, without a script (R-046)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext, pgettext_lazy

from yimen.base import icons
from yimen.base.bilingual import told
from yimen.rules.reception.plan import Floor, Leg, Place, PlaceKind, Plan

SQUARE: Final = 20  # of the drawing's own units
_ICON: Final = 24

KINDS: Final[Mapping[PlaceKind, tuple[str | Promise, str]]] = {
    PlaceKind.WINDOW: (pgettext_lazy("plan", "Window"), ""),
    PlaceKind.ENTRANCE: (pgettext_lazy("plan", "Entrance"), "door-enter"),
    PlaceKind.STAIRS: (pgettext_lazy("plan", "Stairs"), "stairs"),
    PlaceKind.LIFT: (pgettext_lazy("plan", "Lift"), "elevator"),
    PlaceKind.DEVICE: (pgettext_lazy("plan", "Self-service"), "device-tablet"),
    PlaceKind.DESK: (pgettext_lazy("plan", "Information desk"), "info-circle"),
    PlaceKind.WAITING: (pgettext_lazy("plan", "Waiting area"), "armchair"),
    PlaceKind.TOILET: (pgettext_lazy("plan", "Toilets"), "friends"),
    PlaceKind.NURSING: (pgettext_lazy("plan", "Mother and baby room"), "baby-bottle"),
    PlaceKind.WATER: (pgettext_lazy("plan", "Drinking water"), "droplet"),
    PlaceKind.FIRST_AID: (pgettext_lazy("plan", "First aid"), "first-aid-kit"),
    PlaceKind.ROOM: (pgettext_lazy("plan", "Room"), ""),
    PlaceKind.UNIT: (pgettext_lazy("plan", "Other unit"), "building-bank"),
}
"""What each kind is called where it has no name of its own, and its picture."""


def called(place: Place) -> str:
    """The words for a place: “A01 综合窗口”, “母婴室”."""
    name = told(place, "name")
    if place.kind is PlaceKind.WINDOW:
        return f"{place.key} {name.removeprefix(place.key).strip()}".strip()
    return name or str(KINDS[place.kind][0])


def draw(
    plan: Plan, floor: Floor, *, wanted: str = "", here: str = "", way: Sequence[Leg] = ()
) -> SafeString:
    """The floor with what is looked for in front, where the reader stands, and the way between."""
    legs = [each for each in way if each.floor == floor.n]
    at = plan.find(wanted) if wanted else None
    if at is not None and at.floor == floor.n:
        words = pgettext("plan", "Map of floor %(floor)s. %(place)s is marked.") % {
            "floor": floor.n,
            "place": called(at),
        }
    else:
        words = pgettext("plan", "Map of floor %(floor)s") % {"floor": floor.n}
    places = format_html_join("", "{}", ((_place(each, wanted, here),) for each in plan.on(floor.n)))
    return format_html(
        '<svg class="plan" viewBox="-6 -6 {} {}" role="img" aria-label="{}" focusable="false">'
        '<rect class="plan-ground" width="{}" height="{}" rx="14" />{}{}</svg>',
        floor.width * SQUARE + 12, floor.height * SQUARE + 12, words, floor.width * SQUARE, floor.height * SQUARE,
        places, format_html_join("", "{}", ((_way(each),) for each in legs)),
    )  # fmt: skip


def steps(way: Sequence[Leg]) -> list[str]:
    """The way in words, for who cannot see the map."""
    said = []
    for leg in way:
        facts = {"floor": leg.floor, "place": called(leg.to), "metres": leg.paces}
        if leg.to.kind in {PlaceKind.LIFT, PlaceKind.STAIRS} and leg is not way[-1]:
            facts["to"] = way[-1].floor
            said.append(
                pgettext("plan", "Go to the %(place)s, about %(metres)s m, and take it to floor %(to)s.")
                % facts
            )
        else:
            said.append(pgettext("plan", "On floor %(floor)s go to %(place)s, about %(metres)s m.") % facts)
    return said


def _place(place: Place, wanted: str, here: str) -> SafeString:
    x, y, w, h = (each * SQUARE for each in (place.x, place.y, place.w, place.h))
    marks = f"plan-{place.kind.value}{' plan-wanted' if place.key == wanted else ''}{' plan-here' if place.key == here else ''}"
    return format_html(
        '<g class="{}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="6" />{}</g>',
        marks, called(place), x + 2, y + 2, w - 4, h - 4,
        _you(x, y, w, h) if place.key == here else _label(place, x, y, w, h),
    )  # fmt: skip


def _you(x: int, y: int, w: int, h: int) -> SafeString:
    """The reader's own place: its dot is the beginning of the way."""
    lines = _fitted(pgettext("plan", "You are here"), w - 6, 13, 2)
    return _lines(lines, x + w / 2, y + h + 14, 13)


def _label(place: Place, x: int, y: int, w: int, h: int) -> SafeString:
    """A window's number large with its name beneath; elsewhere a picture and, where there is room, the name."""
    middle = x + w / 2
    name = told(place, "name").removeprefix(place.key if place.kind is PlaceKind.WINDOW else "").strip()
    if place.kind is PlaceKind.WINDOW:
        lines = _fitted(name, w - 8, 13, 2) if h >= 60 else []
        top = y + h / 2 - 8 * len(lines) + 8
        return format_html(
            '<text class="plan-number" x="{}" y="{}" font-size="24">{}</text>{}',
            middle, top, place.key, _lines(lines, middle, top + 18, 13),
        )  # fmt: skip
    picture = KINDS[place.kind][1]
    words = name or str(KINDS[place.kind][0])
    lines = _fitted(words, w - 6, 13, 2) if h >= 40 and w >= 40 else []
    if not picture or (lines and h < 56):
        return _lines(lines, middle, y + h / 2 - 8 * (len(lines) - 1) + 5, 13)
    size = _ICON if lines or min(w, h) < 40 else _ICON * 1.25
    block = size + 16 * len(lines)
    top = y + (h - block) / 2
    return format_html(
        '<svg class="plan-icon" x="{}" y="{}" width="{}" height="{}" viewBox="0 0 24 24">{}</svg>{}',
        middle - size / 2, top, size, size,
        mark_safe(icons.drawing(picture)),  # noqa: S308 our own locked package
        _lines(lines, middle, top + size + 13, 13),
    )  # fmt: skip


def _lines(lines: Sequence[str], x: float, y: float, size: int) -> SafeString:
    rows = ((x, y + nth * (size + 3), size, line) for nth, line in enumerate(lines))
    return format_html_join("", '<text x="{}" y="{}" font-size="{}">{}</text>', rows)


def _fitted(text: str, width: float, size: int, most: int) -> list[str]:
    """The text in at most so many lines of that width; what does not fit is left to the title."""
    lines, line = [], ""
    parts = text.split(" ") if text.isascii() else list(text)
    glue = " " if text.isascii() else ""
    for part in parts:
        longer = f"{line}{glue}{part}" if line else part
        if line and _wide(longer, size) > width:
            lines.append(line)
            line = part
        else:
            line = longer
    lines.append(line)
    fits = len(lines) <= most and all(_wide(each, size) <= width for each in lines)
    return lines if fits and text else []


def _wide(text: str, size: int) -> float:
    return sum(size if ord(each) > 0x2E7F else size * 0.58 for each in text)


def _way(leg: Leg) -> SafeString:
    points = [(x * SQUARE + SQUARE // 2, y * SQUARE + SQUARE // 2) for x, y in leg.corners]
    drawn = " ".join(f"{x},{y}" for x, y in points)
    (x0, y0), (x1, y1) = points[0], points[-1]
    return format_html(
        '<g class="plan-way"><polyline class="plan-way-edge" points="{}" /><polyline points="{}" />'
        '<circle cx="{}" cy="{}" r="9" /><circle class="plan-way-end" cx="{}" cy="{}" r="7" /></g>',
        drawn, drawn, x0, y0, x1, y1,
    )  # fmt: skip
