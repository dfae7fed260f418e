"""Incidents as the page lists them: window in the contract's time, scope, owner, sentence of the reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from metrics.models import Incident
from metrics.presentation.incident_list import incident_line, incident_lines, incident_sentence
from tests.metrics.presentation.grounds import OCTOBER, SEPTEMBER, contract, ground, incident, summary

BEGIN = datetime(2026, 10, 8, 5, tzinfo=UTC)


def read(*, language: str = "en", until: datetime | None = None, **facts: Any) -> Any:
    found = incident(3, BEGIN, until or datetime(2026, 10, 8, 13, 30, tzinfo=UTC), **facts)
    with translation.override(language):
        return incident_line(found, contract(), {"nice": "Nice"})


def text_of(found: tuple[Incident, ...]) -> str:
    with translation.override("en"):
        return "".join(incident_sentence(ground({SEPTEMBER: summary(), OCTOBER: summary()}, incidents=found)))


def test_the_window_stands_in_the_contracts_time() -> None:
    assert read().window == "8 Oct 07:00–15:30"
    assert read(until=datetime(2026, 10, 9, 22, tzinfo=UTC)).window == "8 Oct 07:00 to 10 Oct 00:00"
    assert read(language="nb").window.startswith("8. okt. 07:00")


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        ({}, "all contacts"),
        ({"queue": ["Invoice"]}, "queue Invoice"),
        ({"queue": "Invoice"}, "queue Invoice"),
        ({"brand": ["nice"], "channel": ["phone", "chat"]}, "channel Phone and Chat, brand Nice"),
    ],
)
def test_the_scope_is_told_by_name(scope: dict[str, Any], text: str) -> None:
    assert read(scope=scope).scope == text


@pytest.mark.parametrize(
    ("owner", "name"),
    [("buyer", "Nordlys Mobil AS"), ("vendor", "Fjord Partner AS"), ("third_party", "third party")],
)
def test_the_owner_is_called_by_name(owner: str, name: str) -> None:
    assert read(owner=owner).owner == name


def test_the_sentence_is_in_the_readers_language_when_somebody_wrote_it() -> None:
    assert read(language="nb", sentence_nb="Feil faktura.").sentence == "Feil faktura."
    assert read(language="nb").sentence == "Invoices were wrong."
    assert read(sentence_nb="Feil faktura.").sentence == "Invoices were wrong."


def test_only_the_months_own_incidents_are_listed() -> None:
    earlier = incident(1, datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC))
    ends_as_october_begins = incident(2, datetime(2026, 9, 30, tzinfo=UTC), datetime(2026, 9, 30, 22, tzinfo=UTC))
    own = incident(3, BEGIN, datetime(2026, 11, 3, tzinfo=UTC))
    found = ground({SEPTEMBER: summary(), OCTOBER: summary()}, incidents=(earlier, ends_as_october_begins, own))
    assert [line.label[-1] for line in incident_lines(found)] == ["3"]


def test_the_month_says_that_nothing_is_taken_out() -> None:
    own = incident(3, BEGIN, datetime(2026, 10, 9, tzinfo=UTC))
    other = incident(4, BEGIN, datetime(2026, 10, 9, tzinfo=UTC), owner="third_party")
    assert "and all figures include it." in text_of((own,))
    assert "(third party)</a> disturbed the month, and all figures include them." in text_of((own, other))
    assert text_of(()) == ""
