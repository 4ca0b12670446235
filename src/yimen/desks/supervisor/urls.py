"""Addresses of the supervisor's desk."""

from __future__ import annotations

from django.urls import path

from . import case, floor, lists, outages

app_name = "supervisor"
urlpatterns = [
    path("", lists.overview, name="overview"),
    path("due/", lists.due, name="due"),
    path("delays/", lists.delays, name="delays"),
    path("promised/", lists.promised, name="promised"),
    path("asked/", lists.asked, name="asked"),
    path("cases/", lists.found, name="cases"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/leave/", case.leave, name="leave"),
    path("floor/", floor.floor, name="floor"),
    path("outages/", outages.outages, name="outages"),
    path("outages/<int:outage>/end/", outages.end, name="end_outage"),
    path("messages/", lists.messages, name="messages"),
]
