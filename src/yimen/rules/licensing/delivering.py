"""The result reaches the applicant, and the dossier the archive (R-152 – R-156, R-143, R-144)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from yimen.rules.actors import Kind
from yimen.rules.engine import Draft
from yimen.rules.papers import PAPERS, Paper
from yimen.rules.refused import Refused

from .reading import application

DECISIONS: Final = frozenset({Paper.PERMIT, Paper.COMPLETION, Paper.REFUSAL, Paper.RETURNED})
WAYS: Final = frozenset({"pickup", "post", "by_hand"})
SERVICES: Final = frozenset({"by_hand", "post", "sms", "online"})


def result_ready(draft: Draft) -> None:
    """Completed: the result is drawn and sealed, the fee's receipt noted, the applicant told (R-119, R-157)."""
    papers = [each for each in draft.of("paper") if each.kind in DECISIONS]
    if not papers or any(each.sealed_at is None for each in papers):
        raise Refused("not_sealed_yet")
    if draft.world.item.charged and draft.matter.outcome == "granted":
        draft.put("application", replace(application(draft), receipt_no=str(draft.need("receipt_no"))))


def identity_checked(draft: Draft) -> None:
    """Handed over to the applicant, or to a proxy with a letter, after a look at who it is (R-152, R-153, R-156)."""
    way = draft.need("way")
    if way not in WAYS:
        raise Refused("unknown_way", way=way)
    receiver = draft.need("receiver")
    if way == "post":
        draft.say(way=way, carrier=draft.need("carrier"))
        draft.tell(tracking_no=draft.need("tracking_no"))
    else:
        if draft.fact("identity_checked") is not True:
            raise Refused("identity_unchecked")
        to = draft.need("to")
        if to not in {"applicant", "proxy"}:
            raise Refused("unknown_way", way=to)
        if to == "proxy":
            relation = draft.need("relation") if way == "by_hand" else draft.fact("relation")
            draft.tell(letter=draft.need("proxy_letter"), relation=relation)
        draft.say(way=way, to=to)
    draft.tell(receiver=receiver)
    for paper in draft.of("paper"):
        if paper.served_at is None and paper.kind in DECISIONS:
            draft.put("paper", replace(paper, served_at=draft.done_at, served_by=way))
    draft.want(Paper.DELIVERY, way=way, receiver=receiver)


def came_back(draft: Draft) -> None:
    """What was posted came back: it has reached nobody, and lies at the window to be handed out again (R-152)."""
    posted = [each for each in draft.of("paper") if each.kind in DECISIONS and each.served_by == "post"]
    if not posted:
        raise Refused("nothing_posted")
    for paper in posted:
        draft.put("paper", replace(paper, served_at=None, served_by=None))
    draft.set(closed_at=None)
    draft.tell(text=draft.need("text"))


def dossier_whole(draft: Draft) -> None:
    """Archived: every paper drawn, every adverse notice proven to have arrived; read-only from here on (R-143, R-144)."""
    papers = draft.of("paper")
    if any(each.sealed_at is None for each in papers):
        raise Refused("not_sealed_yet")
    unserved = [each for each in papers if each.served_at is None and PAPERS[Paper(each.kind)].adverse]
    if unserved:
        raise Refused("not_served_yet", count=len(unserved))
    draft.put(
        "application",
        replace(
            application(draft),
            archive_no=draft.need("archive_no"),
            retention=str(draft.world.item.retention),
            shelf=draft.fact("shelf"),
        ),
    )
    draft.say(archive_no=draft.facts["archive_no"])


def served(draft: Draft) -> None:
    """How and when a paper reached the applicant (R-144): by hand with who signed for it; who reads online proves that alone."""
    number = (draft.need("series"), draft.need("k"))
    paper = draft.rows.get("paper", {}).get(number)
    if paper is None:
        raise Refused("no_such_paper")
    if paper.served_at is not None:
        raise Refused("served_already")
    how = draft.need("how")
    if how not in SERVICES or (draft.actor.kind is Kind.PERSON and how != "online"):
        raise Refused("unknown_way", way=how)
    receiver = draft.need("receiver") if how == "by_hand" else draft.fact("receiver")
    draft.put("paper", replace(paper, served_at=draft.done_at, served_by=how))
    draft.say(series=number[0], k=number[1], how=how)
    draft.tell(receiver=receiver)


def sealed(draft: Draft) -> None:
    """A paper was drawn and stored; its file's digest is under the veil."""
    drawn = {tuple(each) for each in draft.facts["papers"]}
    for key, paper in list(draft.rows.get("paper", {}).items()):
        if key in drawn and paper.sealed_at is None:
            draft.put("paper", replace(paper, sealed_at=draft.world.now))
    draft.tell(files=draft.fact("files"))
