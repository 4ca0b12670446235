"""What this hall is, what it promises and how the software proves it; accessibility; privacy (law §20, §21)."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yimen.base.pages import HallRequest


class Pledge(NamedTuple):
    """A promise in plain words, and what in the software makes it one that can be checked."""

    text: Promise
    proof: Promise


PLEDGES: Final = (
    Pledge(
        _("What happened can be read again, as it was."),
        _(
            "Every step is one line of a ledger; played through from the first, the lines give the case as it stands."
        ),
    ),
    Pledge(
        _("Nothing happens to your case behind its back."),
        _(
            "There is one way to change a case, and it writes the line together with the change. The database refuses any other."
        ),
    ),
    Pledge(
        _("Your case never simply lies about."),
        _(
            "Until it is done a clock runs, or it rests for one of the reasons the law names,"
            " or it waits for you by a notice you were given."
        ),
    ),
    Pledge(
        _("You are told everything once."),
        _(
            "The first notice lists all that lacks."
            " What could have been asked then cannot be asked later; the software refuses it."
        ),
    ),
    Pledge(
        _("Time-limits hold by themselves."),
        _("Each due moment is kept with the case and acts on its day, also after the computers were down."),
    ),
    Pledge(
        _("Your number is yours, and no paper goes missing."),
        _(
            "A case number is never given twice and a paper's number never skipped; one command proves it for all of them."
        ),
    ),
    Pledge(
        _("What was received stays received."),
        _(
            "Machines may be switched off at any moment: an application that got its number is not lost,"
            " and no message goes out twice."
        ),
    ),
    Pledge(
        _("Nobody sees what is not theirs to see."),
        _("One table says who may see and do what. To everybody else a case looks as if it did not exist."),
    ),
)


@require_safe
def about(request: HallRequest) -> HttpResponse:
    return render(request, "public/about.html", {"pledges": PLEDGES})


@require_safe
def accessibility(request: HallRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_safe
def privacy(request: HallRequest) -> HttpResponse:
    kept = {
        "visit_hours": settings.SESSION_COOKIE_AGE // 3600,
        "code_minutes": settings.YIMEN_CODE_AGE // 60,
    }
    return render(request, "public/privacy.html", kept)
