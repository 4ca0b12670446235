"""Personal fields at rest: unreadable without a key, unmovable, findable by equality alone."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from yimen.base import crypto
from yimen.base.crypto import Sealer, Unopenable

pytestmark = pytest.mark.rule("R-285", "SEC-01")

OLD, NEW = "the key of last year, 32 characters or more", "the key of this year, 32 characters or more"
FIELD = "people.person.number"
NUMBER = "11010519491231002X"
SUITES = st.sampled_from(["aes", "sm"])


@given(SUITES, st.text(max_size=20), st.binary(max_size=200))
def test_what_was_sealed_opens_again(suite, field, plain):
    sealer = Sealer([NEW], suite)
    sealed = sealer.seal(field, plain)
    assert sealer.open(field, sealed) == plain
    assert sealer.open(field, memoryview(sealed)) == plain


@given(SUITES, st.binary(min_size=8, max_size=80))
def test_the_sealed_value_shows_nothing_and_never_repeats(suite, plain):
    sealer = Sealer([NEW], suite)
    one, two = sealer.seal(FIELD, plain), sealer.seal(FIELD, plain)
    assert plain not in one
    assert one != two


@given(SUITES, st.binary(max_size=40), st.data())
def test_any_flipped_bit_is_found(suite, plain, data):
    sealer = Sealer([NEW], suite)
    sealed = bytearray(sealer.seal(FIELD, plain))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unopenable):
        sealer.open(FIELD, bytes(sealed))


@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_a_value_moved_to_another_field_does_not_open(suite):
    sealer = Sealer([NEW], suite)
    with pytest.raises(Unopenable):
        sealer.open("people.person.phone", sealer.seal(FIELD, NUMBER.encode()))


@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_a_value_cut_short_does_not_open(suite):
    sealer = Sealer([NEW], suite)
    sealed = sealer.seal(FIELD, b"")
    for length in range(len(sealed)):
        with pytest.raises(Unopenable):
            sealer.open(FIELD, sealed[:length])


@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_the_first_key_seals_and_all_keys_open(suite):
    old, both, new = Sealer([OLD], suite), Sealer([NEW, OLD], suite), Sealer([NEW], suite)
    assert both.open(FIELD, old.seal(FIELD, b"x")) == b"x"
    assert new.open(FIELD, both.seal(FIELD, b"x")) == b"x"
    with pytest.raises(Unopenable):
        new.open(FIELD, old.seal(FIELD, b"x"))


def test_a_change_of_suite_leaves_old_values_readable():
    aes, sm = Sealer([NEW], "aes"), Sealer([NEW], "sm")
    assert sm.open(FIELD, aes.seal(FIELD, b"x")) == b"x"
    assert aes.open(FIELD, sm.seal(FIELD, b"x")) == b"x"


def test_every_stored_value_names_its_key_and_algorithm():
    aes, sm, old = Sealer([NEW], "aes"), Sealer([NEW], "sm"), Sealer([OLD], "aes")
    heads = [sealer.seal(FIELD, b"x")[:5] for sealer in (aes, sm, old)]
    assert [head[4] for head in heads] == [1, 2, 1]
    assert heads[0][:4] == heads[1][:4] != heads[2][:4]
    assert aes.blind_index(FIELD, NUMBER)[:5] == heads[0]


@given(SUITES, st.text(max_size=30), st.text(max_size=30))
def test_the_blind_index_is_equal_exactly_for_equal_values(suite, one, two):
    sealer = Sealer([NEW], suite)
    assert (sealer.blind_index(FIELD, one) == sealer.blind_index(FIELD, two)) is (one == two)


def test_the_blind_index_differs_by_field_key_and_suite():
    indexes = {
        Sealer([NEW], "aes").blind_index(FIELD, NUMBER),
        Sealer([NEW], "aes").blind_index("people.person.phone", NUMBER),
        Sealer([OLD], "aes").blind_index(FIELD, NUMBER),
        Sealer([NEW], "sm").blind_index(FIELD, NUMBER),
    }
    assert len({index[5:] for index in indexes}) == 4
    assert {len(index) for index in indexes} == {37}


def test_a_value_indexed_before_a_change_of_key_or_suite_is_still_found():
    stored = Sealer([OLD], "aes").blind_index(FIELD, NUMBER)
    after = Sealer([NEW, OLD], "sm")
    assert stored in after.blind_indexes(FIELD, NUMBER)
    assert after.blind_indexes(FIELD, NUMBER)[0] == after.blind_index(FIELD, NUMBER)


def test_sm4_gives_the_block_of_its_standard():
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()
    assert encryptor.update(key).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_gives_the_result_of_rfc_8998():
    sm4 = crypto._Sm4Gcm(bytes.fromhex("0123456789abcdeffedcba9876543210"))
    nonce = bytes.fromhex("00001234567800000000abcd")
    plain = b"".join(bytes.fromhex(pair * 8) for pair in ("aa", "bb", "cc", "dd", "ee", "ff", "ee", "aa"))
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = sm4.encrypt(nonce, plain, associated)
    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert sm4.decrypt(nonce, sealed, associated) == plain


@pytest.mark.parametrize(
    ("keys", "suite"),
    [([], "aes"), ([" "], "aes"), (["too short"], "aes"), ([NEW, "short"], "aes"), ([NEW], "des")],
)
def test_a_setting_that_cannot_protect_is_refused_at_once(keys, suite):
    with pytest.raises(ImproperlyConfigured):
        Sealer(keys, suite)


# ── the settings' keys ───────────────────────────────────────────────────────────────────────────────


def test_the_keys_and_the_suite_are_those_of_the_settings(settings):
    settings.YIMEN_KEYS, settings.YIMEN_CRYPTO_SUITE = [OLD], "aes"
    sealed = crypto.seal(FIELD, NUMBER.encode())
    index = crypto.blind_index(FIELD, NUMBER)
    settings.YIMEN_KEYS, settings.YIMEN_CRYPTO_SUITE = [NEW, OLD], "sm"
    assert crypto.open_(FIELD, sealed) == NUMBER.encode()
    assert crypto.seal(FIELD, b"")[:5] != sealed[:5]
    assert index in crypto.blind_indexes(FIELD, NUMBER)


def test_json_survives_its_seal():
    value = {"姓名": "王小明", "n": 1, "list": [None, True, "〔〕"]}
    assert crypto.open_json(FIELD, crypto.seal_json(FIELD, value)) == value


def test_an_error_never_repeats_what_was_sealed():
    sealed = bytearray(crypto.seal(FIELD, NUMBER.encode()))
    sealed[-1] ^= 1
    with pytest.raises(Unopenable) as caught:
        crypto.open_(FIELD, bytes(sealed))
    assert NUMBER not in str(caught.value)
