"""Personal fields at rest: sealed under the hall's keys, found again by a blind index. R-285, SEC-01, PII-04.

What is stored says by itself which key and algorithm it needs, so that both can change while old values stay
readable: `key id (4 bytes) ‖ algorithm (1) ‖ nonce (12) ‖ ciphertext and tag`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_AES: Final = 1  # AES-256-GCM and HMAC-SHA-256
_SM: Final = 2  # SM4-GCM and HMAC-SM3
_SUITES: Final = {"aes": _AES, "sm": _SM}

_ID_BYTES: Final = 4
_HEAD_BYTES: Final = _ID_BYTES + 1
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_KEY_CHARACTERS: Final = 32  # a shorter secret can be guessed: nothing here slows a guesser down


class Unopenable(Exception):
    """A sealed value that cannot be opened: its key is not among ours, or it was altered or moved."""


class _Aead(Protocol):
    """Authenticated encryption: nobody can change the text, nor put it in another field, unseen."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...


class _Sm4Gcm:
    """SM4 in GCM, with the face of AESGCM."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        encryptor = Cipher(self._key, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        text, tag = data[:-_TAG_BYTES], data[-_TAG_BYTES:]
        decryptor = Cipher(self._key, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(associated_data)
        return decryptor.update(text) + decryptor.finalize()


class _Suite:
    """One secret under one set of algorithms: a key that seals and a second one that indexes."""

    def __init__(self, secret: bytes, alg: int) -> None:
        self.head = _derive(secret, hashes.SHA256(), b"yimen key id", _ID_BYTES) + bytes([alg])
        self._hash: hashes.HashAlgorithm = hashes.SM3() if alg == _SM else hashes.SHA256()
        self._aead: _Aead
        if alg == _SM:
            self._aead = _Sm4Gcm(_derive(secret, self._hash, b"yimen seal", 16))
        else:
            self._aead = AESGCM(_derive(secret, self._hash, b"yimen seal", 32))
        self._indexing = _derive(secret, self._hash, b"yimen index", 32)

    def seal(self, field: str, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return self.head + nonce + self._aead.encrypt(nonce, plain, self.head + field.encode())

    def open(self, field: str, sealed: bytes) -> bytes:
        nonce, text = sealed[_HEAD_BYTES:][:_NONCE_BYTES], sealed[_HEAD_BYTES + _NONCE_BYTES :]
        if len(text) < _TAG_BYTES:
            raise Unopenable(f"{field}: cut short")
        try:
            return self._aead.decrypt(nonce, text, self.head + field.encode())
        except InvalidTag:
            raise Unopenable(f"{field}: altered, or sealed for another field") from None

    def index(self, field: str, value: str) -> bytes:
        mac = hmac.HMAC(self._indexing, self._hash)
        mac.update(field.encode() + b"\x00" + value.encode())
        return self.head + mac.finalize()


class Sealer:
    """The keys in use: the first seals and indexes, all of them open and are looked under."""

    def __init__(self, keys: Sequence[str], suite: str) -> None:
        secrets = [key.strip() for key in keys if key.strip()]
        if not secrets or any(len(secret) < _KEY_CHARACTERS for secret in secrets):
            raise ImproperlyConfigured(f"YIMEN_KEYS: each key needs {_KEY_CHARACTERS} characters or more")
        if suite not in _SUITES:
            raise ImproperlyConfigured(f"YIMEN_CRYPTO_SUITE={suite!r}: choose one of {', '.join(_SUITES)}")
        preferred = sorted(_SUITES.values(), key=lambda alg: alg != _SUITES[suite])
        self._suites = [_Suite(secret.encode(), alg) for secret in secrets for alg in preferred]
        self._by_head = {each.head: each for each in self._suites}

    def seal(self, field: str, plain: bytes) -> bytes:
        return self._suites[0].seal(field, plain)

    def open(self, field: str, sealed: bytes | memoryview) -> bytes:
        stored = bytes(sealed)
        suite = self._by_head.get(stored[:_HEAD_BYTES])
        if suite is None:
            raise Unopenable(f"{field}: sealed under a key that is not in YIMEN_KEYS")
        return suite.open(field, stored)

    def blind_index(self, field: str, value: str) -> bytes:
        return self._suites[0].index(field, value)

    def blind_indexes(self, field: str, value: str) -> tuple[bytes, ...]:
        return tuple(each.index(field, value) for each in self._suites)


def seal(field: str, plain: bytes) -> bytes:
    """`plain` encrypted for the column `field` (`people.person.number`); it opens for no other field."""
    return _sealer().seal(field, plain)


def open_(field: str, sealed: bytes | memoryview) -> bytes:
    """What was sealed for `field`, under any of our keys and either suite; else Unopenable."""
    return _sealer().open(field, sealed)


def seal_json(field: str, value: Any) -> bytes:
    return seal(field, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def open_json(field: str, sealed: bytes | memoryview) -> Any:
    return json.loads(open_(field, sealed))


def blind_index(field: str, value: str) -> bytes:
    """37 bytes, the same for the same value: it can be looked up and kept unique, and says nothing else.

    `value` is in its normal form (`rules/identifiers.py`). Who has the index key can try numbers out: keys stay
    out of the database.
    """
    return _sealer().blind_index(field, value)


def blind_indexes(field: str, value: str) -> tuple[bytes, ...]:
    """Every index `value` may be stored under while keys or suite change, today's first: look up with IN."""
    return _sealer().blind_indexes(field, value)


def _sealer() -> Sealer:
    return _sealer_of(tuple(settings.YIMEN_KEYS), settings.YIMEN_CRYPTO_SUITE)


@lru_cache(maxsize=4)
def _sealer_of(keys: tuple[str, ...], suite: str) -> Sealer:
    return Sealer(keys, suite)


def _derive(secret: bytes, algorithm: hashes.HashAlgorithm, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=algorithm, length=length, salt=None, info=purpose).derive(secret)
