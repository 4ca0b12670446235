"""Uploads are judged by what they are and how much they are, never by what they are called."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.base.refusals import SENTENCES
from yimen.base.uploads import FileKind, Limits, examined, plain_name
from yimen.rules.refused import Refused

pytestmark = pytest.mark.rule("R-080", "R-092")

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\nstartxref\n0\n%%EOF\n"


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int = 4, height: int = 3) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", 2 + 5) + b"hello"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9) + comment + frame + b"\xff\xd9"


def package(*names: str, body: bytes = b"x") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(ZipInfo(name), body, ZIP_DEFLATED)
    return out.getvalue()


def refusal(name: str, content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as refused:
        examined(name, content, limits or Limits())
    assert refused.value.reason in SENTENCES
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("营业执照.pdf", PDF, FileKind.PDF),
        ("门头照片.JPG", jpeg(), FileKind.JPEG),
        ("门头照片.jpeg", jpeg(), FileKind.JPEG),
        ("平面图.png", png(), FileKind.PNG),
        ("批复.ofd", package("OFD.xml", "Doc_0/Document.xml"), FileKind.OFD),
        ("方案.docx", package("[Content_Types].xml", "word/document.xml"), FileKind.DOCX),
        ("清单.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), FileKind.XLSX),
    ],
)
def test_what_the_guides_ask_for_comes_in(name, content, kind):
    upload = examined(name, content)
    assert (upload.kind, upload.size, len(upload.digest)) == (kind, len(content), 64)
    assert upload.name == name.rpartition(".")[0] + f".{kind}"


def test_a_file_without_an_extension_is_called_what_it_is():
    assert examined("扫描件", PDF).name == "扫描件.pdf"
    assert examined("第3.2版 说明", PDF).name == "第3.2版 说明.pdf"


def test_an_extension_that_lies_is_refused():
    assert refusal("照片.jpg", PDF) == "upload_mismatch"
    assert refusal("合同.pdf", png()) == "upload_mismatch"
    assert refusal("方案.docx", package("xl/workbook.xml")) == "upload_mismatch"


@pytest.mark.parametrize("name", ["a.php.pdf", "发票.exe.pdf", "a.HTML .pdf", "a.js.v2.pdf"])
def test_a_program_hidden_before_the_extension_is_refused(name):
    assert refusal(name, PDF) == "upload_double_extension"


def test_points_that_deceive_nobody_are_kept():
    assert examined("2026.3.2 现场照片.v2.pdf", PDF).name == "2026.3.2 现场照片.v2.pdf"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\孙\桌面\申请表.pdf", "申请表.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        ("申请\r\n表\x00.pdf", "申请表.pdf"),
        ("申请\u202efdp.exe", "申请fdp.exe"),
        ("  .隐藏.pdf", "隐藏.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ('a<b>:"c"|?*.pdf', "a_b___c____.pdf"),
        ("一" * 500 + ".pdf", "一" * 96 + ".pdf"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_tricks(typed, kept):
    if kept.endswith(".exe"):
        assert plain_name(typed) == kept
        assert refusal(typed, PDF) == "upload_mismatch"
    else:
        assert examined(typed, PDF).name == kept


@given(st.text(max_size=300))
def test_no_name_at_all_can_leave_its_folder_or_steer_a_reader(typed):
    try:
        name = examined(typed, PDF).name
    except Refused as refused:
        assert refused.reason in {"upload_mismatch", "upload_double_extension"}  # noqa: PT017
        return
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
    assert name.endswith(".pdf")
    assert 5 <= len(name) <= 100
    assert not name.startswith(".")


def test_nothing_is_no_file():
    assert refusal("空.pdf", b"") == "upload_empty"


def test_a_file_larger_than_the_limit_is_refused_and_one_of_just_that_size_is_not():
    limits = Limits(size=len(PDF))
    assert examined("a.pdf", PDF, limits).size == len(PDF)
    assert refusal("a.pdf", PDF + b"\n", limits) == "upload_too_large"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"<html>%PDF-1.7 %%EOF",
        b"GIF89a",
        b"\x7fELF",
        package("a.txt"),
        b"PK\x05\x06" + bytes(18),
    ],
)
def test_other_kinds_are_refused_whatever_they_are_called(content):
    assert refusal("a.pdf", content) == "upload_kind"


def test_a_hall_may_take_fewer_kinds():
    assert (
        refusal("方案.docx", package("word/document.xml"), Limits(kinds=frozenset({FileKind.PDF})))
        == "upload_kind"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n" + bytes(4000)),
        ("a.png", png()[:40]),
        ("a.png", png(width=0)),
        ("a.jpg", jpeg()[:24]),
        ("a.jpg", b"\xff\xd8\xff\xda" + bytes(40)),
        ("a.docx", package("word/document.xml")[:-30]),
        ("a.docx", package("word/document.xml", "../../evil.xml")),
        ("a.docx", package("word/document.xml", "/etc/passwd")),
    ],
)
def test_what_was_cut_short_or_reaches_outside_itself_is_refused(name, content):
    assert refusal(name, content) == "upload_damaged"


def test_a_part_that_was_altered_is_found():
    content = bytearray(package("word/document.xml", body=b"y" * 400))
    at = content.index(b"word/document.xml") + len(b"word/document.xml")
    content[at + 3] ^= 0xFF
    assert refusal("a.docx", bytes(content)) == "upload_damaged"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = package("word/document.xml", "word/a.xml", body=bytes(2_000_000))
    assert len(bomb) < 10_000
    assert refusal("a.docx", bomb, Limits(unpacked=3_000_000)) == "upload_bomb"
    assert examined("a.docx", bomb).kind is FileKind.DOCX


def test_too_many_parts_are_refused():
    many = package("word/document.xml", *(f"word/{n}.xml" for n in range(50)))
    assert refusal("a.docx", many, Limits(entries=50)) == "upload_bomb"


def test_parts_that_lie_over_one_another_are_refused():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", bytes(5000))
        first = archive.infolist()[0]
        for n in range(3):  # three more names for the same bytes
            twin = ZipInfo(f"word/{n}.xml")
            twin.CRC, twin.compress_size, twin.file_size = first.CRC, first.compress_size, first.file_size
            twin.header_offset = first.header_offset
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True
    assert refusal("a.docx", out.getvalue()) == "upload_bomb"


def test_an_image_of_more_pixels_than_memory_is_refused_by_its_header():
    assert refusal("a.png", png(60_000, 60_000)) == "upload_bomb"
    assert refusal("a.jpg", jpeg(65_000, 65_000)) == "upload_bomb"


def test_a_locked_package_and_one_with_macros_are_refused():
    locked = bytearray(package("word/document.xml"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + flags] |= 1
    assert refusal("a.docx", bytes(locked)) == "upload_locked"
    assert refusal("a.docx", package("word/document.xml", "word/vbaProject.bin")) == "upload_macros"


@given(
    st.binary(max_size=400),
    st.sampled_from([b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b""]),
)
def test_no_bytes_at_all_bring_the_check_down(tail, head):
    try:
        assert examined("a", head + tail).kind in FileKind
    except Refused as refused:
        assert refused.reason in SENTENCES  # noqa: PT017
