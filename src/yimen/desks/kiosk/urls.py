"""Addresses of the kiosk."""

from __future__ import annotations

from django.urls import path

from .pages import book, bookings, finding, information, places, progress, rating, start, tickets

app_name = "kiosk"
urlpatterns = [
    path("", start.home, name="home"),
    path("forget/", start.forget, name="forget"),
    path("set-up/", start.set_up, name="set-up"),
    path("heartbeat/", start.heartbeat, name="heartbeat"),
    path("characters/", start.sounds, name="characters"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/take/", tickets.take, name="take"),
    path("tickets/<str:token>/", tickets.taken, name="taken"),
    path("tickets/<str:token>/again/", tickets.again, name="again"),
    path("check-in/", bookings.check_in, name="check-in"),
    path("book/", book.what, name="book"),
    path("book/<int:category>/", book.ways, name="book-ways"),
    path("book/<int:category>/<str:mode>/", book.times, name="book-times"),
    path("book/<int:category>/<str:mode>/about/", book.about, name="book-about"),
    path("book/<int:category>/<str:mode>/<str:at>/", book.who, name="book-who"),
    path("booked/<str:number>/", book.booked, name="booked"),
    path("booked/<str:number>/again/", book.again, name="booked-again"),
    path("find/", finding.find, name="find"),
    path("apply/", finding.apply, name="apply"),
    path("items/<str:code>/", finding.item, name="item"),
    path("items/<str:code>/fill-in/", finding.fill_in, name="fill-in"),
    path("where/", places.where, name="where"),
    path("where/<str:key>/", places.place, name="place"),
    path("progress/", progress.progress, name="progress"),
    path("rate/", rating.rate, name="rate"),
    path("information/", information.information, name="information"),
]
