"""The walls of a hall: who is called where, what is announced, what is offered."""

from __future__ import annotations

from django.apps import AppConfig


class Lobby(AppConfig):
    name = "yimen.desks.lobby"
    label = "lobby_desk"
