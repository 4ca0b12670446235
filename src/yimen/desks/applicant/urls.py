"""Addresses of whoever applies for something."""

from __future__ import annotations

from django.urls import path

from .pages import apply, cases, doors, supply

app_name = "applicant"
urlpatterns = [
    path("items/<str:code>/apply/", apply.who, name="apply"),
    path("items/<str:code>/apply/form/", apply.form, name="apply_form"),
    path("items/<str:code>/apply/materials/", apply.materials, name="apply_materials"),
    path("items/<str:code>/apply/check/", apply.check, name="apply_check"),
    path("items/<str:code>/apply/sent/", apply.sent, name="apply_sent"),
    path("items/<str:code>/apply/discard/", apply.discard, name="apply_discard"),
    path("my/", cases.mine, name="mine"),
    path("my/sign-in/", doors.phone, name="sign_in"),
    path("my/sign-in/code/", doors.code, name="code"),
    path("my/messages/", cases.inbox, name="messages"),
    path("my/cases/<str:number>/", cases.case, name="case"),
    path("my/cases/<str:number>/supply/", supply.supply, name="supply"),
    path("my/cases/<str:number>/withdraw/", cases.withdraw, name="withdraw"),
]
