"""What comes next at the window for a case: the one button of its row, and the order of its forms."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yimen.modules.cases.queries import CaseCard
from yimen.modules.licensing.queries import DossierView


class Step(NamedTuple):
    """A step by its act: what its button says, its icon, and the page it is done on."""

    act: str
    text: Promise
    icon: str
    page: str


# fmt: off
STEPS: Final = (  # the first that is open to the reader comes next
    Step("receive",  pgettext_lazy("next step", "Take the papers in"), "clipboard-text", "window:receive"),
    Step("accept",   pgettext_lazy("next step", "Answer"),             "file-check",     "window:answer"),
    Step("supply",   pgettext_lazy("next step", "Take the supplement"), "file-alert",    "window:supply"),
    Step("grant",    pgettext_lazy("next step", "On the spot"),        "bolt",           "window:spot"),
    Step("complete", pgettext_lazy("next step", "Complete"),           "certificate",    "window:case"),
    Step("deliver",  pgettext_lazy("next step", "Hand out"),           "package",        "window:case"),
    Step("archive",  pgettext_lazy("next step", "File"),               "archive",        "window:case"),
)
# fmt: on


def next_step(card: CaseCard) -> Step | None:
    """The step that waits for the reader; None where it waits for others, or they only read."""
    for step in STEPS:
        if step.act not in card.open_acts:
            continue
        if step.act == "supply" and not waits_for_pieces(card):
            continue
        return step
    return None


def waits_for_pieces(card: CaseCard) -> bool:
    """Whether the applicant was asked for something, or promised it."""
    return card.state == "supplement_pending" or any(each.kind == "promised" for each in card.tasks)


def came_to_be_accepted(view: DossierView) -> bool:
    """Whether nobody answered in time: what lacked then may still come, though nobody may ask for it (LIC-30)."""
    return any(line.act == "deem_accept" for line in view.lines)


def address(card: CaseCard, step: Step | None) -> str:
    """Where the step is done."""
    if step is None:
        return reverse("window:case", args=[card.number])
    there = reverse(step.page, args=[card.number])
    return f"{there}#{step.act}" if step.page == "window:case" else there
