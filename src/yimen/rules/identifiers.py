"""Numbers that others gave out: of organisations, persons, divisions, telephones and items.

Each is parsed or refused. A refusal says what is wrong and where, and never repeats a personal number, since
facts end up in answers and logs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Final, Self

from yimen.rules.refused import Refused
from yimen.rules.typed import bare, plain

_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_LENGTH: Final = 18
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_FORM: Final = re.compile(r"[0-9A-Z]{8}[0-9X]")
_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS: Final = "10X98765432"
_RESIDENT_FORM: Final = re.compile(r"[0-9]{17}[0-9X]")
_RESIDENT_OLD_FORM: Final = re.compile(r"[0-9]{15}")
_MOBILE_FORM: Final = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_PREFIX: Final = re.compile(r"(?:\+|00)?86(?=1[3-9][0-9]{9}$)")
_ITEM_FORM: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9A-Z]{12}")


@dataclass(frozen=True, slots=True)
class OrganisationCode:
    """组织机构代码: nine characters, the last a check. GB 11714; older registers show it alone."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Refused: organisation_code_form, organisation_code_check."""
        code = bare(text)
        if not _ORGANISATION_FORM.fullmatch(code):
            raise Refused("organisation_code_form", length=len(code))
        if code[-1] != _organisation_check(code[:-1]):
            raise Refused("organisation_code_check")
        return cls(code)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class CreditCode:
    """统一社会信用代码: eighteen characters, the last a check. ID-01, GB 32100-2015."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Refused: credit_code_length, credit_code_character, credit_code_check.

        The first two characters (registering department, kind of body) are not judged: their list grows.
        """
        code = bare(text)
        if len(code) != _CREDIT_LENGTH:
            raise Refused("credit_code_length", length=len(code), expected=_CREDIT_LENGTH)
        for place, char in enumerate(code, start=1):
            if char not in _CREDIT_ALPHABET:
                raise Refused("credit_code_character", character=char, place=place)
        if code[-1] != _credit_check(code[:-1]) or code[16] != _organisation_check(code[8:16]):
            raise Refused("credit_code_check")
        return cls(code)

    @property
    def division(self) -> str:
        """The six-digit division where the body was registered (a hint: divisions change)."""
        return self.text[2:8]

    @property
    def organisation(self) -> OrganisationCode:
        return OrganisationCode(self.text[8:17])

    def __str__(self) -> str:
        return self.text


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class ResidentNumber:
    """公民身份号码: eighteen characters, the last a check digit. ID-02, GB 11643-1999."""

    text: str

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        """A number of fifteen digits comes back in its eighteen.

        Neither the division nor a birth before 1900 is judged: codes are withdrawn, people keep their number.
        Refused: identity_number_form, identity_number_check, identity_number_date, identity_number_future.
        """
        number = bare(text)
        if _RESIDENT_OLD_FORM.fullmatch(number):
            seventeen = f"{number[:6]}19{number[6:]}"
            number = seventeen + _resident_check(seventeen)
        if not _RESIDENT_FORM.fullmatch(number):
            raise Refused("identity_number_form", length=len(number))
        if number[-1] != _resident_check(number[:-1]):
            raise Refused("identity_number_check")
        born_on = _date_of(number[6:14])
        if born_on is None:
            raise Refused("identity_number_date")
        if born_on > today:
            raise Refused("identity_number_future")
        return cls(number)

    @property
    def division(self) -> str:
        """The six-digit division of the first registration (a hint, not where the person lives)."""
        return self.text[:6]

    @property
    def born_on(self) -> date:
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.text[16]) % 2 else Sex.FEMALE

    def __str__(self) -> str:
        return self.text


class DocumentKind(StrEnum):
    """What may prove who somebody is: the contract's `id_type`. ID-02."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    CREDIT_CODE = "credit_code"  # 统一社会信用代码
    PASSPORT = "passport"  # 护照
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民来往大陆通行证
    RESIDENCE_PERMIT = "residence_permit"  # 港澳台居民居住证
    PERMANENT_RESIDENT_CARD = "permanent_resident_card"  # 外国人永久居留身份证
    OFFICER_CARD = "officer_card"  # 军官证


@dataclass(frozen=True, slots=True)
class _Form:
    """How one kind of document is numbered; beginnings in `like_resident` share that number's check."""

    pattern: str
    example: str
    like_resident: tuple[str, ...] = ()


_FORMS: Final = {
    DocumentKind.PASSPORT: _Form(r"(?=.*[0-9])[A-Z0-9]{5,15}", "E12345678"),
    DocumentKind.HONG_KONG_MACAO_PERMIT: _Form(r"[HM][0-9]{8}(?:[0-9]{2})?", "H12345678"),
    DocumentKind.TAIWAN_PERMIT: _Form(r"[0-9]{8}|[0-9]{10}(?:[A-Z]|\([A-Z]\))?", "12345678"),
    DocumentKind.RESIDENCE_PERMIT: _Form(
        r"8[123]0000[0-9]{11}[0-9X]", "810000199408230021", ("810000", "820000", "830000")
    ),
    DocumentKind.PERMANENT_RESIDENT_CARD: _Form(
        r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}", "911124198108030024", ("9",)
    ),
    DocumentKind.OFFICER_CARD: _Form(r"[\u4e00-\u9fa5]{1,4}第?[0-9A-Z]{4,10}号?", "南字第12345678号"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document of identity as it is stored: its kind and its number in plain form."""

    kind: DocumentKind
    number: str

    @classmethod
    def parse(cls, kind: DocumentKind, text: str, *, today: date) -> Self:
        """Refused: as credit code and resident number are, or document_number_form with an example."""
        if kind is DocumentKind.CREDIT_CODE:
            return cls(kind, str(CreditCode.parse(text)))
        if kind is DocumentKind.RESIDENT_ID:
            return cls(kind, str(ResidentNumber.parse(text, today=today)))
        form, number = _FORMS[kind], bare(text)
        if not re.fullmatch(form.pattern, number):
            raise Refused("document_number_form", example=form.example)
        if number.startswith(form.like_resident):
            return cls(kind, str(ResidentNumber.parse(number, today=today)))
        return cls(kind, number)


class Level(IntEnum):
    """How deep a division lies. ID-03."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5


_DIVISION_ENDS: Final = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
}


@dataclass(frozen=True, slots=True)
class Division:
    """A division's code in its twelve digits; trailing zeros mark the level. ID-03, GB/T 2260.

    The segments are hints, never checks: a division that was merged keeps its code on old cases.
    """

    code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Six digits (down to the county) or nine or twelve. Refused: division_form."""
        code = bare(text)
        if not re.fullmatch(r"[1-9][0-9]{5}(?:[0-9]{3}){0,2}", code):
            raise Refused("division_form", code=code)
        return cls(code.ljust(12, "0"))

    @property
    def level(self) -> Level:
        """The shallowest level below which all is zero."""
        return next(level for level, end in _DIVISION_ENDS.items() if not self.code[end:].strip("0"))

    @property
    def prefix(self) -> str:
        """The digits that mean something here: every division below begins with them."""
        return self.code[: _DIVISION_ENDS[self.level]]

    @property
    def county(self) -> str:
        """The six digits of GB/T 2260, as case numbers carry them."""
        return self.code[:6]

    @property
    def parent(self) -> Division | None:
        """The next division above that has a code of its own; None above a province."""
        for end in reversed(_DIVISION_ENDS.values()):
            above = self.code[:end].ljust(12, "0")
            if end < len(self.prefix) and above != self.code:
                return Division(above)
        return None

    def covers(self, other: Division) -> bool:
        """Whether `other` is this division or lies inside it."""
        return other.code.startswith(self.prefix)

    def __str__(self) -> str:
        return self.code


class Scheme(StrEnum):
    """Whose convention an item's implementation code follows. CATL-10, CATL-11."""

    NATIONAL = "national"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ImplementationCode:
    """实施编码: the national 31 characters, or what the place has used so far, kept and marked."""

    text: str
    scheme: Scheme

    @classmethod
    def parse(cls, text: str) -> Self:
        """Never refuses another scheme; only nothing at all is refused: item_code_missing. CATL-11."""
        written = plain(text)
        if not written:
            raise Refused("item_code_missing")
        code = bare(text)
        if _ITEM_FORM.fullmatch(code) and _is_credit_code(code[:_CREDIT_LENGTH]):
            return cls(code, Scheme.NATIONAL)
        return cls(written, Scheme.OTHER)

    @property
    def doubtful(self) -> bool:
        """National in shape, yet the credit code inside does not check: most likely mistyped."""
        return self.scheme is Scheme.OTHER and _ITEM_FORM.fullmatch(bare(self.text)) is not None

    @property
    def body(self) -> CreditCode | None:
        """Who performs the item; None outside the national scheme."""
        return CreditCode(self.text[:18]) if self.scheme is Scheme.NATIONAL else None

    @property
    def basic(self) -> str | None:
        """The twelve characters of the 基本编码; None outside the national scheme."""
        return self.text[19:] if self.scheme is Scheme.NATIONAL else None

    def __str__(self) -> str:
        return self.text


def parse_mobile(text: str) -> str:
    """A mainland mobile number, eleven digits, with or without 86 before it. ID-04. Refused: mobile_form."""
    number = _MOBILE_PREFIX.sub("", bare(text))
    if not _MOBILE_FORM.fullmatch(number):
        raise Refused("mobile_form", length=len(number))
    return number


def _credit_check(seventeen: str) -> str:
    total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in zip(seventeen, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def _organisation_check(eight: str) -> str:
    total = sum(int(c, 36) * w for c, w in zip(eight, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _resident_check(seventeen: str) -> str:
    total = sum(int(c) * w for c, w in zip(seventeen, _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_CHECKS[total % 11]


def _is_credit_code(code: str) -> bool:
    try:
        CreditCode.parse(code)
    except Refused:
        return False
    return True


def _date_of(eight: str) -> date | None:
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None
