"""Every address of the product."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from yimen.api.app import api
from yimen.wiring import vitals

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", vitals.healthz),
    path("readyz", vitals.readyz),
    path("metrics", vitals.metrics),
    path("api/v1/", api.urls),
    path("", include("yimen.base.urls")),
    path("", include("yimen.desks.files.urls")),
    path("", include("yimen.desks.public.urls")),
    path("", include("yimen.desks.applicant.urls")),
    path("window/", include("yimen.desks.window.urls")),
    path("department/", include("yimen.desks.department.urls")),
    path("supervisor/", include("yimen.desks.supervisor.urls")),
    path("voice/", include("yimen.desks.voice.urls")),
    path("hotline/", include("yimen.desks.hotline.urls")),
    path("lobby/", include("yimen.desks.lobby.urls")),
    path("kiosk/", include("yimen.desks.kiosk.urls")),
    path("bookings/", include("yimen.desks.bookings.urls")),
    path("office/", include("yimen.desks.office.urls")),
]

handler400 = "yimen.base.errors.bad_request"
handler403 = "yimen.base.errors.permission_denied"
handler404 = "yimen.base.errors.not_found"
handler500 = "yimen.base.errors.server_error"
