"""Addresses of the window's desk. A case's own addresses carry its number as it is printed."""

from __future__ import annotations

from django.urls import path

from .pages import (
    answer,
    board,
    call,
    case,
    contacts,
    day_book,
    find,
    guide,
    inbox,
    rate,
    spot,
    take_in,
    take_more,
)

app_name = "window"
urlpatterns = [
    path("", board.board, name="board"),
    path("to/<slug:key>/", board.heap, name="heap"),
    path("openings/", board.openings, name="openings"),
    path("find/", find.find, name="find"),
    path("messages/", inbox.inbox, name="messages"),
    path("call/", call.call, name="call"),
    path("call/case/", call.open_case, name="call-case"),
    path("call/at/<int:window>/", call.standing_in, name="call-at"),
    path("call/<slug:name>/", call.act, name="call-act"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/register/", contacts.register, name="contact-register"),
    path("contacts/new/", contacts.new, name="contact-new"),
    path("contacts/<int:id_>/", contacts.contact, name="contact"),
    path("contacts/<int:id_>/<slug:name>/", contacts.act, name="contact-act"),
    path("sheets/", contacts.hand_over, name="sheet-new"),
    path("sheets/<int:id_>/", contacts.sheet, name="sheet"),
    path("guide/", guide.guide, name="guide"),
    path("guide/<str:code>/", guide.item, name="guide-item"),
    path("guide/<str:code>/take/", guide.take, name="guide-take"),
    path("guide/sheets/<str:token>/", guide.printed, name="guide-sheet"),
    path("rate/", rate.standing, name="rate-here"),
    path("rate/<str:token>/", rate.rate, name="rate"),
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
