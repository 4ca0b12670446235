"""预约号: ten digits anybody can type at a kiosk or say on the telephone; no one can be told from another's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

from yimen.rules.numbering import check_digit
from yimen.rules.refused import Refused
from yimen.rules.typed import bare

BODY: Final = 9  # digits before the check digit
_FORM: Final = re.compile(rf"[0-9]{{{BODY + 1}}}")


@dataclass(frozen=True, slots=True)
class BookingNumber:
    """`385-120-4769`: nine digits drawn at random and a check digit."""

    digits: str

    @classmethod
    def of(cls, body: int) -> Self:
        """The number whose first nine digits are `body`."""
        text = f"{body:0{BODY}}"
        return cls(text + check_digit(text))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Refused: no_such_booking, in the same words as for one that is not there."""
        digits = bare(text)
        if not _FORM.fullmatch(digits) or check_digit(digits[:-1]) != digits[-1]:
            raise Refused("no_such_booking")
        return cls(digits)

    @classmethod
    def scanned(cls, text: str) -> Self:
        """What a scanner types: the number, or the address on a slip, which ends in it. Refused: no_such_booking."""
        return cls.parse(text.strip().rstrip("/").rpartition("/")[2])

    def __str__(self) -> str:
        return f"{self.digits[:3]}-{self.digits[3:6]}-{self.digits[6:]}"
