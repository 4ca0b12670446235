"""Fill an installation with the nation's published years."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.rules.actors import Actor, Kind

from ..events import Amendment
from ..models import Week, Year
from ..reading import NATIONAL, ORDINARY
from ..seeds import national_years, ordinary_week
from .add_year import put_year
from .writing import as_it_stands, next_version, tell

SET_UP: Final = Actor(Kind.RUN, name="set_up")


@transaction.atomic
def load_national(*, now: datetime) -> Amendment | None:
    """Load every published year that is not yet there, and ordinary hours; None if nothing was missing.

    A year that is there stays as it is: it may have been amended since. Only an estimate gives way to its notice.
    """
    firm = set(Year.objects.filter(provisional=False).values_list("year", flat=True))
    missing = [each for each in national_years() if each.year not in firm]
    if not missing and Week.objects.filter(unit=ORDINARY).exists():
        return None
    version = next_version()
    before = as_it_stands(version, NATIONAL)
    Week.objects.get_or_create(unit=ORDINARY, defaults={"periods": ordinary_week()})
    for year in missing:
        put_year(year)
    facts = {"years": [each.year for each in missing], "notice": missing[-1].notice if missing else None}
    return tell(SET_UP, NATIONAL, version, before, facts, now=now)
