"""The addresses of the desk of bookings."""

from __future__ import annotations

from django.urls import path

from . import book, day, report, reserved, visits

app_name = "bookings"
urlpatterns = [
    path("", day.day, name="day"),
    path("new/", book.choose, name="choose"),
    path("new/<int:category>/<slug:mode>/", book.book, name="book"),
    path("pre-review/", visits.pre_review, name="pre_review"),
    path("reserved/", reserved.reserved, name="reserved"),
    path("report/", report.report, name="report"),
    path("<str:number>/", day.booking, name="booking"),
    path("<str:number>/move/", book.move, name="move"),
    path("<str:number>/move/to/", book.move_to, name="move_to"),
    path("<str:number>/visit/<slug:what>/", visits.visit, name="visit"),
    path("<str:number>/<slug:what>/", day.act, name="act"),
]
