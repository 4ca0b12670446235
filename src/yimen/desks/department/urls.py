"""Addresses of the department's desk."""

from __future__ import annotations

from django.urls import path

from . import case, colleagues, inbox, search, tasks

app_name = "department"
urlpatterns = [
    path("", tasks.tasks, name="tasks"),
    path("next/", tasks.take_next, name="next"),
    path("cases/", search.found, name="cases"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/<slug:name>/", case.act, name="act"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/hand-over/", colleagues.hand_over, name="hand-over"),
    path("messages/", inbox.messages, name="messages"),
]
