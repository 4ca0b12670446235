"""The chain: what was written cannot be changed unseen, and anybody can check it alone."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.chain import (
    SALT_BYTES,
    SHA256,
    SM3,
    DayRoot,
    DayTree,
    Receipt,
    Sealing,
    day_root,
    first_broken,
    first_link,
    line_hash,
    veil_digest,
    verify_path,
)
from yimen.rules.refused import Refused
from yimen.rules.sm3 import sm3

pytestmark = pytest.mark.rule("R-099")

BOOK = "990100-20260302-00007-3"
ALGORITHMS = st.sampled_from([SHA256, SM3])


def chained(bodies: list[bytes], algs: list[int]) -> list[tuple[bytes, bytes]]:
    lines, previous = [], first_link(BOOK)
    for body, alg in zip(bodies, algs, strict=True):
        previous = line_hash(previous, body, alg)
        lines.append((body, previous))
    return lines


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


BOOKS = st.lists(st.tuples(st.binary(max_size=80), ALGORITHMS), min_size=1, max_size=8).map(
    lambda pairs: chained([body for body, _ in pairs], [alg for _, alg in pairs])
)
HASHES = st.binary(min_size=33, max_size=33)


# ── SM3 ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_gives_the_digests_of_its_standard(message, digest):
    assert sm3(message).hex() == digest


@pytest.mark.rule("SEC-01")
@given(st.binary(max_size=200))
def test_sm3_agrees_with_another_maker_s(message):
    from cryptography.hazmat.primitives import hashes

    other = hashes.Hash(hashes.SM3())
    other.update(message)
    assert sm3(message) == other.finalize()


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_hash_is_its_algorithm_and_the_digest_of_previous_and_body():
    previous, body = line_hash(b"book", b"{}"), b'{"n":2}'
    assert line_hash(previous, body) == b"\x01" + hashlib.sha256(previous + body).digest()
    assert line_hash(previous, body, SM3) == b"\x02" + sm3(previous + body)


def test_the_first_line_hangs_on_the_number_of_its_book():
    assert line_hash(first_link(BOOK), b"{}") == b"\x01" + hashlib.sha256(BOOK.encode() + b"{}").digest()


@given(BOOKS)
def test_an_untouched_book_holds_in_any_mix_of_algorithms(lines):
    assert first_broken(BOOK, lines) is None


@given(BOOKS, st.data())
def test_any_flipped_bit_breaks_the_chain_at_its_line(lines, data):
    at = data.draw(st.integers(0, len(lines) - 1))
    body, stored = lines[at]
    if body and data.draw(st.booleans()):
        lines[at] = (flipped(body, data.draw(st.integers(0, 8 * len(body) - 1))), stored)
    else:
        lines[at] = (body, flipped(stored, data.draw(st.integers(0, 8 * len(stored) - 1))))
    assert first_broken(BOOK, lines) == at + 1


@given(BOOKS, st.data())
def test_a_line_taken_out_or_put_elsewhere_breaks_the_chain(lines, data):
    lines = chained([bytes([n]) + body for n, (body, _) in enumerate(lines)], [SHA256] * len(lines))
    at = data.draw(st.integers(0, len(lines) - 1))
    line = lines.pop(at)
    if lines[at:]:
        assert first_broken(BOOK, lines) == at + 1
        lines.append(line)
        assert first_broken(BOOK, lines) == at + 1


def test_a_book_cannot_be_passed_off_as_another():
    lines = chained([b"{}"], [SHA256])
    assert first_broken("990100-20260302-00008-2", lines) == 1


def test_a_hash_of_an_unknown_algorithm_does_not_fit():
    assert first_broken(BOOK, [(b"{}", b"\x09" + bytes(32))]) == 1
    assert first_broken(BOOK, [(b"{}", b"")]) == 1


@given(st.binary(min_size=16, max_size=16), st.binary(max_size=60), ALGORITHMS)
def test_a_veil_s_digest_covers_salt_and_content(salt, private, alg):
    digest = veil_digest(salt, private, alg)
    assert len(salt) == SALT_BYTES
    assert digest != veil_digest(flipped(salt, 3), private, alg)
    assert digest != veil_digest(salt, private + b"\x00", alg)


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tree_of_a_day_is_that_of_rfc_6962():
    # The published example of Certificate Transparency, whose leaf 0 is empty like our first yesterday.
    leaves = ["00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = {
        0: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        1: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        2: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        7: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    for count, root in roots.items():
        lines = [bytes.fromhex(leaf) for leaf in leaves[:count]]
        assert day_root(b"", lines).hex() == "01" + root


@given(HASHES, st.lists(HASHES, max_size=40), ALGORITHMS)
def test_every_line_s_path_leads_to_the_root(yesterday, lines, alg):
    tree = DayTree(yesterday, lines, alg)
    assert tree.root == day_root(yesterday, lines, alg)
    for place, line in enumerate(lines, start=1):
        assert verify_path(line, place, tree.count, tree.path(place), tree.root)


@given(HASHES, st.lists(HASHES, min_size=1, max_size=40, unique=True), st.data())
def test_no_other_line_place_path_or_root_passes(yesterday, lines, data):
    tree = DayTree(yesterday, lines)
    place = data.draw(st.integers(1, tree.count))
    line, path = lines[place - 1], tree.path(place)
    bit = data.draw(st.integers(0, 8 * 33 - 1))
    assert not verify_path(flipped(line, bit), place, tree.count, path, tree.root)
    assert not verify_path(line, place, tree.count, path, flipped(tree.root, bit))
    elsewhere = data.draw(st.integers(-1, tree.count + 2).filter(lambda other: other != place))
    assert not verify_path(line, elsewhere, tree.count, path, tree.root)
    assert not verify_path(line, place, tree.count, (*path, bytes(32)), tree.root)
    assert not verify_path(line, place, tree.count, path[1:], tree.root)
    step = data.draw(st.integers(0, len(path) - 1))
    wrong = (*path[:step], flipped(path[step], bit % 256), *path[step + 1 :])
    assert not verify_path(line, place, tree.count, wrong, tree.root)


@given(HASHES, st.lists(HASHES, max_size=20), st.integers(0, 8 * 33 - 1))
def test_a_changed_yesterday_changes_every_later_root(yesterday, lines, bit):
    assert day_root(yesterday, lines) != day_root(flipped(yesterday, bit), lines)


def test_a_day_without_lines_has_a_root_too():
    monday = day_root(b"", [line_hash(first_link(BOOK), b"{}")])
    assert day_root(monday, []) not in {monday, day_root(b"", [])}


def test_a_node_cannot_pass_for_a_line():
    a, b = (line_hash(b"", bytes([n])) for n in range(2))
    tree = DayTree(b"", [a, b, a, b])
    left, right, above = tree.path(3)[0], tree.path(2)[0], tree.path(3)[1:]
    inner = hashlib.sha256(b"\x01" + left + right).digest()
    half = hashlib.sha256(b"\x01" + above[0] + inner).digest()
    assert hashlib.sha256(b"\x01" + half + above[1]).digest() == tree.root[1:]
    for line in (left + right, inner, b"\x01" + left + right):
        assert not any(verify_path(line, place, 2, above, tree.root) for place in (1, 2))


# ── receipts ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def receipt() -> Receipt:
    return of_line(1, first_link(BOOK))


def of_line(n: int, previous: bytes) -> Receipt:
    """The receipt of a line that stands n-th in its book, among the others of its day."""
    body = f'{{"n":{n},"book":"{BOOK}","act":"receive","facts":{{"item":"占道挖掘"}}}}'.encode()
    own = line_hash(previous, body)
    others = [line_hash(first_link(str(k)), b"{}") for k in range(5)]
    tree = DayTree(b"", [*others[:3], own, *others[3:]])
    sealing = Sealing(DayRoot(date(2026, 3, 2), tree.count, tree.root), 4, tree.path(4))
    return Receipt(BOOK, n, previous, body, own, sealing)


def told(receipt: Receipt, **changes: object) -> Receipt:
    """The receipt as somebody changed it in its file."""
    value = receipt.to_json()
    for key, change in changes.items():
        (value["sealing"] if key in value["sealing"] else value)[key] = change
    return Receipt.from_json(json.loads(json.dumps(value)))


def test_a_receipt_survives_its_file_and_holds(receipt):
    again = Receipt.from_json(json.loads(json.dumps(receipt.to_json())))
    assert again == receipt
    assert again.flaw(receipt.sealing.under) is None


def test_a_receipt_proves_itself_before_its_day_is_sealed(receipt):
    fresh = told(receipt, sealing=None)
    assert fresh.sealing is None
    assert fresh.flaw() is None


def test_a_changed_receipt_names_the_first_bad_place(receipt):
    body = receipt.body.decode()
    assert told(receipt, body=body.replace("占道挖掘", "占道经营")).flaw() == "hash"
    assert told(receipt, book="990100-20260302-00008-2").flaw() == "link"
    assert told(receipt, n=2).flaw() == "number"
    assert told(receipt, body="[1]").flaw() == "number"
    assert told(receipt, body="receive").flaw() == "number"
    assert told(receipt, place=3).flaw() == "path"
    assert told(receipt, root=(b"\x01" + bytes(32)).hex()).flaw() == "path"


def test_a_receipt_of_any_line_proves_whose_it_is_not_the_first_alone():
    third = of_line(3, line_hash(first_link(BOOK), b"the second"))
    assert third.flaw(third.sealing.under) is None
    assert told(third, book="990100-20260302-00008-2").flaw() == "link"
    renamed = third.body.decode().replace(BOOK, "990100-20260302-00008-2")
    assert told(third, book="990100-20260302-00008-2", body=renamed).flaw() == "hash"
    forged = line_hash(third.previous, renamed.encode()).hex()
    assert told(third, book="990100-20260302-00008-2", body=renamed, hash=forged).flaw() == "path"
    nameless = '{"n":3,"act":"receive"}'
    told_of = told(third, body=nameless, hash=line_hash(third.previous, nameless.encode()).hex())
    assert told_of.flaw() == "link", "a line that names no book proves nobody's"


@pytest.mark.parametrize("changes", [{"count": 7}, {"day": date(2026, 3, 3)}, {"root": b"\x01" + bytes(32)}])
def test_a_receipt_must_agree_with_what_was_published(receipt, changes):
    under = receipt.sealing.under
    published = DayRoot(**{"day": under.day, "count": under.count, "root": under.root, **changes})
    assert receipt.flaw(published) == "root"


@given(st.data())
def test_any_flipped_bit_in_a_receipt_is_found(data):
    body = f'{{"n":1,"book":"{BOOK}","act":"receive"}}'.encode()
    own = line_hash(first_link(BOOK), body)
    tree = DayTree(b"", [own, own])
    under = DayRoot(date(2026, 3, 2), 2, tree.root)
    parts = {"previous": first_link(BOOK), "body": body, "hash": own, "root": tree.root}
    name = data.draw(st.sampled_from(sorted(parts)))
    parts[name] = flipped(parts[name], data.draw(st.integers(0, 8 * len(parts[name]) - 1)))
    sealing = Sealing(DayRoot(under.day, 2, parts.pop("root")), 1, tree.path(1))
    assert Receipt(BOOK, 1, sealing=sealing, **parts).flaw(under) is not None


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"book": 1, "n": 1, "previous": "", "body": "", "hash": "", "sealing": None},
        {"book": "b", "n": "1", "previous": "", "body": "", "hash": "", "sealing": None},
        {"book": "b", "n": 1, "previous": "zz", "body": "", "hash": "", "sealing": None},
        {"book": "b", "n": 1, "previous": "", "body": "", "hash": "", "sealing": {"day": "yesterday"}},
        {"book": "b", "n": 1, "previous": "", "body": "", "hash": "", "sealing": 7},
    ],
)
def test_what_is_no_receipt_is_refused(value):
    with pytest.raises(Refused) as caught:
        Receipt.from_json(value)
    assert caught.value.reason == "receipt_malformed"
