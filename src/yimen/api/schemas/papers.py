"""Papers: what was issued, and whether one is genuine."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from yimen.base.clock import ZONE
from yimen.modules.papers import queries
from yimen.rules import papers as rules

from .words import Answer


class IssuedPaper(Answer):
    """A numbered word to people; its PDF is `GET /papers/{paper_no}?code=`."""

    paper_no: str
    kind: rules.Paper
    title: str

    @classmethod
    def issued(cls, paper_no: str, kind: str, *, english: bool) -> Self:
        head = rules.title(rules.Paper(kind))
        return cls(paper_no=paper_no, kind=rules.Paper(kind), title=head.en if english else head.zh)


class CasePaper(IssuedPaper):
    """A paper of a case. A void one stays listed, for no number is used twice (R-138)."""

    issued_on: date | None
    served_on: date | None
    void: bool

    @classmethod
    def of(cls, card: queries.PaperCard, *, english: bool) -> Self:
        return cls(
            paper_no=card.paper_no,
            kind=card.kind,
            title=card.title_en if english else card.title,
            issued_on=card.issued_on,
            served_on=card.served_at.astimezone(ZONE).date() if card.served_at else None,
            void=card.void,
        )


class Verdict(Answer):
    """Whether a paper is ours, and what ours says of it, so that a reader sees if theirs says otherwise (PII-05)."""

    paper_no: str
    genuine: bool
    finding: Literal["genuine", "unknown", "void", "altered"]
    title: str | None
    organ: str | None
    issued_on: date | None
    item: str | None
    applicant: str | None  # masked; an organisation's name is public
    compared: bool  # the digest of a file was compared as well

    @classmethod
    def of(cls, verdict: queries.Verdict, *, english: bool) -> Self:
        return cls(
            paper_no=verdict.paper_no,
            genuine=verdict.genuine,
            finding=verdict.finding.value,
            title=verdict.title_en if english else verdict.title,
            organ=verdict.organ,
            issued_on=verdict.issued_on,
            item=verdict.item,
            applicant=verdict.applicant,
            compared=verdict.compared,
        )
