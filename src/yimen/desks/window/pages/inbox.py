"""What the house tells the window: reminders, warnings, what a colleague handed over (R-120, R-121, R-160)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimen.base.pages import HallRequest
from yimen.modules.messages import commands, queries

from ..access import at_the_desk
from ..nav import desk


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HallRequest) -> HttpResponse:
    """The newest first; a POST marks those shown as read."""
    if request.method == "POST":
        ids = [int(each) for each in request.POST.getlist("read") if each.isdecimal()]
        commands.mark_read(request.actor, ids, now=request.now)
        return redirect("window:messages")
    page = queries.inbox(request.actor, request.GET.get("after"))
    unread = [each for each in page.results if each.unread]
    return render(request, "window/messages.html", {"desk": desk(request), "page": page, "unread": unread})
