"""What a password must be."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yimen.rules.refused import Refused

from .models import Account


def demand_strong(password: str, username: str, name: str) -> None:
    """Refused: weak_password, with its faults (`settings.AUTH_PASSWORD_VALIDATORS`)."""
    try:
        validate_password(password, Account(username=username, name=name))
    except ValidationError as weak:
        raise Refused("weak_password", faults=[str(each.code) for each in weak.error_list]) from None
