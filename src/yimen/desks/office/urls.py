"""The addresses of the management desk."""

from __future__ import annotations

from django.urls import path

from .pages import days, home, imports, items, parameters, places, staff

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("items/", items.items, name="items"),
    path("items/new/", items.new, name="item-new"),
    path("items/workbook/", items.workbook, name="workbook"),
    path("items/import/", imports.take_in, name="import"),
    path("items/<str:code>/", items.item, name="item"),
    path("items/<str:code>/edit/", items.edit, name="item-edit"),
    path("items/<str:code>/<slug:what>/", items.act, name="item-act"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("parameters/<str:key>/", parameters.parameter, name="parameter"),
    path("units/", places.units, name="units"),
    path("units/new/", places.unit_new, name="unit-new"),
    path("units/<int:unit>/", places.unit_edit, name="unit"),
    path("units/<int:unit>/turn/", places.unit_turn, name="unit-turn"),
    path("windows/", places.windows, name="windows"),
    path("windows/new/", places.window_new, name="window-new"),
    path("windows/<int:window>/", places.window, name="window"),
    path("windows/<int:window>/<slug:what>/", places.window_act, name="window-act"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.staff_new, name="staff-new"),
    path("staff/<int:account>/", staff.staff_edit, name="staff-edit"),
    path("staff/<int:account>/<slug:what>/", staff.staff_act, name="staff-act"),
    path("letters/", staff.letters, name="letters"),
    path("letters/new/", staff.letter_new, name="letter-new"),
    path("letters/revoke/", staff.letter_revoke, name="letter-revoke"),
    path("calendar/", days.calendar, name="calendar"),
    path("calendar/new/", days.year_new, name="year-new"),
    path("calendar/amend/", days.amend, name="calendar-amend"),
    path("calendar/<int:year>/", days.year, name="year"),
    path("hours/", days.hours, name="hours"),
    path("hours/<int:hall>/", days.hours_edit, name="hours-edit"),
]
