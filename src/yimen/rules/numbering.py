"""Every number the hall gives out: cases, papers, materials, exchange numbers and query codes. R-138, R-140.

A case has one number for life, a paper a 文号 (law §15). The keys of their series are made here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from yimen.rules.identifiers import ImplementationCode, Scheme
from yimen.rules.refused import Refused
from yimen.rules.typed import bare, plain

_SERIAL_DIGITS: Final = 5  # or more: a busy day simply writes longer numbers
_CASE_DIGITS: Final = re.compile(r"([0-9]{6})([1-9][0-9]{7})([0-9]{5}|[1-9][0-9]{5,8})([0-9])")
_CODE_DIGITS: Final = 10
_EXCHANGE_LAST: Final = 9999
_SPOKEN: Final = str.maketrans("0123456789-", "零幺二三四五六七八九，")

_WORD: Final = re.compile(r"[\u4e00-\u9fa5A-Za-z（）]{1,20}")
_TYPED_PAPER: Final = re.compile(
    r"(?P<word>.{1,20}?)[(\[{〔【〖〈《](?P<year>(?:19|20)[0-9]{2})[)\]}〕】〗〉》]第?0*(?P<n>[1-9][0-9]{0,17})号?"
)


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """`990100-20260302-00007-3`: division, day of receipt, serial, check digit. Hyphens are for the eye."""

    division: str  # six digits
    day: date
    serial: int  # from 1

    @property
    def digits(self) -> str:
        """The number for a keypad."""
        body = f"{self.division}{self.day:%Y%m%d}{self.serial:0{_SERIAL_DIGITS}}"
        return body + check_digit(body)

    @property
    def series(self) -> str:
        return case_series(self.division, self.day)

    @property
    def spoken(self) -> str:
        """The number as a voice reads it, digit by digit; one is 幺, as on any Chinese telephone."""
        return str(self).translate(_SPOKEN)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Hyphens and spaces are optional, full width is read. Refused: number_mistyped, without a hint."""
        found = _CASE_DIGITS.fullmatch(bare(text))
        if not found:
            raise Refused("number_mistyped")
        division, day, serial, check = found.groups()
        if check_digit(division + day + serial) != check or int(serial) == 0:
            raise Refused("number_mistyped")
        try:
            return cls(division, date(int(day[:4]), int(day[4:6]), int(day[6:])), int(serial))
        except ValueError:
            raise Refused("number_mistyped") from None

    def __str__(self) -> str:
        digits = self.digits
        return f"{digits[:6]}-{digits[6:14]}-{digits[14:-1]}-{digits[-1]}"


def check_digit(digits: str) -> str:
    """The check digit of ISO 7064 MOD 11,10: any one wrong digit changes it."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def item_keys(place: int) -> str:
    """An item's code for a keypad: its place in the catalogue and a check digit, `0127`. R-219.

    A place is given once and for good, so a code on an old leaflet never leads to another matter.
    """
    body = f"{place:03}"
    return body + check_digit(body)


def place_of_keys(typed: str) -> int:
    """The place in the catalogue that was keyed in. Refused: number_mistyped."""
    digits = bare(typed)
    if not re.fullmatch(r"[0-9]{4,10}", digits) or item_keys(int(digits[:-1])) != digits:
        raise Refused("number_mistyped")
    return int(digits[:-1])


def case_series(division: str, day: date) -> str:
    """The key of a day's serials in a division; it may skip."""
    return f"case:{division}:{day:%Y%m%d}"


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """The serials of every day that belong to one place that may be offline, both ends included."""

    first: int
    last: int

    def serial(self, n: int) -> int:
        """The block's n-th number of the day, counted from 1. Refused: block_used_up."""
        serial = self.first + n - 1
        if serial > self.last:
            raise Refused("block_used_up", first=self.first, last=self.last)
        return serial


def check_blocks(blocks: Iterable[Block]) -> None:
    """Refused: block_empty, or blocks_overlap, naming the block that reaches into the one before it."""
    end = 0
    for block in sorted(blocks):
        if not 1 <= block.first <= block.last:
            raise Refused("block_empty", first=block.first, last=block.last)
        if block.first <= end:
            raise Refused("blocks_overlap", first=block.first, last=block.last)
        end = block.last


def next_serial(last: int, blocks: Iterable[Block]) -> int:
    """The common series' serial after `last`: the next one that lies in no block."""
    serial = last + 1
    for block in sorted(blocks):
        if block.first <= serial <= block.last:
            serial = block.last + 1
    return serial


@dataclass(frozen=True, slots=True, order=True)
class MaterialNumber:
    """The case's number and a material's order number in the dossier: `990100-20260302-00007-3-02`. R-138."""

    case: CaseNumber
    order: int  # from 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Needs its last hyphen: digits alone do not say where the order begins. Refused: number_mistyped."""
        case, _, order = plain(text).replace(" ", "").rpartition("-")
        if not re.fullmatch(r"0[1-9]|[1-9][0-9]{1,3}", order):
            raise Refused("number_mistyped")
        return cls(CaseNumber.parse(case), int(order))

    def __str__(self) -> str:
        return f"{self.case}-{self.order:02}"


def exchange_number(item: ImplementationCode, day: date, sequence: int) -> str:
    """The 43 characters the exchange knows a case by: item, day, sequence in that day. CATL-13.

    Refused: exchange_code_foreign, exchange_used_up.
    """
    if item.scheme is not Scheme.NATIONAL:
        raise Refused("exchange_code_foreign", code=str(item))
    if sequence > _EXCHANGE_LAST:
        raise Refused("exchange_used_up", code=str(item))
    return f"{item}{day:%Y%m%d}{sequence:04}"


def exchange_series(item: ImplementationCode, day: date) -> str:
    return f"exchange:{item}:{day:%Y%m%d}"


@dataclass(frozen=True, slots=True, order=True)
class PaperNumber:
    """文号, `云城管受〔2026〕35号`: the organ's word, the year, a number never skipped. GB/T 9704."""

    word: str
    year: int
    n: int

    @property
    def series(self) -> str:
        return paper_series(self.word, self.year)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Any brackets will do round the year; 第, zeros before the number and a missing 号 are read over.

        Refused: paper_number_mistyped.
        """
        found = _TYPED_PAPER.fullmatch(plain(text).replace(" ", ""))
        word = _wide(found["word"]) if found else ""
        if not found or not _WORD.fullmatch(word):
            raise Refused("paper_number_mistyped")
        return cls(word, int(found["year"]), int(found["n"]))

    @classmethod
    def in_series(cls, series: str, n: int) -> Self:
        """The n-th paper of a series by its key."""
        _, word, year = series.split(":")
        return cls(word, int(year), n)

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.n}号"


def paper_word(text: str) -> str:
    """An organ's word as numbers carry it, its round brackets in full width. Refused: paper_word_form."""
    word = _wide(plain(text).replace(" ", ""))
    if not _WORD.fullmatch(word):
        raise Refused("paper_word_form", word=word)
    return word


def paper_series(word: str, year: int) -> str:
    """The key of an organ's papers of one word and year; it never skips."""
    return f"paper:{word}:{year}"


def query_code(random: bytes) -> str:
    """A secret of ten digits for the applicant, made of random bytes: `38512-04769`. A keypad will do.

    Sixteen bytes leave no digit likelier than another by more than one part in 10²⁸.
    """
    assert len(random) >= 16, "few bytes make some codes likelier than others"
    digits = f"{int.from_bytes(random) % 10**_CODE_DIGITS:0{_CODE_DIGITS}}"
    return f"{digits[:5]}-{digits[5:]}"


def plain_query_code(text: str) -> str:
    """A typed query code as it is compared: its ten digits, if it is one."""
    return bare(text)


def _wide(word: str) -> str:
    return word.replace("(", "（").replace(")", "）")
