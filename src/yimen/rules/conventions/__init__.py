"""How a form is to be filled in, R-085 to R-091: units, dates, addresses, names, each a check of one value.

What R-092 asks of originals, copies and seals is checked with the materials (`rules/materials.py`).
"""

from yimen.rules.conventions.defect import Against, Convention, Defect
from yimen.rules.conventions.form import CONVENTIONS, check_form, unknown_conventions

__all__ = ["CONVENTIONS", "Against", "Convention", "Defect", "check_form", "unknown_conventions"]
