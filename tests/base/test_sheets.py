"""Lists in every form offices keep them in, and files that mean harm."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from yimen.base import sheets
from yimen.rules.refused import Refused

TABLE = "名称,编码\r\n占用道路,A1\r\n\r\n悬挂横幅,A2\r\n"


def reason(read: Callable[[bytes], object], content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content)
    return caught.value.reason


def cells(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(line.number, line.cells) for line in sheets.read_table(content)]


def workbook(*rows: list[object], at: str = "A1", hidden: bool = False) -> bytes:
    book = Workbook()
    if hidden:
        book.active.sheet_state = "hidden"
        book.active.append(["草稿"])
        book.create_sheet("清单")
    sheet = book.worksheets[-1]
    first = sheet[at]
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            sheet.cell(first.row + down, first.column + right, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def locked() -> bytes:
    """The outside of an encrypted workbook: a compound file with a stream `EncryptedPackage` (MS-OFFCRYPTO)."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 4 * 108
    )
    table = struct.pack("<II", fat, end) + struct.pack("<I", free) * 126

    def entry(name: str, kind: int, right: int, child: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        told = struct.pack("<HBBIII", len(raw), kind, 1, free, right, child)
        return raw.ljust(64, b"\0") + told + bytes(36) + struct.pack("<IQ", end, 0)

    folder = (
        entry("Root Entry", 5, free, 1)
        + entry("EncryptedPackage", 2, free, free)
        + entry("EncryptionInfo", 2, free, free)
    )
    return head + table + folder.ljust(512, b"\0")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_list_is_read_in_whatever_encoding_offices_save(encoding: str) -> None:
    assert cells(TABLE.encode(encoding)) == [
        (1, ("名称", "编码")),
        (2, ("占用道路", "A1")),
        (4, ("悬挂横幅", "A2")),
    ]


@pytest.mark.parametrize("sign", [",", "\t", ";", "，"])
def test_columns_may_be_parted_by_any_of_the_usual_signs(sign: str) -> None:
    assert cells(f"名称{sign}编码\n甲{sign}1\n".encode())[1] == (2, ("甲", "1"))


def test_a_row_is_reported_on_the_line_it_begins() -> None:
    assert [number for number, _ in cells('名称,编码\n"甲\n乙",1\n丙,2\n'.encode())] == [1, 2, 4]


def test_what_nobody_typed_on_purpose_is_taken_off() -> None:
    assert cells("\ufeff名称,编码\n\u3000占用\u200b道路 ,\x07A1\n".encode())[1] == (2, ("占用道路", "A1"))


@pytest.mark.parametrize("at", ["A1", "C5"])
def test_a_workbook_is_read_where_it_begins(at: str) -> None:
    lines = sheets.read_table(workbook(["名称", "编码"], ["甲", 7], [], ["乙", 2.5], at=at))
    first = 1 if at == "A1" else 5
    assert [line.number for line in lines] == [first, first + 1, first + 3]
    assert [line.cells[-2:] for line in lines] == [("名称", "编码"), ("甲", "7"), ("乙", "2.5")]


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
  <office:body><office:spreadsheet><table:table table:name="清单">
    <table:table-row><table:table-cell office:value-type="string"><text:p>名称</text:p></table:table-cell></table:table-row>
    <table:table-row{rows}><table:table-cell office:value-type="string"{columns}><text:p>甲</text:p></table:table-cell></table:table-row>
  </table:table></office:spreadsheet></office:body></office:document-content>"""


def repeated(what: str, times: int) -> str:
    return f' table:number-{what}-repeated="{times}"' if times > 1 else ""


def open_document(rows: int = 1, columns: int = 1) -> bytes:
    return zipped(
        **{
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF__manifest_dot_xml": b"<manifest/>",
            "content_dot_xml": ODS.format(
                rows=repeated("rows", rows), columns=repeated("columns", columns)
            ).encode(),
        }
    )


def test_an_open_document_sheet_is_read() -> None:
    assert cells(open_document()) == [(1, ("名称",)), (2, ("甲",))]


def test_a_cell_repeated_beyond_all_measure_does_not_fill_the_memory() -> None:
    assert reason(sheets.read_table, open_document(1_048_576, 16_384)) in {
        "file_unfolds_too_far",
        "file_damaged",
    }


def test_one_long_text_in_many_cells_is_a_small_file_and_too_long_an_answer() -> None:
    content = workbook(*[["许" * 30_000] * 40 for _ in range(40)])
    assert len(content) < 300_000
    assert reason(sheets.read_table, content) == "file_unfolds_too_far"


def test_a_hidden_sheet_is_not_what_the_clerk_sees() -> None:
    assert cells(workbook(["名称"], ["甲"], hidden=True))[0] == (1, ("名称",))


def test_cells_read_as_a_clerk_would() -> None:
    rows = sheets.read_table(
        workbook(
            ["x"],
            [True],
            [False],
            [date(2025, 1, 1)],
            [datetime.fromisoformat("2025-01-01T09:30:00")],
            [20.0],
        )
    )
    assert [row.cells[0] for row in rows] == ["x", "是", "否", "2025-01-01", "2025-01-01T09:30:00", "20"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "file_empty"),
        (b" \r\n\t", "file_empty"),
        (b",,,\n,,\n", "file_empty"),
        (b"%PDF-1.7\n1 0 obj", "file_not_a_table"),
        (b"<html><table><tr><td>x</td></tr></table>", "file_not_a_table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_not_a_table"),
        (b"\x81\x20\x81\x30\xff", "file_encoding_unknown"),
        (b"PK\x03\x04 and then nothing", "file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "file_damaged"),
        (zipped(word__document_dot_xml=b"<w/>"), "file_not_a_table"),
        (zipped(xl__workbook_dot_xml=b"<workbook"), "file_damaged"),
        (b"a,b\n" + b"x" * (sheets.MOST_BYTES), "file_too_large"),
        (b"a\n" * (sheets.MOST_ROWS + 1), "file_rows_too_many"),
        (b"a,b\n" + b'"' + b"x" * 200_000 + b'"\n', "file_not_a_table"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, expected: str) -> None:
    assert reason(sheets.read_table, content) == expected


def test_a_workbook_that_says_it_unfolds_too_far_is_not_unfolded() -> None:
    bomb = zipped(
        xl__workbook_dot_xml=b"<workbook/>", xl__sharedStrings_dot_xml=b"0" * (sheets.MOST_UNFOLDED + 1)
    )
    assert len(bomb) < sheets.MOST_UNFOLDED // 500
    assert reason(sheets.read_table, bomb) == "file_unfolds_too_far"


def test_two_cells_that_span_the_whole_sheet_do_not_fill_the_memory() -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "x", "y"
    out = io.BytesIO()
    book.save(out)
    assert reason(sheets.read_table, out.getvalue()) == "file_unfolds_too_far"


def test_a_workbook_locked_with_a_password_says_so() -> None:
    assert reason(sheets.read_table, locked()) == "file_locked"


# --- JSON ----


def test_each_object_of_a_list_knows_the_line_it_begins_on() -> None:
    entries = sheets.read_json('\ufeff[\n {"名称": "甲"},\n\n {"名称":\n  "乙"}\n]'.encode())
    assert [(each.number, each.fields["名称"]) for each in entries] == [(2, "甲"), (4, "乙")]


def test_a_single_object_is_a_list_of_one() -> None:
    assert [each.fields for each in sheets.read_json(b' {"a": 1} ')] == [{"a": 1}]


@pytest.mark.parametrize(
    "content",
    [b"[1]", b'["x"]', b'[{"a": 1} {"b": 2}]', b'[{"a": ', b"[", b"[" * 100_000, b'{"a": 1} {"b": 2}', b'[{"a": 1],'],
)  # fmt: skip
def test_what_is_no_list_of_objects_is_refused_with_its_line(content: bytes) -> None:
    assert reason(sheets.read_json, content) == "file_not_json"


def test_an_empty_list_is_empty() -> None:
    assert reason(sheets.read_json, b"[]") == "file_empty"


@pytest.mark.parametrize(("content", "expected"), [(b" [", True), (b"\xef\xbb\xbf{", True), (b"a,b", False)])
def test_the_content_says_what_a_file_is(content: bytes, expected: bool) -> None:
    assert sheets.is_json(content) is expected
