"""What the office should look at first."""

from __future__ import annotations

from django.http import HttpResponse

from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.modules.people.queries import WindowState
from yimen.modules.workdays import queries as workdays

from ..access import keeps, may_open, within
from ..drawing import page

_MOST = 8


@keeps("home")
def home(request: HallRequest) -> HttpResponse:
    """Figures with a way to each, and what lacks: in drafts, at windows, of representatives, in the calendar."""
    today = request.now.date()
    counts = catalogue.counts()
    halls = [each for each in people.halls() if within(request.actor, each.unit.division)]
    windows = [each for some in people.windows_of(hall.id for hall in halls).values() for each in some]
    chiefs = people.chief_representatives(halls[0].id, today=today) if halls else ()
    years = workdays.years()
    return page(
        request,
        "home",
        published=sum(each.items for each in counts),
        departments=_by_department(counts),
        online=catalogue.online_report(),
        drafts=catalogue.drafts(request.actor, now=request.now, limit=_MOST).results,
        draft_count=catalogue.draft_count(request.actor),
        off_list=catalogue.off_power_list(now=request.now),
        preparing=[each for each in windows if each.state is WindowState.PREPARING],
        open_windows=sum(each.state is WindowState.OPEN for each in windows),
        windows=len(windows),
        unrepresented=[each for each in chiefs if not each.present],
        provisional=[each.year for each in years if each.provisional and each.year <= today.year + 1],
        keeps_days=may_open(request.actor, "days"),
    )


def _by_department(counts: tuple[catalogue.Count, ...]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for each in counts:
        sums[each.department] = sums.get(each.department, 0) + each.items
    return sorted(sums.items(), key=lambda pair: -pair[1])
