"""Loading incidents: all or none, the same again changes nothing, and what changes leaves its trace."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.document.nodes import DocumentInvalid
from contracts.models import AuditEvent, Contract
from metrics.models import Incident, ScorecardDraft
from metrics.services.incidents import IncidentRefused, LoadedIncident, incidents_load
from tests.factories import make_contract
from tests.metrics.services.reading import take
from tests.world import World

pytestmark = pytest.mark.django_db
LATER = """\
  - key: gateway
    contracts: [nordlys-fjord]
    from: 2026-09-15T05:00:00Z
    until: 2026-09-16T16:00:00Z
    scope: {topic: SMS codes}
    owner: third_party
    text: {en: "No codes came."}
"""
EARLIER = """\
  - key: outage
    contracts: [nordlys-fjord, nordlys-skog]
    from: 2026-06-16T07:00:00Z
    until: 2026-06-16T13:00:00Z
    owner: vendor
    text: {en: "The desktop was down.", nb: "Systemet var nede."}
"""
HEAD = "format: 1\nincidents:\n"
TEXT = HEAD + LATER + EARLIER


def numbers(contract: Contract) -> dict[str, int]:
    return dict(Incident.objects.within(contract).values_list("key", "number"))


def test_each_contract_counts_its_incidents_by_when_they_began(world: World) -> None:
    loaded = incidents_load(text=TEXT)
    assert loaded == (
        LoadedIncident("nordlys-fjord", 1, "outage", created=True, changed=False),
        LoadedIncident("nordlys-fjord", 2, "gateway", created=True, changed=False),
        LoadedIncident("nordlys-skog", 1, "outage", created=True, changed=False),
    )
    stored = Incident.objects.within(world.contract).get(key="gateway")
    assert (stored.scope, stored.owner, stored.sentence_nb) == ({"topic": ["SMS codes"]}, "third_party", "")
    assert stored.begins_at.isoformat() == "2026-09-15T05:00:00+00:00"
    events = AuditEvent.objects.filter(action="incident_load")
    assert {(event.contract, event.before is None) for event in events} == {
        (world.contract, True), (world.rival_contract, True),
    }  # fmt: skip
    assert events.count() == 3


def test_the_same_document_again_changes_nothing(world: World) -> None:
    incidents_load(text=TEXT)
    events = AuditEvent.objects.count()
    again = incidents_load(text="# once more\n" + TEXT)
    assert {(one.created, one.changed) for one in again} == {(False, False)}
    assert AuditEvent.objects.count() == events
    assert Incident.objects.within(world.contract).count() == 2


def test_a_changed_incident_keeps_its_number_and_tells_before_and_after(world: World) -> None:
    incidents_load(text=TEXT)
    changed = incidents_load(text=TEXT.replace("2026-09-16T16:00:00Z", "2026-09-17T10:00:00Z"))
    assert [(one.key, one.number) for one in changed if one.changed] == [("gateway", 2)]
    event = AuditEvent.objects.filter(action="incident_load").latest("pk")
    assert event.before is not None
    assert event.after is not None
    assert {name for name in event.after if event.after[name] != event.before[name]} == {"until"}
    assert event.after["until"] == "2026-09-17T10:00:00+00:00"


def test_a_number_is_given_once_also_when_an_earlier_incident_comes_later(world: World) -> None:
    incidents_load(text=HEAD + LATER)
    incidents_load(text=HEAD + EARLIER)
    assert numbers(world.contract) == {"gateway": 1, "outage": 2}


def test_for_one_contract_alone(world: World) -> None:
    loaded = incidents_load(text=TEXT, contract=world.rival_contract)
    assert [(one.contract, one.key) for one in loaded] == [("nordlys-skog", "outage")]
    assert numbers(world.contract) == {}


def test_one_that_is_refused_keeps_all_out(world: World) -> None:
    with pytest.raises(IncidentRefused) as refused:
        incidents_load(text=TEXT.replace("nordlys-skog", "nordlys-nobody"))
    assert (refused.value.code, refused.value.params["line"]) == ("no_such_contract", 11)
    with pytest.raises(DocumentInvalid):
        incidents_load(text=TEXT.replace("owner: vendor", "owner: nobody"))
    assert not Incident.all_rows.exists()
    assert not AuditEvent.objects.filter(action="incident_load").exists()


@pytest.mark.parametrize(
    ("begins", "ends", "name", "line"),
    [
        # Midnight in Oslo is 22:00 UTC of the day before in summer, 23:00 in winter.
        ("2026-03-31T21:59:00Z", "2026-04-02T10:00:00Z", "from", 5),
        ("2026-04-01T10:00:00Z", "2026-10-31T23:00:01Z", "until", 6),
    ],
)
def test_the_window_lies_within_the_contracts_term(begins: str, ends: str, name: str, line: int) -> None:
    contract = make_contract("short", start=date(2026, 4, 1), end=date(2026, 10, 31))
    text = HEAD + LATER.replace("nordlys-fjord", "short").replace("2026-09-15T05:00:00Z", begins)
    text = text.replace("2026-09-16T16:00:00Z", ends)
    with pytest.raises(IncidentRefused) as refused:
        incidents_load(text=text)
    facts = {"line": line, "path": f"incidents.{name}"}
    assert refused.value.code == "outside_contract"
    assert {key: refused.value.params[key] for key in facts} == facts
    inside = text.replace(begins, "2026-03-31T22:00:00Z").replace(ends, "2026-10-31T23:00:00Z")
    incidents_load(text=inside)
    assert numbers(contract) == {"gateway": 1}


def test_a_brand_that_the_contract_does_not_serve_is_refused(world: World) -> None:
    with pytest.raises(IncidentRefused) as refused:
        incidents_load(text=TEXT.replace("{topic: SMS codes}", "{brand: nice}"))
    assert (refused.value.code, refused.value.params["line"]) == ("brand_unknown", 7)
    incidents_load(text=TEXT.replace("{topic: SMS codes}", "{brand: main}"))
    assert Incident.objects.within(world.contract).get(key="gateway").scope == {"brand": ["main"]}


@pytest.mark.usefixtures("stand_in")
def test_drafts_of_the_months_that_it_touched_tell_of_it_at_once(world: World) -> None:
    take(world.contract, {"id": "1", "at": "2026-09-15 09:00:00"}, {"id": "2", "at": "2026-08-15 09:00:00"})
    drafts = ScorecardDraft.objects.within(world.contract)

    def told() -> dict[str, list[str]]:
        listed = {month: document["incidents"] for month, document in drafts.values_list("month", "document")}
        return {month: [one["begins_at"][:10] for one in entries] for month, entries in listed.items()}

    before = told()
    assert list(before.values()) == [[]] * len(before)
    incidents_load(text=TEXT)
    assert told() == before | {"2026-09": ["2026-09-15"]}
    incidents_load(text=TEXT.replace("2026-09-15T05", "2026-08-31T05").replace("2026-09-16T16", "2026-08-31T16"))
    assert told() == before | {"2026-08": ["2026-08-31"]}
