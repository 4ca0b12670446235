"""The shelf of a dossier and its story: gaps where they belong, and words for what happened."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace as Of
from typing import Any

import pytest
from django.utils.translation import override

from conftest import MONDAY
from yimen.base.answers import answers
from yimen.base.dossiers import shelf, story

NUMBER = "990100-20260302-00001-6"
PDF = {"digest": "ab", "name": "a.pdf", "size": 2048, "type": "application/pdf"}


def given(n: int, **told: Any) -> Of:
    return Of(**{"n": n, "original": False, "copies": 0, "promise": False, "exists": False, **told})


def row(no: int, given: Any = None, file: Any = None, kind: str = "main", rounds: int = 1) -> Of:
    return Of(
        no=no,
        code=f"c{no}",
        name=f"材料{no}",
        material_class=kind,
        given=given,
        file=file or {},
        rounds=rounds,
    )


def dossier(*rows: Of, lacking: tuple[str, ...] = ()) -> Of:
    findings = [Of(material=code, lacks=True) for code in lacking]
    return Of(card=Of(number=NUMBER), materials=rows, findings=findings, opinions=(), papers=())


@pytest.mark.rule("R-092", "R-139")
def test_pieces_stand_in_their_order_with_gaps_where_they_lack() -> None:
    found = shelf(
        dossier(
            row(1, given(1), PDF, rounds=2),
            row(2),
            row(3, given(2, original=True, copies=2)),
            row(4, given(3, promise=True)),
            row(5, given(4, exists=True)),
            row(6, kind="attachment"),
            row(7),
            lacking=("c2", "c6"),
        )
    )
    states = ["file", "gap", "given", "promised", "exists", "gap", "not_needed"]
    assert [each.state for each in found.spines] == states
    with override("en"):
        notes = [each.note for each in shelf(dossier(row(6, kind="attachment"), lacking=("c6",))).spines]
    assert notes == ["not handed in; an attachment"]
    assert found.gaps == 2
    assert found.shown is not None
    assert found.shown.href == f"/cases/{NUMBER}/materials/1/"


def test_files_follow_each_other_over_the_gaps_between_them() -> None:
    pieces = dossier(row(1, given(1), PDF), row(2), row(3, given(2), PDF), row(4, given(3), PDF))
    found = shelf(pieces, "m2")
    assert found.shown is not None
    assert (found.shown.key, found.previous and found.previous.key, found.next and found.next.key) == (
        "m2",
        "m1",
        "m3",
    )
    assert shelf(pieces).previous is None
    assert shelf(pieces, "m3").next is None
    assert shelf(dossier(row(1))).shown is None


def line(act: str, by: dict[str, Any] | None = None, **told: Any) -> Of:
    facts, private = told.get("facts", {}), told.get("private", {})
    body = {"by": by or {"staff": 7}, "facts": facts, **({"as": told["as_"]} if "as_" in told else {})}
    return Of(
        at=MONDAY, act=act, actor=(by or {"staff": 7}).get("staff"), body=body, private={"facts": private}
    )


def told(*lines: Of) -> list[tuple[str, str, str]]:
    with override("en"):
        return [(each["text"], each["by"], each["note"]) for each in story(lines, {7: "赵敏", 8: "周山"})]


def test_a_story_says_who_did_what_and_what_they_wrote() -> None:
    assert told(
        line("finish_task", facts={"result": "disagree"}, private={"text": "净高不足。"}),
        line("hand_over_task", facts={"to": 8}, private={"text": "出差"}),
        line("hand_over_task", facts={"to": None}),
        line("suspend", facts={"reason": "hearing", "needed": {"n": 5, "unit": "working_day"}}),
        line("withdraw", {"person": 3}),
        line("grant", facts={"letter": "云城管委〔2026〕1号"}),
        line("extend", private={"approved_by": "高远", "text": "补检测"}),
    ) == [
        ("Result recorded", "赵敏", "Does not agree\n净高不足。"),
        ("Handed over", "赵敏", "To 周山\n出差"),
        ("Handed over", "赵敏", "To whoever is free"),
        ("Clock suspended", "赵敏", "Hearing · 5 working days"),
        ("Withdrawn by the applicant", "the applicant", ""),
        ("Granted", "赵敏", "Authorisation letter 云城管委〔2026〕1号"),
        ("Limit extended", "赵敏", "Approved by 高远\n补检测"),
    ]


def test_what_happened_by_itself_says_so_and_from_when_it_counts() -> None:
    as_ = datetime(2026, 2, 27, tzinfo=MONDAY.tzinfo).isoformat()
    ((text, by, note),) = told(line("deem_accept", {"clock": 1}, as_=as_))
    assert (text, by) == ("Deemed accepted: nobody answered in time", "by itself, when it fell due")
    assert note == "As of 27 February 2026 00:00."
    assert told(line("seal", {"run": "papers"}), line("turn", {"clock": 1})) == []
    assert told(line("none-such"))[0][0] == "none-such"


def test_answers_are_read_back_in_the_words_and_order_of_the_form() -> None:
    schema = {
        "properties": {
            "kind": {"title": "形式", "oneOf": [{"const": "pole", "title": "立柱式"}]},
            "cost": {"title": "造价", "type": "string", "x-unit": "万元"},
            "wide": {"title": "宽", "type": "number", "x-unit": "米"},
            "lit": {"title": "照明", "type": "boolean"},
            "who": {"title": "联系人", "type": "object", "properties": {"name": {"title": "姓名"}}},
            "signs": {
                "title": "广告牌",
                "type": "array",
                "items": {"type": "object", "properties": {"n": {"title": "编号"}}},
            },
        },
        "x-order": ["wide", "kind"],
    }
    values = {
        "kind": "pole",
        "cost": "3万元",
        "wide": 6,
        "lit": True,
        "who": {"name": "何静"},
        "signs": [{"n": "一"}],
        "old": "x",
    }
    with override("zh-hans"):
        read = [(each.title, each.text) for each in answers(schema, values)]
    assert read == [
        ("宽", "6 米"), ("形式", "立柱式"), ("造价", "3万元"), ("照明", "是"), ("联系人", ""), ("姓名", "何静"),
        ("广告牌（第 1 项）", ""), ("编号", "一"), ("old", "x"),
    ]  # fmt: skip
    assert answers(None, None) == ()
