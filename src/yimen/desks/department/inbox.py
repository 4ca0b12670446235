"""What the house tells the reader: reminders, warnings, what was handed over."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimen.base.pages import HallRequest
from yimen.modules.messages import commands, queries

from .nav import desk
from .seat import seated


@seated
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HallRequest) -> HttpResponse:
    """The newest first; a POST marks those shown as read."""
    if request.method == "POST":
        ids = [int(each) for each in request.POST.getlist("read") if each.isdecimal()]
        commands.mark_read(request.actor, ids, now=request.now)
        return redirect("department:messages")
    page = queries.inbox(request.actor, request.GET.get("after"))
    return render(
        request,
        "department/messages.html",
        {"desk": desk(request), "page": page, "unread": [each for each in page.results if each.unread]},
    )
