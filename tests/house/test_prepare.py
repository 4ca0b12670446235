"""Before anybody is served: what the hall holds is what this version can serve."""

from __future__ import annotations

import pytest

from ground import Ground, ground, laid_ground, rows
from yimen.modules.cases import commands as cases
from yimen.wiring import prepare

__all__ = ["ground", "laid_ground"]


def under(edition: str, number: str) -> None:
    """As a later version would have left it."""
    rows("SET LOCAL session_replication_role = replica")  # by no line of this version
    rows("UPDATE cases_case SET procedure = %s WHERE number = %s", edition, number)


def test_every_edition_that_a_case_runs_under_is_here(ground: Ground):
    ground.accepted()
    prepare.demand_editions()


@pytest.mark.parametrize("edition", ["licensing.9", "petition.1"])
def test_a_version_that_lacks_the_edition_of_an_open_case_says_so_and_serves_nobody(
    ground: Ground, edition: str
):
    digits = ground.accepted()
    under(edition, digits)
    with pytest.raises(prepare.LacksEdition) as why:
        prepare.demand_editions()
    assert f"1 open cases run under {edition}, which this version lacks" in str(why.value)
    assert f"有 1 件未归档的办件按流程版次 {edition} 办理" in str(why.value)
    assert [each.what for each in cases.verify_all()] == [f"its edition {edition} is not in this version"]


def test_a_case_that_is_handed_over_but_not_yet_archived_is_open_too(ground: Ground):
    digits = ground.accepted()
    under("licensing.9", digits)
    rows("UPDATE cases_case SET closed_at = received_at WHERE number = %s", digits)
    with pytest.raises(prepare.LacksEdition):
        prepare.demand_editions()
    rows(
        "UPDATE cases_task SET closed_at = opened_at WHERE case_id = (SELECT id FROM cases_case WHERE number = %s)",
        digits,
    )
    prepare.demand_editions()
