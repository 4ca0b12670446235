"""The address of the telephone's desk."""

from __future__ import annotations

from django.urls import path

from . import pages

app_name = "hotline"
urlpatterns = [path("", pages.calls, name="calls")]
