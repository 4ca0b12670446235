"""SM3, the national hash of 256 bits (GB/T 32905-2016), in plain Python: not every OpenSSL has it."""

from __future__ import annotations

import struct
from typing import Final

_BLOCK: Final = 64  # bytes
_MASK: Final = 0xFFFFFFFF
_START: Final = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
    0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip


def sm3(message: bytes) -> bytes:
    """The 32 bytes of SM3 over `message`. SEC-01."""
    state: tuple[int, ...] = _START
    padded = message + b"\x80" + bytes(-(len(message) + 9) % _BLOCK) + struct.pack(">Q", 8 * len(message))
    for start in range(0, len(padded), _BLOCK):
        state = _compress(state, padded[start : start + _BLOCK])
    return struct.pack(">8I", *state)


def _rotate(word: int, by: int) -> int:
    return (word << by | word >> (32 - by)) & _MASK


_TURNED: Final = tuple(_rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32) for j in range(64))


def _expand(block: bytes) -> list[int]:
    words = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _rotate(words[j - 3], 15)
        permuted = mixed ^ _rotate(mixed, 15) ^ _rotate(mixed, 23)
        words.append(permuted ^ _rotate(words[j - 13], 7) ^ words[j - 6])
    return words


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j, turned in enumerate(_TURNED):
        a12 = _rotate(a, 12)
        ss1 = _rotate((a12 + e + turned) & _MASK, 7)
        if j < 16:
            ff, gg = a ^ b ^ c, e ^ f ^ g
        else:
            ff, gg = a & b | a & c | b & c, e & f | ~e & _MASK & g
        tt1 = (ff + d + (ss1 ^ a12) + (words[j] ^ words[j + 4])) & _MASK
        tt2 = (gg + h + ss1 + words[j]) & _MASK
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
