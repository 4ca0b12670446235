"""Find any case of the hall: by number, name, identity number or telephone.

What is looked for may be somebody's identity number: it travels in the body of a request, never in an address that
servers and browsers keep.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.base.pages import HallRequest, Page
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import CaseCard, Filters

from ..access import at_the_desk
from ..nav import desk
from ..rows import row


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HallRequest) -> HttpResponse:
    """What the words may mean, the newest first; the only one is opened at once."""
    words = " ".join(request.POST.get("q", "").split())
    after = request.POST.get("after")
    page: Page[CaseCard] = Page(())
    if words:
        page = cases.cases(request.actor, Filters(q=words), now=request.now, after_=after)
    if len(page.results) == 1 and not after and not page.next:
        return HttpResponseRedirect(reverse("window:case", args=[page.results[0].number]))
    shown = {
        "desk": desk(request),
        "q": words,
        "page": page,
        "after": after,
        "rows": [row(each) for each in page.results],
    }
    return render(request, "window/find.html", shown)
