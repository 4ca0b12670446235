"""What can be done here, under which law, with which materials, how fast and at what price."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "yimen.modules.catalogue"
    label = "catalogue"
