"""What the house tells whoever keeps it: a device that is silent, a to-do that was given up."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yimen.base.pages import HallRequest
from yimen.modules.messages import commands, queries

from ..access import keeps
from ..drawing import page


@keeps("home")
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HallRequest) -> HttpResponse:
    """The newest first; a POST marks those shown as read."""
    if request.method == "POST":
        ids = [int(each) for each in request.POST.getlist("read") if each.isdecimal()]
        commands.mark_read(request.actor, ids, now=request.now)
        return redirect("office:messages")
    found = queries.inbox(request.actor, request.GET.get("after"))
    unread = [each for each in found.results if each.unread]
    return page(request, "messages", page=found, unread=unread)
