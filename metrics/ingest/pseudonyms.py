"""Names that lead nowhere: agents and customers leave the box as keyed hashes (HMAC-SHA256), never as they came.

The same person has the same pseudonym under one key; whoever destroys the key makes all of them anonymous.
"""

from __future__ import annotations

import hashlib

_BLOCK = 64  # bytes of a SHA-256 block
_LENGTH = 24  # hex digits that are kept: 96 bits
PREFIX = {"agent": "a_", "customer": "c_"}


def pseudonym_sql(cell: str, kind: str, key: bytes) -> str:
    """SQL: the pseudonym of a name; null stays null. HMAC as in RFC 2104, from DuckDB's sha256."""
    if len(key) > _BLOCK:
        key = hashlib.sha256(key).digest()
    padded = key.ljust(_BLOCK, b"\0")
    inner, outer = (_blob(bytes(byte ^ mask for byte in padded)) for mask in (0x36, 0x5C))
    first = f"sha256({inner} || encode({cell}))"
    return f"'{PREFIX[kind]}' || left(sha256({outer} || unhex({first})), {_LENGTH})"


def _blob(value: bytes) -> str:
    return f"unhex('{value.hex()}')"
