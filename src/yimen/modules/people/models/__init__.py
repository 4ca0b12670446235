"""The tables of people and places."""

from __future__ import annotations

from .applicants import Person
from .doors import Attempt, PhoneCode, Token
from .places import Division, Hall, InPlace, ServiceSection, Serving, Unit, Window
from .staff import Account, AuthorisationLetter

__all__ = [
    "Account",
    "Attempt",
    "AuthorisationLetter",
    "Division",
    "Hall",
    "InPlace",
    "Person",
    "PhoneCode",
    "ServiceSection",
    "Serving",
    "Token",
    "Unit",
    "Window",
]
