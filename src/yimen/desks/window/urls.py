"""Addresses of the window's desk. A case's own addresses carry its number as it is printed."""

from __future__ import annotations

from django.urls import path

from .pages import answer, board, case, day_book, find, inbox, spot, take_in, take_more

app_name = "window"
urlpatterns = [
    path("", board.board, name="board"),
    path("to/<slug:key>/", board.heap, name="heap"),
    path("openings/", board.openings, name="openings"),
    path("find/", find.find, name="find"),
    path("messages/", inbox.inbox, name="messages"),
    path("day-book/", day_book.day_book, name="day-book"),
    path("day-book/printed/", day_book.printed, name="day-book-printed"),
    path("new/", take_in.new, name="new"),
    path("new/<str:code>/", take_in.take_in, name="take-in"),
    path("new/<str:code>/check/", take_in.check, name="check"),
    path("applicants/", take_in.applicant, name="applicant"),
    path("applicants/recall/", take_in.recall, name="recall"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/acts/<slug:name>/", case.act, name="act"),
    path("cases/<str:number>/show/", case.show, name="show"),
    path("cases/<str:number>/unveil/", case.unveil, name="unveil"),
    path("cases/<str:number>/answer/", answer.answer, name="answer"),
    path("cases/<str:number>/ask-director/", answer.ask_director, name="ask-director"),
    path("cases/<str:number>/receive/", take_more.receive, name="receive"),
    path("cases/<str:number>/supply/", take_more.supply, name="supply"),
    path("cases/<str:number>/check/", take_more.check, name="check-more"),
    path("cases/<str:number>/spot/", spot.spot, name="spot"),
]
