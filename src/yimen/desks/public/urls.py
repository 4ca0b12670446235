"""Addresses anybody may open."""

from __future__ import annotations

from django.urls import path

from .pages import (
    about,
    booking,
    doors,
    floor,
    guides,
    hall_map,
    halls,
    home,
    items,
    ledger,
    notices,
    progress,
    tickets,
    verify,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("items/", items.items, name="items"),
    path("items/<str:code>/", guides.guide, name="guide"),
    path("items/<str:code>/leaflet/", guides.leaflet, name="leaflet"),
    path("items/<str:code>/form/", guides.blank, name="form"),
    path("progress/", progress.ask, name="progress"),
    path("progress/<str:number>/", progress.progress, name="case"),
    path("progress/<str:number>/receipt/", progress.receipt, name="receipt"),
    path("progress/<str:number>/papers/<str:paper_no>/", progress.paper, name="paper"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:paper_no>", verify.verify, name="verify_paper"),
    path("booking/", booking.start, name="booking_start"),
    path("booking/mine/", booking.find, name="booking_find"),
    path("booking/rules/", booking.rules, name="booking_rules"),
    path("booking/<int:category>/<slug:mode>/", booking.times, name="booking_times"),
    path("booking/<int:category>/<slug:mode>/<str:at>/", booking.fields, name="booking_fields"),
    path("booking/slip/<str:number>/", booking.show, name="booking"),
    path("booking/slip/<str:number>/calendar.ics", booking.ics, name="booking_ics"),
    path("booking/slip/<str:number>/move/", booking.move, name="booking_move"),
    path("booking/slip/<str:number>/move/to/", booking.move_to, name="booking_move_to"),
    path("booking/slip/<str:number>/cancel/", booking.give_back, name="booking_cancel"),
    path("halls/", halls.halls, name="halls"),
    path("notices/", notices.notices, name="notices"),
    path("halls/<str:code>/map/", hall_map.hall_map, name="hall_map"),
    path("halls/<str:code>/now/", floor.now, name="hall_now"),
    path("halls/<str:code>/ticket/", tickets.take, name="take_ticket"),
    path("tickets/<str:token>/", tickets.ticket, name="ticket"),
    path("tickets/<str:token>/cancel/", tickets.cancel, name="ticket_cancel"),
    path("tickets/<str:token>/tell/", tickets.tell, name="ticket_tell"),
    path("tickets/<str:token>/rate/", tickets.rate, name="ticket_rate"),
    path("ledger/", ledger.roots, name="ledger"),
    path("about/", about.about, name="about"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("sign-in/", doors.sign_in, name="sign_in"),
    path("sign-out/", doors.sign_out, name="sign_out"),
    path("account/", doors.account, name="account"),
]
