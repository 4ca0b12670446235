"""Numbers: one for life, read in every spelling, caught when mistyped."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.identifiers import ImplementationCode
from yimen.rules.numbering import (
    Block,
    CaseNumber,
    MaterialNumber,
    PaperNumber,
    case_series,
    check_blocks,
    check_digit,
    exchange_number,
    exchange_series,
    item_keys,
    next_serial,
    paper_series,
    paper_word,
    place_of_keys,
    plain_query_code,
    query_code,
)
from yimen.rules.refused import Refused

MONDAY = date(2026, 3, 2)
SEVEN = CaseNumber("990100", MONDAY, 7)
LAW_PAPER_NUMBER = re.compile(r"^[\u4e00-\u9fa5A-Za-z（）()]{1,20}〔(19|20)\d{2}〕[1-9]\d*号$")
ITEM = ImplementationCode.parse("12441500196720244T3442199806003")

CASE_NUMBERS = st.builds(
    CaseNumber,
    st.integers(110000, 999999).map(str),
    st.dates(date(1990, 1, 1), date(2150, 12, 31)),
    st.integers(1, 999_999_999),
)
WORDS = st.text(st.sampled_from("云岫城管受补许办政环Ab（）"), min_size=1, max_size=20)
PAPER_NUMBERS = st.builds(PaperNumber, WORDS, st.integers(1900, 2099), st.integers(1, 10**12))


def reason_of(parse, *args) -> str:
    with pytest.raises(Refused) as caught:
        parse(*args)
    return caught.value.reason


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-140")
def test_a_case_number_is_division_day_serial_and_check_digit():
    assert str(SEVEN) == "990100-20260302-00007-3"
    assert SEVEN.digits == "99010020260302000073"
    assert str(CaseNumber("410185", MONDAY, 7)) == "410185-20260302-00007-7"
    assert str(CaseNumber("410185", date(2026, 11, 22), 318)) == "410185-20261122-00318-7"


@pytest.mark.rule("R-140")
@pytest.mark.parametrize(
    "valid", ["07945", "86095742719", "47036892816", "33392005961"]
)  # the standard's own, two German and a Croatian number of the same scheme
def test_the_check_digit_is_that_of_iso_7064_mod_11_10(valid):
    assert check_digit(valid[:-1]) == valid[-1]


@pytest.mark.rule("R-140")
@pytest.mark.parametrize(
    "text",
    [
        "990100-20260302-00007-3",
        "99010020260302000073",
        " 990100 20260302 00007 3 ",
        "９９０１００－２０２６０３０２－００００７－３",
        "990100—20260302–00007−3",
    ],
)
def test_hyphens_spaces_and_width_do_not_matter(text):
    assert CaseNumber.parse(text) == SEVEN


@pytest.mark.rule("R-140")
@given(CASE_NUMBERS)
def test_a_printed_case_number_parses_back(number):
    assert CaseNumber.parse(str(number)) == number
    assert CaseNumber.parse(number.digits) == number


@pytest.mark.rule("R-140")
@given(CASE_NUMBERS, st.data())
def test_one_wrong_digit_in_a_case_number_is_always_caught(number, data):
    digits = number.digits
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != digits[place]))
    assert reason_of(CaseNumber.parse, digits[:place] + wrong + digits[place + 1 :]) == "number_mistyped"


@pytest.mark.rule("R-140")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "990100",
        "990100-20260302-00007",
        "990100-20260302-00007-3-1",
        "990100-20260230-00007-" + check_digit("9901002026023000007"),  # 30 February
        "990100-20260302-00000-" + check_digit("9901002026030200000"),  # there is no serial nought
        "990100-20260302-000007-" + check_digit("99010020260302000007"),  # one number, one spelling
        "99010020260302000073" * 40,
        "登城管受〔2026〕35号",
    ],
)
def test_what_is_no_case_number_is_refused_without_a_hint(text):
    with pytest.raises(Refused) as caught:
        CaseNumber.parse(text)
    assert (caught.value.reason, caught.value.facts) == ("number_mistyped", {})


@pytest.mark.rule("R-216")
def test_a_mistyped_number_and_an_absent_case_are_answered_in_the_same_words():
    from yimen.base.refusals import SENTENCES

    assert SENTENCES["number_mistyped"] == SENTENCES["no_such_case"]
    assert SENTENCES["paper_number_mistyped"] == SENTENCES["no_such_paper"]


@pytest.mark.rule("R-140")
def test_a_busy_day_writes_longer_numbers():
    busy = CaseNumber("990100", MONDAY, 123456)
    assert str(busy).startswith("990100-20260302-123456-")
    assert CaseNumber.parse(busy.digits) == busy


@pytest.mark.rule("R-140")
@given(CASE_NUMBERS)
def test_a_keypad_and_a_voice_will_do_for_a_case_number(number):
    assert re.fullmatch(r"[0-9]{20,}", number.digits)
    assert set(number.spoken) <= set("零幺二三四五六七八九，")
    assert len(number.spoken) == len(str(number))


@pytest.mark.rule("R-140")
def test_a_case_number_is_read_out_digit_by_digit():
    assert SEVEN.spoken == "九九零幺零零，二零二六零三零二，零零零零七，三"


@pytest.mark.rule("R-138")
def test_the_serials_of_a_day_have_their_key():
    assert SEVEN.series == case_series("990100", MONDAY) == "case:990100:20260302"


# ── blocks for places that may be offline ────────────────────────────────────────────────────────────

BLOCKS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 12)), max_size=5).map(
    lambda pairs: [
        Block(first, first + length)
        for k, (first, length) in enumerate(sorted(pairs))
        if all(first > before + reach for before, reach in sorted(pairs)[:k])
    ]
)


@pytest.mark.rule("R-138")
@given(BLOCKS)
def test_the_common_series_uses_every_serial_outside_the_blocks_once(blocks):
    check_blocks(blocks)
    used, last = [], 0
    while last < 100:
        last = next_serial(last, blocks)
        used.append(last)
    reserved = {serial for block in blocks for serial in range(block.first, block.last + 1)}
    assert used == [serial for serial in range(1, last + 1) if serial not in reserved]


@pytest.mark.rule("R-138")
def test_a_block_gives_its_own_numbers_in_order_until_they_are_used_up():
    block = Block(90001, 90003)
    assert [block.serial(n) for n in (1, 2, 3)] == [90001, 90002, 90003]
    assert reason_of(block.serial, 4) == "block_used_up"


@pytest.mark.rule("R-138")
@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ([Block(1, 10), Block(10, 20)], "blocks_overlap"),
        ([Block(5, 6), Block(1, 100)], "blocks_overlap"),
        ([Block(7, 6)], "block_empty"),
        ([Block(0, 6)], "block_empty"),
    ],
)
def test_blocks_that_meet_or_hold_nothing_are_refused(blocks, reason):
    assert reason_of(check_blocks, blocks) == reason


def test_two_blocks_side_by_side_are_skipped_together():
    assert next_serial(9, [Block(15, 19), Block(10, 14)]) == 20


# ── materials ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-138")
def test_a_material_number_is_the_case_number_and_an_order_number():
    assert str(MaterialNumber(SEVEN, 2)) == "990100-20260302-00007-3-02"


@pytest.mark.rule("R-138")
@given(CASE_NUMBERS, st.integers(1, 9999))
def test_a_printed_material_number_parses_back(case, order):
    number = MaterialNumber(case, order)
    assert MaterialNumber.parse(str(number)) == number


@pytest.mark.rule("R-138")
@pytest.mark.parametrize(
    "text",
    ["", "990100-20260302-00007-3", "990100-20260302-00007-3-00", "990100-20260302-00007-4-01", "9-9"],
)
def test_what_is_no_material_number_is_refused(text):
    assert reason_of(MaterialNumber.parse, text) == "number_mistyped"


# ── the exchange ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("CATL-13")
def test_an_exchange_number_has_43_characters_of_item_day_and_sequence():
    number = exchange_number(ITEM, MONDAY, 12)
    assert number == "12441500196720244T3442199806003" + "20260302" + "0012"
    assert len(number) == 43
    assert exchange_series(ITEM, MONDAY) == "exchange:12441500196720244T3442199806003:20260302"


@pytest.mark.rule("CATL-13")
def test_no_exchange_number_is_made_of_a_foreign_code_or_past_the_last():
    foreign = ImplementationCode.parse("0100012000")
    assert reason_of(exchange_number, foreign, MONDAY, 1) == "exchange_code_foreign"
    assert len(exchange_number(ITEM, MONDAY, 9999)) == 43
    assert reason_of(exchange_number, ITEM, MONDAY, 10000) == "exchange_used_up"


# ── papers ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R-138")
def test_a_paper_number_is_word_year_and_number():
    number = PaperNumber("云城管受", 2026, 35)
    assert str(number) == "云城管受〔2026〕35号"
    assert number.series == paper_series("云城管受", 2026) == "paper:云城管受:2026"
    assert PaperNumber.in_series("paper:云城管受:2026", 35) == number


@pytest.mark.rule("R-138")
@pytest.mark.parametrize(
    "text",
    [
        "云城管受〔2026〕35号",
        "云城管受[2026]35号",
        "云城管受［2026］35号",
        "云城管受(2026)35号",
        "云城管受（2026）35号",
        "云城管受【2026】35号",
        "云城管受{2026}35号",
        "云城管受﹝2026﹞35号",
        "云城管受〔２０２６〕３５号",
        " 云城管受 〔2026〕 35 号 ",
        "云城管受〔2026〕第35号",
        "云城管受〔2026〕035号",
        "云城管受〔2026〕35",
    ],
)
def test_any_brackets_are_read_and_hexagonal_ones_written(text):
    assert str(PaperNumber.parse(text)) == "云城管受〔2026〕35号"


@pytest.mark.rule("R-138")
@given(PAPER_NUMBERS)
def test_a_printed_paper_number_obeys_the_standard_and_parses_back(number):
    assert LAW_PAPER_NUMBER.fullmatch(str(number))
    assert PaperNumber.parse(str(number)) == number
    assert PaperNumber.in_series(number.series, number.n) == number


@pytest.mark.rule("R-138")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "云城管受2026-35号",
        "〔2026〕35号",
        "云城管受〔26〕35号",
        "云城管受〔2026〕号",
        "云城管受〔2026〕0号",
        "云城管受〔2026〕三十五号",
        "云城:管受〔2026〕35号",
        "云" * 21 + "〔2026〕35号",
        "云城管受〔2026〕35号之一",
        "(" * 5000,
    ],
)
def test_what_is_no_paper_number_is_refused(text):
    assert reason_of(PaperNumber.parse, text) == "paper_number_mistyped"


@pytest.mark.rule("R-138")
def test_a_word_with_a_bracket_keeps_it_apart_from_the_year():
    assert PaperNumber.parse("云城管(试)(2026)5号") == PaperNumber("云城管（试）", 2026, 5)


@pytest.mark.rule("R-138")
def test_an_organ_s_word_is_judged_when_it_is_set():
    assert paper_word(" 云城管(试) ") == "云城管（试）"
    for wrong in ("", "云城:管", "云城管2", "云" * 21):
        assert reason_of(paper_word, wrong) == "paper_word_form"


# ── query codes ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("C-26")
@given(st.binary(min_size=16, max_size=16))
def test_a_query_code_is_ten_digits_that_read_back(random):
    code = query_code(random)
    assert re.fullmatch(r"[0-9]{5}-[0-9]{5}", code)
    assert plain_query_code(f" {code[:5]} {code[6:]}　") == plain_query_code(code) == code.replace("-", "")


@pytest.mark.rule("C-26")
def test_every_digit_of_a_query_code_is_as_likely_as_another():
    codes = [plain_query_code(query_code(n.to_bytes(4) * 4)) for n in range(20_000)]
    for place in range(10):
        counts = [sum(code[place] == digit for code in codes) for digit in "0123456789"]
        assert min(counts) > 1_700
        assert max(counts) < 2_300


@pytest.mark.rule("R-219")
@given(place=st.integers(1, 10**9 - 1), digit=st.integers(0, 9), slip=st.integers(1, 9))
def test_the_keys_of_an_item_lead_back_to_it_and_one_slip_leads_nowhere(
    place: int, digit: int, slip: int
) -> None:
    keys = item_keys(place)
    assert place_of_keys(keys) == place
    at = digit % len(keys)
    wrong = keys[:at] + str((int(keys[at]) + slip) % 10) + keys[at + 1 :]
    with pytest.raises(Refused, match="number_mistyped"):
        place_of_keys(wrong)


@pytest.mark.parametrize("typed", ["", "1", "012", "01 2x", "12345678901234"])
def test_what_no_keypad_gave_is_no_item(typed: str) -> None:
    with pytest.raises(Refused, match="number_mistyped"):
        place_of_keys(typed)
