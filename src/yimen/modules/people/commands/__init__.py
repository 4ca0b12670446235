"""All that writes people and places."""

from __future__ import annotations

from .applicants import PersonRef, known, unveil
from .boards import open_board
from .doors import (
    IssuedToken,
    change_password,
    forget_old,
    issue_token,
    request_code,
    revoke_token,
    sign_in,
    sign_out,
    verify_code,
)
from .found import found
from .letters import issue_letter, revoke_letter
from .places import (
    Premises,
    amend_unit,
    close_unit,
    create_unit,
    define_divisions,
    furnish_hall,
    move_unit,
    name_service_section,
    reopen_unit,
)
from .staff import (
    amend_account,
    close_account,
    create_account,
    new_password,
    reopen_account,
    reset_password,
)
from .windows import amend_window, close_window, confirm_in_place, create_window, open_window

__all__ = [
    "IssuedToken",
    "PersonRef",
    "Premises",
    "amend_account",
    "amend_unit",
    "amend_window",
    "change_password",
    "close_account",
    "close_unit",
    "close_window",
    "confirm_in_place",
    "create_account",
    "create_unit",
    "create_window",
    "define_divisions",
    "forget_old",
    "found",
    "furnish_hall",
    "issue_letter",
    "issue_token",
    "known",
    "move_unit",
    "name_service_section",
    "new_password",
    "open_board",
    "open_window",
    "reopen_account",
    "reopen_unit",
    "request_code",
    "reset_password",
    "revoke_letter",
    "revoke_token",
    "sign_in",
    "sign_out",
    "unveil",
    "verify_code",
]
