"""Masks: what PII-05 keeps is kept, and nothing more is ever shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import masking
from yimen.rules.identifiers import DocumentKind
from yimen.rules.masking import MASKS

pytestmark = pytest.mark.rule("PII-05", "R-285")


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        ("name", "王小明", "王**"),
        ("name", "王明", "王*"),
        ("name", "欧阳小明", "欧阳**"),
        ("name", "欧阳明", "欧阳*"),
        ("name", "欧阳", "欧*"),  # a person called 阳 of the house of 欧
        ("name", "买买提·吐尔逊", "买******"),
        ("name", "王", "*"),
        ("name", "John Smith", "J*********"),
        ("identity_number", "11010519491231002X", "110***********002X"),
        ("identity_number", "110105491231002", "110********1002"),
        ("identity_number", "E12345678", "E1*****78"),
        ("identity_number", "H12345678", "H1*****78"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "0371-62812345", "**********345"),
        ("address", "登封市嵩阳街道少林路12号", "登封市嵩阳街道****"),
        ("address", "云岫市枕溪镇石桥村7组12号", "云岫市枕溪镇****"),
        ("address", "石桥村7组12号", "石桥村****"),
        ("address", "河南省新乡市红旗区人民东路甲1号", "河南省新乡市红旗区****"),
        ("address", "江苏省镇江市京口区正东路街道中山东路301号", "江苏省镇江市京口区正东路街道****"),
        ("address", "云岫市东城区人民路12号街道口小区3栋", "云岫市东城区****"),
        ("address", "人民路12号", "****"),
        ("bank_card", "6222021234567891234", "**** **** **** 1234"),
        ("bank_card", "6222 0212 3456 1234", "**** **** **** 1234"),
        ("bank_card", "1234", "**** **** **** ****"),
        ("plate", "豫A12312", "豫A***12"),
        ("plate", "豫AD12345", "豫A****45"),
        ("company", "云岫市枕溪建材有限公司", "云岫市枕溪建材有限公司"),
    ],
)
def test_each_kind_has_its_mask(kind, text, masked):
    assert MASKS[kind](text) == masked


def test_the_first_six_of_a_resident_number_may_stay_instead_of_three():
    assert masking.identity_number("11010519491231002X", head=6) == "110105********002X"


@given(st.text(min_size=1, max_size=30))
def test_a_name_and_a_number_keep_their_length_and_never_stay_whole(text):
    for mask in (masking.name, masking.identity_number, masking.phone, masking.plate):
        masked = mask(text)
        assert len(masked) == len(text)
        assert "*" in masked


@given(st.integers(10**9, 10**10 - 1))
def test_a_phone_number_hides_its_middle(rest):
    number = f"1{rest}"
    masked = masking.phone(number)
    assert (masked[:3], masked[3:7], masked[7:]) == (number[:3], "****", number[7:])


@given(st.text(st.sampled_from("云岫市东城区枕溪镇石桥村路街道乡县号0123456789组栋"), max_size=40))
def test_an_address_never_shows_a_house_number(text):
    masked = masking.address(text)
    assert masked.endswith("****")
    assert text.startswith(masked[:-4])
    assert not any(char in masked for char in "0123456789号")


@pytest.mark.parametrize("mask", MASKS.values())
def test_an_empty_field_shows_no_more_than_stars(mask):
    assert set(mask("")) <= {"*", " "}


def test_an_organisation_s_code_is_public_and_a_person_s_number_is_not():
    code, number = "91350100M000100Y43", "11010519491231002X"
    assert masking.document(DocumentKind.CREDIT_CODE, code) == code
    assert masking.document(DocumentKind.RESIDENT_ID, number) == "110***********002X"
    assert masking.document(DocumentKind.PASSPORT, "E12345678") == "E1*****78"
