"""What this module says happened: the acts of its lines, on which reactions may hang."""

from __future__ import annotations

from typing import Final

DRAFTED: Final = "draft_item"
REVISED: Final = "revise_item"
EDITED: Final = "edit_item"
DESCRIBED: Final = "describe_item"
DISCARDED: Final = "discard_draft"
PUBLISHED: Final = "publish_item"
IN_FORCE: Final = "put_in_force"
RETIRED: Final = "retire_item"
IMPORTED: Final = "import_items"
PARAMETER_SET: Final = "set_parameter"
