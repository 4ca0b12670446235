"""The addresses of the management desk."""

from __future__ import annotations

from django.urls import path

from .pages import calendar, editor, home, hours, imports, items, letters, parameters, staff, units, windows

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("items/", items.items, name="items"),
    path("items/new/", items.new, name="item-new"),
    path("items/online/", items.online, name="online"),
    path("items/workbook/", items.workbook, name="workbook"),
    path("items/import/", imports.take_in, name="import"),
    path("items/<str:code>/", items.item, name="item"),
    path("items/<str:code>/edit/", editor.edit, name="item-edit"),
    path("items/<str:code>/<slug:what>/", items.act, name="item-act"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("parameters/<str:key>/", parameters.parameter, name="parameter"),
    path("units/", units.units, name="units"),
    path("units/new/", units.unit_new, name="unit-new"),
    path("units/<int:unit>/", units.unit, name="unit"),
    path("units/<int:unit>/edit/", units.unit_edit, name="unit-edit"),
    path("units/<int:unit>/hall/", units.hall, name="hall"),
    path("units/<int:unit>/section/", units.section, name="section"),
    path("units/<int:unit>/turn/", units.unit_turn, name="unit-turn"),
    path("windows/", windows.windows, name="windows"),
    path("windows/new/", windows.window_new, name="window-new"),
    path("windows/<int:window>/", windows.window, name="window"),
    path("windows/<int:window>/<slug:what>/", windows.window_act, name="window-act"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.staff_new, name="staff-new"),
    path("staff/<int:account>/", staff.staff_edit, name="staff-edit"),
    path("staff/<int:account>/<slug:what>/", staff.staff_act, name="staff-act"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.letter_new, name="letter-new"),
    path("letters/revoke/", letters.letter_revoke, name="letter-revoke"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/new/", calendar.year_new, name="year-new"),
    path("calendar/amend/", calendar.amend, name="calendar-amend"),
    path("calendar/<int:year>/", calendar.year, name="year"),
    path("hours/", hours.hours, name="hours"),
    path("hours/<int:hall>/", hours.hours_edit, name="hours-edit"),
    path("hours/<int:hall>/day/", hours.special_day, name="special-day"),
]
