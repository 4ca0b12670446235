"""The desk of whoever books for somebody else."""

from __future__ import annotations

from django.apps import AppConfig


class Bookings(AppConfig):
    name = "yimen.desks.bookings"
    label = "bookings_desk"
