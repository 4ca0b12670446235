"""Addresses of a dossier's files, the same for every desk: `{% url 'files:material' number n %}`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("cases/<str:number>/materials/<int:n>/", views.material, name="material"),
    path("cases/<str:number>/records/<int:n>/<int:k>/", views.record, name="record"),
    path("cases/<str:number>/papers/<str:paper_no>/", views.paper, name="paper"),
]
