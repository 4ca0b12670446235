"""The kiosk's face: on a registered kiosk every public page wears it — large, framed, forgetting, without a way out (R-217).

Which device a browser is stands in a signed cookie of its own, since forgetting a visitor must not forget the machine. It
opens nothing by itself: it says in which hall a ticket is wanted, and goes stale with the device's token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "kiosk"
_SALT: Final = "yimen.kiosk"
_YEARS: Final = 5 * 366 * 24 * 3600  # seconds: as long as such a machine stands


@dataclass(frozen=True, slots=True)
class Face:
    """The device this browser is, the mark of its token, and after how many idle seconds it forgets."""

    device: int
    mark: str
    idle: int


def face(request: HttpRequest) -> Face | None:
    """None on everybody's own telephone or computer."""
    kept = request.COOKIES.get(COOKIE)
    if not kept:
        return None
    try:
        device, mark, idle = signing.loads(kept, salt=_SALT)
        return Face(int(device), str(mark), int(idle))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def wear(response: HttpResponse, face: Face) -> None:
    told = signing.dumps([face.device, face.mark, face.idle], salt=_SALT)
    response.set_cookie(
        COOKIE, told, max_age=_YEARS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def take_off(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
