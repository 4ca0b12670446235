"""Addresses of the frame itself: language, large type, and in a demo the style page."""

from __future__ import annotations

from django.conf import settings
from django.urls import path
from django.views.i18n import set_language

from . import reading, style

urlpatterns = [
    path("language/", set_language, name="language"),
    path("large/", reading.large, name="large"),
    path("favicon.ico", reading.mark, name="favicon"),  # papers have no page to name it
]
if settings.YIMEN_DEMO:
    urlpatterns += [path("_style/", style.gallery, name="style"), path("_style/<slug:face>/", style.sample)]
