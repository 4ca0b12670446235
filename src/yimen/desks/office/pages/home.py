"""What the office should look at first."""

from __future__ import annotations

from django.http import HttpResponse

from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.modules.people.queries import WindowState
from yimen.modules.workdays import queries as workdays

from ..access import at_the_office
from ..drawing import page


@at_the_office
def home(request: HallRequest) -> HttpResponse:
    """Figures with a way to each, and what lacks."""
    counts = catalogue.counts()
    report = catalogue.online_report()
    lacking = catalogue.lacking(request.actor, now=request.now)
    windows = [window for hall in people.halls() for window in people.windows(hall.id)]
    years = workdays.years()
    return page(
        request,
        "home",
        published=sum(each.items for each in counts),
        by_department=_by_department(counts),
        online=report,
        lacking=lacking,
        preparing=[each for each in windows if each.state is WindowState.PREPARING],
        open_windows=sum(each.state is WindowState.OPEN for each in windows),
        windows=len(windows),
        provisional=[each for each in years if each.provisional],
        this_year=request.now.year,
    )


def _by_department(counts: tuple[catalogue.Count, ...]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for each in counts:
        sums[each.department] = sums.get(each.department, 0) + each.items
    return sorted(sums.items(), key=lambda pair: -pair[1])
