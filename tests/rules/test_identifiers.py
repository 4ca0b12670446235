"""Identifiers: what the standards call right passes, what is mistyped does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.identifiers import (
    CreditCode,
    Division,
    Document,
    DocumentKind,
    ImplementationCode,
    Level,
    OrganisationCode,
    ResidentNumber,
    Scheme,
    Sex,
    parse_mobile,
)
from yimen.rules.refused import Refused

TODAY = date(2026, 3, 2)
CREDIT_CODES = (
    "91350100M000100Y43",
    "12441500196720244T",
    "11511301008778183N",
    "91110000600037341L",
    "115113010833722043",
)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
RESIDENT_NUMBERS = ("11010519491231002X", "440524188001010014", "130503196704010016")


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def reason_of(parse, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        parse(*args, **kwargs)
    return caught.value.reason


# ── organisations ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("ID-01")
@pytest.mark.parametrize("text", CREDIT_CODES)
def test_real_credit_codes_pass(text):
    assert str(CreditCode.parse(text)) == text


@pytest.mark.rule("ID-01")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("91350100M000100Y44", "credit_code_check"),
        ("91350100M000100Y4Z", "credit_code_character"),
        ("91350100M000100Y4", "credit_code_length"),
        ("91350100M000100Y433", "credit_code_length"),
        ("", "credit_code_length"),
        ("91350100Ｉ000100Y43", "credit_code_character"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(text, reason):
    assert reason_of(CreditCode.parse, text) == reason


@pytest.mark.rule("ID-01")
def test_a_character_outside_the_alphabet_is_named_with_its_place():
    with pytest.raises(Refused) as caught:
        CreditCode.parse("91350100M000100Y4Z")
    assert caught.value.facts == {"character": "Z", "place": 18}


@pytest.mark.rule("ID-01")
@pytest.mark.parametrize("text", CREDIT_CODES)
def test_a_credit_code_may_be_typed_small_wide_and_spaced(text):
    assert CreditCode.parse(f" {text[:8].lower()} {full_width(text[8:])}　") == CreditCode(text)


@pytest.mark.rule("ID-01")
@given(text=st.sampled_from(CREDIT_CODES), place=st.integers(0, 17), wrong=st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_in_a_credit_code_is_always_caught(text, place, wrong):
    mistyped = text[:place] + wrong + text[place + 1 :]
    if mistyped == text:
        assert CreditCode.parse(mistyped)
    else:
        assert reason_of(CreditCode.parse, mistyped) == "credit_code_check"


@pytest.mark.rule("ID-01")
def test_the_organisation_code_inside_is_checked_by_itself():
    # The outer check agrees with both texts; only the ninth character of the inner code differs.
    body = "91350100M000100Y"
    wrong = body + "3"
    weights = [pow(3, n, 31) for n in range(17)]
    outer = CREDIT_ALPHABET[
        -sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(wrong, weights, strict=True)) % 31
    ]
    assert reason_of(CreditCode.parse, wrong + outer) == "credit_code_check"


@pytest.mark.rule("ID-01")
def test_a_credit_code_knows_its_division_and_organisation():
    code = CreditCode.parse("12441500196720244T")
    assert (code.division, str(code.organisation)) == ("441500", "196720244")


@pytest.mark.rule("ID-01")
@pytest.mark.parametrize("text", ["083372204", "08337220-4", " 0833 72204 ", "00877844-x"])
def test_an_older_organisation_code_passes_with_or_without_its_hyphen(text):
    assert str(OrganisationCode.parse(text)) in {"083372204", "00877844X"}


@pytest.mark.rule("ID-01")
@given(place=st.integers(0, 8), wrong=st.sampled_from("0123456789"))
def test_one_wrong_digit_in_an_organisation_code_is_always_caught(place, wrong):
    mistyped = "083372204"[:place] + wrong + "083372204"[place + 1 :]
    if mistyped != "083372204":
        assert reason_of(OrganisationCode.parse, mistyped) == "organisation_code_check"


@pytest.mark.rule("ID-01")
@pytest.mark.parametrize("text", ["", "11736", "0833722042", "四五六"])
def test_what_is_no_organisation_code_is_refused(text):
    assert reason_of(OrganisationCode.parse, text) == "organisation_code_form"


# ── persons ──────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def resident_numbers(draw) -> str:
    born_on = draw(st.dates(date(1850, 1, 1), TODAY))
    region, order = draw(st.integers(110000, 659999)), draw(st.integers(0, 999))
    seventeen = f"{region}{born_on:%Y%m%d}{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


@pytest.mark.rule("ID-02")
@pytest.mark.parametrize("text", RESIDENT_NUMBERS)
def test_real_resident_numbers_pass(text):
    assert str(ResidentNumber.parse(text, today=TODAY)) == text


@pytest.mark.rule("ID-02")
def test_fifteen_digits_become_eighteen():
    assert str(ResidentNumber.parse("130503670401001", today=TODAY)) == "130503196704010016"


@pytest.mark.rule("ID-02")
def test_a_birth_before_1900_and_a_withdrawn_division_are_no_fault():
    assert ResidentNumber.parse("440524188001010014", today=TODAY).born_on == date(1880, 1, 1)


@pytest.mark.rule("ID-02")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("110105194912310021", "identity_number_check"),
        ("11010519491231002", "identity_number_form"),
        ("1101051949123100X2", "identity_number_form"),
        ("", "identity_number_form"),
        ("110105194902300020", "identity_number_date"),  # 30 February
        ("130503670431001", "identity_number_date"),  # 31 April, in fifteen digits
        ("110105202603030021", "identity_number_future"),  # born tomorrow
    ],
)
def test_a_wrong_resident_number_says_what_is_wrong(text, reason):
    assert reason_of(ResidentNumber.parse, text, today=TODAY) == reason


@pytest.mark.rule("ID-02")
def test_born_today_is_not_in_the_future():
    newborn = "110105202603030021"
    assert ResidentNumber.parse(newborn, today=TODAY + timedelta(days=1)).born_on == date(2026, 3, 3)


@pytest.mark.rule("ID-02")
@given(resident_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_in_a_resident_number_is_always_caught(text, place, wrong):
    mistyped = text[:place] + wrong + text[place + 1 :]
    if mistyped == text:
        assert str(ResidentNumber.parse(mistyped, today=TODAY)) == text
    else:
        reason = reason_of(ResidentNumber.parse, mistyped, today=TODAY)
        assert reason in {"identity_number_check", "identity_number_form"}


@pytest.mark.rule("ID-02")
@given(resident_numbers())
def test_a_resident_number_may_be_typed_small_wide_and_spaced(text):
    typed = f"{text[:6]} {full_width(text[6:14])}-{text[14:].lower()}"
    assert str(ResidentNumber.parse(typed, today=TODAY)) == text


@pytest.mark.rule("ID-02")
def test_the_seventeenth_digit_tells_the_sex():
    assert ResidentNumber.parse("11010519491231002X", today=TODAY).sex is Sex.FEMALE
    assert ResidentNumber.parse("440524188001010014", today=TODAY).sex is Sex.MALE


@pytest.mark.rule("ID-02", "R-285")
@pytest.mark.parametrize("text", ["110105194912310021", "1101051949123100X2", "110105194902300020"])
def test_a_refused_resident_number_is_not_repeated_in_the_facts(text):
    with pytest.raises(Refused) as caught:
        ResidentNumber.parse(text, today=TODAY)
    assert not [fact for fact in caught.value.facts.values() if len(str(fact)) > 2]


@pytest.mark.rule("ID-02")
@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("resident_id", "11010519491231002x", "11010519491231002X"),
        ("credit_code", "91350100m000100y43", "91350100M000100Y43"),
        ("passport", "e1234 5678", "E12345678"),
        ("passport", "EA1234567", "EA1234567"),
        ("passport", "X1234567A0", "X1234567A0"),
        ("hong_kong_macao_permit", "H12345678", "H12345678"),
        ("hong_kong_macao_permit", "M1234567801", "M1234567801"),
        ("taiwan_permit", "12345678", "12345678"),
        ("taiwan_permit", "1234567890（B）", "1234567890(B)"),
        ("residence_permit", "810000199408230021", "810000199408230021"),
        ("residence_permit", "830000199012310010", "830000199012310010"),
        ("permanent_resident_card", "911124198108030024", "911124198108030024"),
        ("permanent_resident_card", "FRA310081010112", "FRA310081010112"),
        ("officer_card", "南字第12345678号", "南字第12345678号"),
    ],
)
def test_every_document_of_identity_is_accepted(kind, text, number):
    kind = DocumentKind(kind)
    assert Document.parse(kind, text, today=TODAY) == Document(kind, number)


@pytest.mark.rule("ID-02")
@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("passport", "E", "document_number_form"),
        ("passport", "ABCDEFG", "document_number_form"),
        ("hong_kong_macao_permit", "12345678", "document_number_form"),
        ("taiwan_permit", "1234567", "document_number_form"),
        ("residence_permit", "810000199408230020", "identity_number_check"),
        ("residence_permit", "11010519491231002X", "document_number_form"),
        ("permanent_resident_card", "911124198108030025", "identity_number_check"),
        ("officer_card", "12345678", "document_number_form"),
    ],
)
def test_a_wrong_document_number_is_refused(kind, text, reason):
    assert reason_of(Document.parse, DocumentKind(kind), text, today=TODAY) == reason


@pytest.mark.rule("ID-04")
@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "008613800138000",
        "１３８００１３８０００",
    ],
)
def test_a_mainland_mobile_number_is_read_in_every_spelling(text):
    assert parse_mobile(text) == "13800138000"


@pytest.mark.rule("ID-04")
@pytest.mark.parametrize("text", ["", "12800138000", "1380013800", "138001380001", "0371-62812345", "86"])
def test_what_is_no_mainland_mobile_number_is_refused(text):
    assert reason_of(parse_mobile, text) == "mobile_form"


# ── divisions ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("ID-03")
@pytest.mark.parametrize(
    ("text", "level", "prefix"),
    [
        ("410000000000", Level.PROVINCE, "41"),
        ("410100000000", Level.CITY, "4101"),
        ("410185000000", Level.COUNTY, "410185"),
        ("410185101000", Level.TOWNSHIP, "410185101"),
        ("410185101201", Level.VILLAGE, "410185101201"),
        ("410185", Level.COUNTY, "410185"),
        ("990100", Level.CITY, "9901"),
        ("990100101", Level.TOWNSHIP, "990100101"),
    ],
)
def test_trailing_zeros_mark_the_level_of_a_division(text, level, prefix):
    division = Division.parse(text)
    assert (division.level, division.prefix) == (level, prefix)


@pytest.mark.rule("ID-03")
def test_a_division_leads_up_to_its_province():
    line, above = [], Division.parse("410185101201")
    while above is not None:
        line.append(above.code)
        above = above.parent
    assert line == ["410185101201", "410185101000", "410185000000", "410100000000", "410000000000"]


@pytest.mark.rule("ID-03")
def test_a_township_without_a_county_hangs_on_its_city():
    assert Division.parse("990100101000").parent == Division.parse("990100")


@pytest.mark.rule("ID-03")
def test_a_division_covers_itself_and_what_lies_inside_alone():
    city, town = Division.parse("990100"), Division.parse("990100101")
    village = Division.parse("990100101201")
    assert city.covers(city)
    assert city.covers(village)
    assert town.covers(village)
    assert not village.covers(town)
    assert not Division.parse("410185").covers(town)


@pytest.mark.rule("ID-03")
@given(st.integers(110000, 999999), st.integers(0, 999), st.integers(0, 999))
def test_a_parent_covers_its_child_and_lies_above_it(six, three, last):
    division = Division.parse(f"{six}{three:03}{last:03}")
    if division.parent is not None:
        assert division.parent.covers(division)
        assert division.parent.level < division.level


@pytest.mark.rule("ID-03")
@pytest.mark.parametrize("text", ["", "41", "41018", "4101851", "010185", "4101851012011", "四一"])
def test_what_is_no_division_code_is_refused(text):
    assert reason_of(Division.parse, text) == "division_form"


# ── items ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("CATL-11")
@pytest.mark.parametrize(
    "text",
    [
        "12441500196720244T3442199806003",
        "12441500196720244t3442199806003",
        "12441500196720244T 3 442199806003",
    ],
)
def test_a_national_implementation_code_is_recognised(text):
    code = ImplementationCode.parse(text)
    assert code.scheme is Scheme.NATIONAL
    assert str(code) == "12441500196720244T3442199806003"
    assert (str(code.body), code.basic) == ("12441500196720244T", "442199806003")


@pytest.mark.rule("CATL-10", "CATL-11")
@pytest.mark.parametrize(
    "text",
    [
        "512B0053300007-511602000000-000-115113010833722043-1-00",  # a province's own scheme
        "0100012000",  # a 基本编码 of ten
        "12441500196720244T344219980600301",  # 31 and two for the situation
        "12441500196720244T0442199806003",  # no such level
    ],
)
def test_another_scheme_is_kept_as_it_is_and_marked(text):
    code = ImplementationCode.parse(text)
    assert (str(code), code.scheme, code.body, code.doubtful) == (text, Scheme.OTHER, None, False)


@pytest.mark.rule("CATL-11")
@given(place=st.integers(0, 17), wrong=st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_makes_a_national_code_doubtful(place, wrong):
    right = "12441500196720244T3442199806003"
    code = ImplementationCode.parse(right[:place] + wrong + right[place + 1 :])
    assert code.doubtful is (str(code) != right)


@pytest.mark.rule("CATL-11")
def test_no_code_at_all_is_refused():
    assert reason_of(ImplementationCode.parse, " 　") == "item_code_missing"
