"""Addresses that the telephone exchange fetches."""

from __future__ import annotations

from django.urls import path, re_path

from .pages import hours as opening
from .pages import items, main, person, progress

app_name = "voice"
_IN = r"^(?P<tongue>zh|en)/"
urlpatterns = [
    path("", main.main, name="entrance"),
    re_path(_IN + r"$", main.main, name="main"),
    re_path(_IN + r"items/$", items.ask, name="items"),
    re_path(_IN + r"item/$", items.item, name="item"),
    re_path(_IN + r"progress/$", progress.ask, name="progress"),
    re_path(_IN + r"case/$", progress.case, name="case"),
    re_path(_IN + r"hours/$", opening.hours, name="hours"),
    re_path(_IN + r"person/$", person.person, name="person"),
]
