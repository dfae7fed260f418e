"""Personal data where none belongs: an e-mail address, a telephone number or a national number in a queue's name.

Texts such as queue and topic are kept as they come and shown to both parties. They hold few different values, so each
is looked at once, whatever the number of rows.
"""

from __future__ import annotations

import re

# A coarse sieve that SQL can apply to many values: an at sign, or seven digits with little between them.
SIEVE = "@|[0-9](?:[ ().-]{0,2}[0-9]){6}"
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
# With + or 00 in front, or eight digits written in pairs or threes: 22 33 44 55, 912 34 567.
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+|00)[0-9](?:[ ().-]{0,2}[0-9]){7,13}|[0-9]{2}(?: [0-9]{2}){3}|[0-9]{3} [0-9]{2} [0-9]{3})"
    r"(?![0-9A-Za-z])"
)
_NATIONAL = re.compile(r"(?<![0-9A-Za-z])([0-9]{6})[ -]?([0-9]{5})(?![0-9A-Za-z])")
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])[49][0-9]{7}(?![0-9A-Za-z])")


def kind_of_personal(value: str) -> str | None:
    """email, phone or national_number when the text holds one; None when it does not."""
    if _MAIL.search(value):
        return "email"
    if any(is_national_number(day + rest) for day, rest in _NATIONAL.findall(value)):
        return "national_number"
    return "phone" if _PHONE.search(value) or _MOBILE.search(value) else None


def is_national_number(digits: str) -> bool:
    """A Norwegian national number by its two check digits: 11 digits, modulo 11."""
    numbers = [int(digit) for digit in digits]
    first = _check_digit(numbers[:9], _FIRST_WEIGHTS)
    second = _check_digit(numbers[:10], _SECOND_WEIGHTS)
    return len(numbers) == 11 and (first, second) == (numbers[9], numbers[10])


def _check_digit(numbers: list[int], weights: tuple[int, ...]) -> int:
    """10 stands for “no such number”: it equals no digit."""
    rest = sum(number * weight for number, weight in zip(numbers, weights, strict=True)) % 11
    return 0 if rest == 0 else 11 - rest
