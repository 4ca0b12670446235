"""What the law lets be done with an application: one rule for each move of the licensing procedure.

A rule reads the draft and refuses, or changes it; what every case of the move has in common stands in the procedure's table.
"""

from __future__ import annotations

from yimen.rules.once import BY_HAND

from .answering import (
    checked,
    complete,
    declined,
    known,
    leave_to_ask_again,
    nobody_answered,
    returned,
    told_once,
    withdrawn,
)
from .deciding import granted, refused, survey_failed
from .delivering import came_back, dossier_whole, identity_checked, result_ready, sealed, served
from .filing import brought_later, filed, lacks_nothing, nobody_supplied, supplied, unused
from .memory import told
from .recording import contact_corrected, noted, retimed, turned
from .review import (
    another_look,
    free_to_take,
    handed_over,
    not_yet_due,
    on_the_spot,
    one_of_the_eight,
    opinion_given,
    special_over,
)
from .rows import Application, Material, Opinion

__all__ = [
    "BY_HAND",
    "Application",
    "Material",
    "Opinion",
    "another_look",
    "brought_later",
    "came_back",
    "checked",
    "complete",
    "contact_corrected",
    "declined",
    "dossier_whole",
    "filed",
    "free_to_take",
    "granted",
    "handed_over",
    "identity_checked",
    "known",
    "lacks_nothing",
    "leave_to_ask_again",
    "nobody_answered",
    "nobody_supplied",
    "not_yet_due",
    "noted",
    "on_the_spot",
    "one_of_the_eight",
    "opinion_given",
    "refused",
    "result_ready",
    "retimed",
    "returned",
    "sealed",
    "served",
    "special_over",
    "supplied",
    "survey_failed",
    "told",
    "told_once",
    "turned",
    "unused",
    "withdrawn",
]
