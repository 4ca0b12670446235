"""The ticket printer: bytes as its makers wrote them down, and slips that are out or honestly not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.gateways.escpos import Code, Line, NotPrinted, Paper, Rule, Trouble
from yimen.gateways.escpos.language import COLUMNS, encode, folded, is_status, read_confirmation, width
from yimen.gateways.escpos.over_tcp import PrinterOverTcp
from yimen.gateways.escpos.reader import Reader, Sheet
from yimen.gateways.escpos.simulator import Behaviour, Simulator

SLIP = (
    Line("云岫市政务服务中心", centred=True),
    Line("A007", size=4, bold=True, centred=True),
    Rule(),
    Line("前面 3 人"),
    Code("https://hall.example/t/x", dot=5),
)
GOLDEN = [
    b"\x1b@", b"\x1bt\x00", b"\x1c&",
    b"\x1ba\x01", b"\x1d!\x00", b"\x1bE\x00", "云岫市政务服务中心\n".encode("gb18030"), b"\x1d!\x00", b"\x1bE\x00", b"\x1ba\x00",
    b"\x1ba\x01", b"\x1d!\x33", b"\x1bE\x01", b"A007\n", b"\x1d!\x00", b"\x1bE\x00", b"\x1ba\x00",
    b"-" * 48 + b"\n",
    b"\x1ba\x00", b"\x1d!\x00", b"\x1bE\x00", "前面 3 人\n".encode("gb18030"), b"\x1d!\x00", b"\x1bE\x00", b"\x1ba\x00",
    b"\x1ba\x01",
    b"\x1d(k\x04\x001A2\x00", b"\x1d(k\x03\x001C\x05", b"\x1d(k\x03\x001E1",
    b"\x1d(k\x1b\x001P0https://hall.example/t/x", b"\x1d(k\x03\x001Q0",
    b"\x1ba\x00",
    b"\x1dVB\x03",
]  # fmt: skip
pytestmark = pytest.mark.rule("R-218", "S-40")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    simulator = Simulator()
    simulator.start()
    yield simulator
    simulator.stop()


def printer(simulator: Simulator, **waits: float) -> PrinterOverTcp:
    host, port = simulator.address.split(":")
    return PrinterOverTcp(host, int(port), **{"patience": 0.5, "printing": 0.5, **waits})


def read(data: bytes, *, at_once: int = 10_000) -> list[Sheet]:
    sheets: list[Sheet] = []
    reader = Reader(
        sheets.append, lambda: None, lambda: False, lambda n: b"", lambda: b"", lambda answer: None
    )
    for start in range(0, len(data), at_once):
        reader.feed(data[start : start + at_once])
    return sheets


def test_a_slip_is_these_bytes() -> None:
    assert encode(SLIP) == b"".join(GOLDEN)


def test_a_slip_comes_out_as_it_was_meant(simulator: Simulator) -> None:
    assert printer(simulator).print(SLIP) is Paper.ENOUGH
    [slip] = simulator.slips
    assert slip["lines"] == [
        {"text": "云岫市政务服务中心", "size": [1, 1], "bold": False, "align": "centre"},
        {"text": "A007", "size": [4, 4], "bold": True, "align": "centre"},
        {"text": "-" * 48, "size": [1, 1], "bold": False, "align": "left"},
        {"text": "前面 3 人", "size": [1, 1], "bold": False, "align": "left"},
        {"qr": "https://hall.example/t/x"},
    ]
    assert b"".join(GOLDEN) in bytes(simulator.received)


@given(st.text(max_size=40), st.integers(1, 8))
def test_no_text_can_give_the_printer_an_order(text: str, size: int) -> None:
    [sheet] = read(encode((Line(text, size=size),)))
    assert all(line["size"] == [size, size] for line in sheet.lines)
    assert not set("\x1b\x1c\x1d\x10\x04") & set("".join(line["text"] for line in sheet.lines))


@given(
    st.text(
        alphabet=st.characters(codec="gbk", exclude_categories=["Cc", "Cs", "Zs"]), min_size=1, max_size=60
    )
)
def test_what_the_printer_has_letters_for_comes_back_unchanged(text: str) -> None:
    [sheet] = read(encode((Line(text),)))
    assert "".join(line["text"] for line in sheet.lines) == text


@given(st.integers(1, 7))
def test_the_pieces_in_which_bytes_arrive_do_not_matter(pieces: int) -> None:
    assert read(encode(SLIP), at_once=pieces) == read(encode(SLIP))


@given(st.text(alphabet="ab 窗口一二三,。", max_size=80), st.integers(4, COLUMNS))
def test_no_line_is_wider_than_the_paper(text: str, columns: int) -> None:
    assert all(width(line) <= columns for line in folded(text, columns))


def test_words_are_not_cut_where_they_need_not_be() -> None:
    assert folded("please wait near the windows", 12) == ["please wait", "near the", "windows"]


@pytest.mark.parametrize(
    ("behaviour", "trouble"),
    [
        (Behaviour(paper="out"), Trouble.PAPER_OUT),
        (Behaviour(cover_open=True), Trouble.COVER_OPEN),
        (Behaviour(cutter=True), Trouble.CUTTER),
        (Behaviour(offline=True), Trouble.OFFLINE),
        (Behaviour(dumb=True), Trouble.NO_ANSWER),
    ],
)
def test_what_is_in_the_way_is_named_and_nothing_is_sent(
    simulator: Simulator, behaviour: Behaviour, trouble: Trouble
) -> None:
    simulator.behave(behaviour)
    with pytest.raises(NotPrinted) as failure:
        printer(simulator).print(SLIP)
    assert failure.value.trouble is trouble
    assert printer(simulator).status().trouble is trouble
    simulator.behave(Behaviour())
    time.sleep(0.2)
    assert simulator.slips == []


def test_a_roll_that_ends_within_a_slip_is_no_printed_slip(simulator: Simulator) -> None:
    simulator.behave(Behaviour(lines=2))
    with pytest.raises(NotPrinted) as failure:
        printer(simulator).print(SLIP)
    assert (failure.value.trouble, failure.value.paper) == (Trouble.PAPER_OUT, Paper.OUT)
    assert simulator.slips == []


def test_the_last_slips_say_that_the_roll_ends(simulator: Simulator) -> None:
    simulator.behave(Behaviour(sheets=3))
    assert [printer(simulator).print(SLIP) for _ in range(3)] == [Paper.NEAR_END, Paper.NEAR_END, Paper.OUT]
    assert printer(simulator).status().trouble is Trouble.PAPER_OUT
    assert len(simulator.slips) == 3


def test_a_printer_that_is_off_is_unreachable_within_its_patience() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    status = PrinterOverTcp("127.0.0.1", port, patience=0.5).status()
    assert status.trouble is Trouble.UNREACHABLE
    assert PrinterOverTcp("").status().trouble is Trouble.UNREACHABLE
    assert time.monotonic() - began < 2


def test_a_printer_that_hangs_up_half_way_has_not_printed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            wire, _ = server.accept()
            with wire:
                for _ in range(4):
                    wire.recv(3)
                    wire.sendall(b"\x12")
                wire.recv(64)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with pytest.raises(NotPrinted) as failure:
            PrinterOverTcp("127.0.0.1", server.getsockname()[1], patience=0.5, printing=0.5).print(SLIP)
        thread.join()
    assert failure.value.trouble in {Trouble.UNREACHABLE, Trouble.NO_ANSWER}


def test_an_answer_that_comes_late_is_not_taken_for_another() -> None:
    assert is_status(0x12)
    assert read_confirmation(0x12) is None
    assert not is_status(0x00)
    assert read_confirmation(0x00) is Paper.ENOUGH


def test_ten_people_at_once_get_ten_whole_slips(simulator: Simulator) -> None:
    threads = [
        threading.Thread(
            target=printer(simulator, printing=3).print, args=((Line(f"B{n:03}", size=2), Code(f"t/{n}")),)
        )
        for n in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slip["lines"][0]["text"] for slip in simulator.slips) == [f"B{n:03}" for n in range(10)]
    assert all(slip["lines"][1]["qr"] == f"t/{int(slip['lines'][0]['text'][1:])}" for slip in simulator.slips)
