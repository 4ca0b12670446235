"""Applicants: kept as told, sealed at rest, found again without being read."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

import town
from yimen.base import crypto
from yimen.modules.ledger import queries as ledger
from yimen.modules.ledger.models import Book
from yimen.modules.people import commands, queries
from yimen.modules.people.models import Person
from yimen.modules.people.queries import PersonKind
from yimen.rules.refused import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NUMBER, PHONE = "11010519491231002X", "13800005678"
CREDIT = "91350100M000100Y43"


def sun(**told: Any) -> commands.PersonRef:
    """Sun Wen with a resident ID, or as told."""
    given = {"kind": "person", "name": "孙文", "id_type": None, "id_number": NUMBER, "phone": PHONE, **told}
    return commands.known(**given, today=TODAY)


def raw(table: str = "people_person") -> bytes:
    """Every byte the database keeps of that table, as a thief of the disk would read it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(convert_to(t::text, 'UTF8'), '') FROM {table} t")
        return bytes(cursor.fetchone()[0])


@pytest.mark.rule("R-285")
def test_identity_number_and_telephone_are_encrypted_at_rest() -> None:
    sun()
    kept = raw()
    for secret in (NUMBER, PHONE):
        assert secret.encode() not in kept
        assert secret.encode().hex().encode() not in kept  # bytea prints as hexadecimal
    row = Person.objects.get()
    assert crypto.open_("people.person.id_number", row.id_number) == NUMBER.encode()
    with pytest.raises(crypto.Unopenable):
        crypto.open_("people.person.phone", row.id_number)


@pytest.mark.rule("R-285", "PII-05")
def test_nothing_personal_shows_in_a_repr_or_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ref = sun()
        card = queries.person(ref.id, unmasked=True)
        told = queries.read_told("person", "孙文", None, NUMBER, PHONE, today=TODAY)
        logging.getLogger("yimen").info("%r %r %r %r", ref, card, told, Person.objects.get())
    assert caplog.records
    for secret in (NUMBER, PHONE, "孙文"):
        assert secret not in caplog.text


@pytest.mark.rule("R-285")
def test_an_applicant_is_masked_unless_there_is_a_need() -> None:
    ref = sun()
    masked, full = queries.person(ref.id, unmasked=False), queries.person(ref.id, unmasked=True)
    assert (masked.name_masked, masked.id_number, masked.phone) == (
        "孙*",
        "110***********002X",
        "138****5678",
    )
    assert (full.id_number, full.phone) == (NUMBER, PHONE)
    assert (ref.id_masked, ref.phone_masked) == (masked.id_number, masked.phone)


def test_an_organisations_register_is_public() -> None:
    ref = sun(kind="organisation", name="云岫市 清泉餐饮有限公司", id_number=CREDIT.lower())
    card = queries.person(ref.id, unmasked=False)
    assert (card.name_masked, card.id_number, card.id_type) == (
        "云岫市 清泉餐饮有限公司",
        CREDIT,
        "credit_code",
    )
    assert card.kind is PersonKind.ORGANISATION


def test_the_same_applicant_is_known_again() -> None:
    assert sun().id == sun(name=" 孙文 ", phone="+86 138-0000-5678", id_type="resident_id").id
    assert Person.objects.count() == 1


def test_a_new_telephone_is_a_new_row_that_shares_the_number() -> None:
    first, second = sun(), sun(phone="13900001234")
    assert first.id != second.id
    assert queries.person_ids(NUMBER) == [second.id, first.id]


def test_filing_under_anothers_number_never_renames_them() -> None:
    mine, theirs = sun(), sun(name="冒名")
    assert mine.id != theirs.id
    assert queries.person(mine.id, unmasked=False).name == "孙文"


@pytest.mark.rule("ID-02")
def test_a_number_of_fifteen_digits_is_the_one_of_eighteen() -> None:
    old, new = sun(id_number="130503670401001"), sun(id_number="130503196704010016")
    assert old.id == new.id
    assert queries.person_ids("130503670401001") == [old.id]


@pytest.mark.rule("R-285")
@pytest.mark.parametrize(
    "text", [NUMBER, NUMBER.lower(), "110105 19491231 002x", PHONE, "138 0000 5678", "孙", "孙文", " 孙文 "]
)
def test_applicants_are_found_by_whole_number_telephone_or_the_beginning_of_the_name(text: str) -> None:
    ref = sun()
    sun(name="李河", id_number="440524188001010014", phone="13900001234")
    assert queries.person_ids(text) == [ref.id]


@pytest.mark.parametrize("text", ["", "  ", "文", "%", "_文", "孙\\", NUMBER[:17], PHONE[-4:], "1380000"])
def test_parts_of_numbers_and_wild_cards_find_nobody(text: str) -> None:
    sun()
    assert queries.person_ids(text) == []


def test_values_sealed_under_an_earlier_key_are_still_found(settings: Any) -> None:
    ref = sun()
    settings.YIMEN_KEYS = ["a-new-key-that-is-long-enough-for-this", *settings.YIMEN_KEYS]
    assert queries.person_ids(NUMBER) == [ref.id]
    assert queries.person(ref.id, unmasked=True).id_number == NUMBER


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"id_number": "110105194912310021"}, {"id_number": "identity_number_check"}),
        ({"phone": "12345"}, {"phone": "mobile_form"}),
        ({"name": "  "}, {"name": "name_missing"}),
        ({"name": "王" * 201}, {"name": "name_long"}),
        ({"id_type": "library_card"}, {"id_type": "document_kind"}),
        ({"kind": "ghost"}, {"kind": "person_kind"}),
        ({"kind": "organisation"}, {"id_number": "credit_code_check"}),
    ],
)
def test_what_cannot_be_right_is_named_with_its_field(told: dict[str, str], fields: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        sun(**told)
    assert caught.value.facts["fields"] == fields
    assert caught.value.reason == next(iter(fields.values()))
    assert Person.objects.count() == 0


def test_several_faults_are_named_at_once() -> None:
    with pytest.raises(Refused) as caught:
        sun(name="", id_number="1", phone="2")
    assert caught.value.reason == "applicant_unclear"
    assert caught.value.facts["fields"].keys() == {"name", "id_number", "phone"}


@pytest.mark.rule("R-078")
def test_an_application_with_faults_is_kept_as_told_and_found_again() -> None:
    ref = sun(id_number="11010519491231", phone="", as_told=True)
    assert sun(id_number="11010519491231", phone="", as_told=True).id == ref.id
    assert queries.person_ids("11010519491231") == [ref.id]
    assert queries.person(ref.id, unmasked=True).phone == ""
    stranger = sun(name="无名", id_number="", phone="", as_told=True)
    assert queries.person_ids("无名") == [stranger.id]


@pytest.mark.rule("ID-04")
def test_a_landline_with_its_area_code_is_a_telephone() -> None:
    ref = sun(phone="0371-6543210")
    assert queries.person(ref.id, unmasked=True).phone == "03716543210"


@pytest.mark.rule("PII-05")
def test_every_unveiling_is_recorded_with_its_purpose(now: datetime) -> None:
    place, ref = town.build(now), sun()
    card = commands.unveil(place.actor("lin"), ref.id, purpose="电话联系申请人补正材料", now=now)
    assert card.phone == PHONE
    last = ledger.lines(Book.objects.get(name="people").id, private=True)[-1]
    assert (last.act, last.actor, last.body["facts"]) == ("unveil", place.staff["lin"], {"person": ref.id})
    assert last.private == {"purpose": "电话联系申请人补正材料"}
    with pytest.raises(Refused) as caught:
        commands.unveil(place.actor("lin"), 0, purpose="x", now=now)
    assert caught.value.reason == "no_such_person"


def test_one_statement_each(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        ref = sun()
    with django_assert_num_queries(1):
        sun()
    for run in (
        lambda: queries.person(ref.id, unmasked=False),
        lambda: queries.persons([ref.id]),
        lambda: queries.person_ids(NUMBER),
        lambda: queries.person_ids("孙"),
    ):
        with django_assert_num_queries(1):
            run()


def test_finding_an_applicant_reads_no_table_from_end_to_end() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_person (kind, name, id_type, id_number, id_index, id_masked, phone, phone_index, phone_masked)"
            " SELECT 'person', '名' || n, 'resident_id', '', convert_to('i' || n, 'UTF8'), '', '', convert_to('p' || n, 'UTF8'), ''"
            " FROM generate_series(1, 20000) n"
        )
        cursor.execute("ANALYZE people_person")
        sql = "EXPLAIN SELECT id FROM people_person WHERE name LIKE '名777%' OR id_index = ANY (ARRAY['\\x01'::bytea]) OR phone_index = ANY (ARRAY['\\x02'::bytea]) ORDER BY id DESC LIMIT 200"
        cursor.execute(sql)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert plan.count("Bitmap Index Scan") == 3
