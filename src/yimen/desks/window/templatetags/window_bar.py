"""The bar that says who is at the window, on every page of its desk."""

from __future__ import annotations

from typing import Any

from django import template

from yimen.base.pages import HallRequest
from yimen.modules.reception import queries as reception

from ..visit import HERE

register = template.Library()


@register.inclusion_tag("window/bar.html")
def who_is_here(request: HallRequest) -> dict[str, Any]:
    """One statement while the reader's window is open; none for who has not opened one."""
    window = request.session.get(HERE)
    seat = reception.seat(window, now=request.now) if isinstance(window, int) else None
    return {"seat": seat if seat is not None and seat.ticket is not None else None}
