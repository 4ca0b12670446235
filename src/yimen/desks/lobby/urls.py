"""The addresses of a hall's screens. A hall is named by its unit's code."""

from __future__ import annotations

from django.urls import path

from .pages import sound, walls

app_name = "lobby"
urlpatterns = [
    path("", walls.lobby, name="lobby"),
    path("<str:hall>/calls/", walls.calling, name="calls"),
    path("<str:hall>/notices/", walls.announcing, name="notices"),
    path("<str:hall>/information/", walls.informing, name="information"),
    path("<str:hall>/sound/", sound.sound, name="sound"),
]
