"""Files of a dossier, for whoever may see the case: what was handed in, what a record shows, and the papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yimen.gateways import storage
from yimen.modules.cases.engine import Loaded, one
from yimen.modules.cases.queries.lists import public_number
from yimen.modules.papers import queries as papers
from yimen.modules.papers.queries import PaperCard
from yimen.rules import permits
from yimen.rules.actors import Actor, Kind
from yimen.rules.refused import Refused

from ..subject import LICENSING
from .progress import opens


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was kept: what it is called, what it is, and its content."""

    name: str
    type: str  # its media type, by its content
    content: bytes = field(repr=False)


def material_file(actor: Actor, number: str, n: int) -> KeptFile:
    """The file of the n-th piece handed in. One statement. Refused: `no_such_case`, `no_such_file`."""
    return _kept(_seen(actor, number).private("material", (n,)))


def record_file(actor: Actor, number: str, n: int, k: int) -> KeptFile:
    """The k-th file of the n-th opinion, from 1; the hall's own business. Refused: `no_such_case`, `no_such_file`."""
    loaded = _seen(actor, number)
    if actor.kind is not Kind.STAFF:
        raise Refused("no_such_case")
    files = loaded.private("opinion", (n,)).get("files", [])
    return _kept(files[k - 1] if 0 < k <= len(files) else {})


def paper_file(actor: Actor, number: str, paper_no: str) -> KeptFile:
    """A paper of the case as PDF. Refused: `no_such_case`, `no_such_paper`, also where it is another case's."""
    case = _seen(actor, number).dossier.case
    paper = papers.paper(paper_no)
    if case is None or paper.case_id != case.id:
        raise Refused("no_such_paper")
    return _printed(paper)


def paper_by_code(paper_no: str, code: str) -> KeptFile:
    """A paper as PDF, for whoever has the query code of its case. Refused: `no_such_paper`, whatever is wrong."""
    try:
        paper = papers.paper(paper_no)
    except Refused:
        raise Refused("no_such_paper") from None
    number = public_number(paper.case_id)
    if number is None or not opens(number, code):
        raise Refused("no_such_paper")
    return _printed(paper)


def _printed(paper: PaperCard) -> KeptFile:
    return KeptFile(f"{paper.title} {paper.paper_no}.pdf", "application/pdf", papers.render(paper.paper_no))


def _seen(actor: Actor, number: str) -> Loaded:
    loaded = one(number, LICENSING)
    permits.demand_sight(actor, loaded.dossier)
    return loaded


def _kept(file: Mapping[str, Any]) -> KeptFile:
    if not file.get("digest"):
        raise Refused("no_such_file")
    try:
        content = storage.in_use().read(file["digest"])
    except storage.Absent:
        raise Refused("no_such_file") from None
    return KeptFile(str(file["name"]), str(file["type"]), content)
