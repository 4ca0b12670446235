"""What people may hand in: a file is what its content says, its name only what it is called."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from yimen.rules.refused import Refused


class FileKind(StrEnum):
    """A kind of file, by the extension it is stored under."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    OFD = "ofd"  # the national layout format, GB/T 33190
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.OFD: "application/ofd",
    FileKind.DOCX: _OFFICE + "wordprocessingml.document",
    FileKind.XLSX: _OFFICE + "spreadsheetml.sheet",
}
_EXTENSIONS: Final = {**{str(kind): kind for kind in FileKind}, "jpeg": FileKind.JPEG, "jpe": FileKind.JPEG}
_MARKS: Final = {  # what a package of that kind holds
    "OFD.xml": FileKind.OFD,
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
}
_RUNS: Final = re.compile(  # before a harmless extension, these are there to deceive
    r"(?i)exe|com|bat|cmd|scr|pif|msi|dll|jse?|vb[se]|ws[fh]|ps1|hta|jar|lnk|reg|sh|php|phtml|aspx?|jsp|cgi|py|pl"
    r"|s?html?|xhtml|svg|swf|app|apk"
)
_RESERVED: Final = re.compile(
    r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])"
)  # devices, not files, on some machines
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of what may be handed in. A hall or a guide may pass its own."""

    kinds: frozenset[FileKind] = frozenset(FileKind)
    size: int = 20 * 1024 * 1024  # bytes
    pixels: int = 100_000_000  # of an image once unpacked
    unpacked: int = 200 * 1024 * 1024  # bytes of all a package holds
    entries: int = 2_000  # parts of a package
    name: int = 100  # characters, extension included


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at: safe to keep, and what to call it."""

    name: str
    kind: FileKind
    size: int  # bytes
    digest: str  # SHA-256, hexadecimal
    content: bytes


def examined(name: str, content: bytes, limits: Limits = LIMITS) -> Upload:
    """The file, if it may be kept.

    Refused: upload_empty, upload_too_large, upload_kind, upload_mismatch, upload_double_extension,
    upload_damaged, upload_locked, upload_macros, upload_bomb.
    """
    clean = plain_name(name)
    if not content:
        raise Refused("upload_empty", name=clean)
    if len(content) > limits.size:
        raise Refused("upload_too_large", name=clean, most=limits.size // (1024 * 1024))
    kind = _kind(clean, content, limits)
    if kind not in limits.kinds:
        raise Refused("upload_kind", name=clean, allowed=_listed(limits))
    stem, extension = _split(clean)
    if extension and _EXTENSIONS.get(extension) is not kind:
        raise Refused("upload_mismatch", name=clean, kind=kind.upper())
    called = _called(stem, kind, limits.name)
    return Upload(called, kind, len(content), sha256(content).hexdigest(), content)


def plain_name(name: str) -> str:
    """The last part of a name, without what steers terminals, readers or paths; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    spaced = " ".join(re.sub(r'[<>:"|?*]', "_", seen).split()).strip(". ")
    return f"_{spaced}" if _RESERVED.fullmatch(spaced.partition(".")[0]) else spaced or "file"


def _split(name: str) -> tuple[str, str]:
    """Stem and extension; a point with more than a few letters behind it belongs to the stem."""
    stem, point, extension = name.rpartition(".")
    short = point and stem and re.fullmatch(r"[A-Za-z0-9]{1,5}", extension)
    return (stem, extension.lower()) if short else (name, "")


def _called(stem: str, kind: FileKind, most: int) -> str:
    if any(_RUNS.fullmatch(part.strip()) for part in stem.split(".")[1:]):
        raise Refused("upload_double_extension", name=f"{stem}.{kind}")
    return f"{stem[: most - len(kind) - 1].rstrip('. ')}.{kind}"


def _kind(name: str, content: bytes, limits: Limits) -> FileKind:
    """What the content is, whatever the name says."""
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise Refused("upload_damaged", name=name)
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        _demand_pixels(name, _jpeg_size(content), limits)
        return FileKind.JPEG
    if content.startswith(_PNG):
        _demand_pixels(name, _png_size(content), limits)
        return FileKind.PNG
    if content.startswith(b"PK\x03\x04"):
        return _package(name, content, limits)
    raise Refused("upload_kind", name=name, allowed=_listed(limits))


def _listed(limits: Limits) -> str:
    return "、".join(sorted(each.upper() for each in limits.kinds))


def _demand_pixels(name: str, size: tuple[int, int] | None, limits: Limits) -> None:
    """An image is judged by its header alone: unpacking a bomb to measure it would set it off."""
    if size is None or 0 in size:
        raise Refused("upload_damaged", name=name)
    if size[0] * size[1] > limits.pixels:
        raise Refused("upload_bomb", name=name)


def _png_size(content: bytes) -> tuple[int, int] | None:
    if len(content) < 33 or content[12:16] != b"IHDR" or b"IEND" not in content[-64:]:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header, found by walking the segments before it."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        length = int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        if marker == 0xDA or length < 2:
            return None
        at += 2 + length
    return None


def _package(name: str, content: bytes, limits: Limits) -> FileKind:
    """A zip of a kind we know: measured by its list first, read through only if that is harmless."""
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if _is_bomb(parts, len(content), limits):
                raise Refused("upload_bomb", name=name)
            if any(part.flag_bits & 1 for part in parts):
                raise Refused("upload_locked", name=name)
            whole = package.testzip() is None and not any(_leaves(part.filename) for part in parts)
    except (BadZipFile, ValueError, OSError, NotImplementedError, struct.error, zlib.error):
        whole = False
    if not whole:
        raise Refused("upload_damaged", name=name)
    names = {part.filename for part in parts}
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise Refused("upload_macros", name=name)
    kind = next((kind for mark, kind in _MARKS.items() if mark in names), None)
    if kind is None:
        raise Refused("upload_kind", name=name, allowed=_listed(limits))
    return kind


def _is_bomb(parts: list[ZipInfo], size: int, limits: Limits) -> bool:
    """Too many parts, too much once unpacked, or parts that lie over one another to be unpacked twice."""
    return (
        len(parts) > limits.entries
        or sum(part.file_size for part in parts) > limits.unpacked
        or sum(part.compress_size for part in parts) > size
    )


def _leaves(path: str) -> bool:
    return path.startswith(("/", "\\")) or ":" in path or ".." in re.split(r"[/\\]", path)
