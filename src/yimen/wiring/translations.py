"""Chinese for the English in the code: merged from its fragments, compiled, and checked to be whole.

`python -m yimen.wiring.translations` compiles what is stale; with `check` it names what has no Chinese.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE: Final = Path(__file__).resolve().parents[1]
LOCALE: Final = "zh_Hans"
HOME: Final = SOURCE / "locale" / LOCALE
COMPILED: Final = HOME / "LC_MESSAGES" / "django.mo"
KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)|%[sd]|\{(\w*)\}")


class Flaw(NamedTuple):
    """Something wrong with a translation, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def sources() -> list[Path]:
    """The files Chinese is written in: one for the whole, and a fragment for each area."""
    return [*sorted((HOME / "LC_MESSAGES").glob("*.po")), *sorted((HOME / "fragments").glob("*.po"))]


def merge() -> tuple[Catalog, list[Flaw]]:
    """All sources as one catalogue, and what is wrong: a text said twice differently, or with other blanks."""
    whole = Catalog(locale=LOCALE, charset="utf-8")
    came_from: dict[object, str] = {}
    flaws: list[Flaw] = []
    for path in sources():
        for message in _read(path, flaws):
            key = whole._key_for(message.id, message.context)  # noqa: SLF001
            where = f"{path.relative_to(SOURCE)}:{message.lineno}"
            before = whole.get(message.id, message.context)
            if before and before.string != message.string:
                flaws.append(Flaw(where, f"{_shown(message)} is translated otherwise in {came_from[key]}"))
            if any(_blanks(text) - _blanks(*_both(message.id)) for text in _both(message.string)):
                flaws.append(Flaw(where, f"{_shown(message)} has blanks its English lacks"))
            came_from[key] = where
            whole[message.id] = message
    return whole, flaws


def compile_stale() -> list[Flaw]:
    """Compile if a source is newer. What is wrong is told; the rest is compiled none the less."""
    made = COMPILED.stat().st_mtime_ns if COMPILED.exists() else 0
    folders = [folder for folder in (HOME / "fragments", HOME / "LC_MESSAGES") if folder.exists()]
    if made >= max((path.stat().st_mtime_ns for path in [*folders, *sources()]), default=0) and made:
        return []
    whole, flaws = merge()
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    making = COMPILED.with_suffix(f".{os.getpid()}.tmp")
    with making.open("wb") as file:
        write_mo(file, whole)
    making.replace(COMPILED)
    os.utime(COMPILED)  # the folder changed by the renaming, just before this moment
    return flaws


def missing() -> list[Flaw]:
    """Every text of code and templates that has no Chinese."""
    whole, flaws = merge()
    seen = set()
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        for line, message, context in _texts(path):
            known = whole.get(message, context)
            if (message, context) not in seen and not (
                known and not known.fuzzy and any(_both(known.string))
            ):
                flaws.append(Flaw(f"{path.relative_to(SOURCE)}:{line}", f"no Chinese for {message!r}"))
            seen.add((message, context))
    return flaws


def _read(path: Path, flaws: list[Flaw]) -> Iterator[Message]:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=LOCALE, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        flaws.append(Flaw(str(path.relative_to(SOURCE)), str(error)))
        return
    yield from (message for message in catalogue if message.id)


def _texts(path: Path) -> Iterator[tuple[int, Any, str | None]]:
    method: Any = "python" if path.suffix == ".py" else _template
    with path.open("rb") as file:
        for line, message, _comments, context in extract(method, file, KEYWORDS):
            yield line, message, context


def _template(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    from django.utils.translation.template import templatize  # noqa: PLC0415  # settings are read on import

    return extract_python(BytesIO(templatize(file.read().decode()).encode()), keywords, comments, options)


def _both(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _blanks(*texts: str) -> set[str]:
    return {blank.group() for text in texts for blank in PLACEHOLDER.finditer(text)}


def _shown(message: Message) -> str:
    return repr(_both(message.id)[0])


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.wiring.settings")
    flaws = missing() if words == ["check"] else compile_stale()
    print(*flaws, sep="\n", end="\n" if flaws else "")
    return int(bool(flaws))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
