"""What is agreed and known beside the files: contracts, profiles and incidents as YAML, by the story's dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Template

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.story import Incident, Story, incidents
from kpi_portal.demo.model_buyer.world import UNITS

PAPERS = Path(__file__).parent / "papers"


def contract_text(key: str, first: Month, story: Story) -> str:
    """A contract's YAML document."""
    dates = {
        "start": str(date(first.year, 1, 1)),
        "second_brand": str(first.plus(story.second_brand).first_day),
        "new_targets": str(first.plus(story.new_targets).first_day),
        "last_of_two": str(first.plus(story.one_partner).first_day - timedelta(days=1)),
    }
    return Template((PAPERS / f"contract_{key}.yaml").read_text(encoding="utf-8")).substitute(dates)


def profile_text(name: str) -> str:
    """A source profile's YAML document."""
    return (PAPERS / f"profile_{name}.yaml").read_text(encoding="utf-8")


def profile_names() -> tuple[str, ...]:
    """All source profiles."""
    return tuple(sorted(path.stem.removeprefix("profile_") for path in PAPERS.glob("profile_*.yaml")))


def incidents_text(first: Month, story: Story, last_day: date) -> str:
    """incidents.yaml: those that have happened by the last day."""
    known = [one for one in incidents(first, story) if datetime.fromtimestamp(one.until, UTC).date() <= last_day]
    return "format: 1\nincidents:" + ("".join(map(_incident, known)) or " []") + "\n"


def write(folder: Path, first: Month, story: Story, last_day: date) -> None:
    """All documents, in their places below the folder."""
    for name in ("contracts", "profiles"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for unit in UNITS:
        text = contract_text(unit.key, first, story)
        (folder / "contracts" / f"{unit.key}.yaml").write_text(text, encoding="utf-8")
    for name in profile_names():
        (folder / "profiles" / f"{name}.yaml").write_text(profile_text(name), encoding="utf-8")
    (folder / "incidents.yaml").write_text(incidents_text(first, story, last_day), encoding="utf-8")


def _incident(incident: Incident) -> str:
    scope = ", ".join(f"{name}: {value}" for name, value in incident.scope)
    return (
        f"\n  - key: {incident.key}"
        f"\n    contracts: [{', '.join(incident.contracts)}]"
        f"\n    from: {_utc(incident.first)}"
        f"\n    until: {_utc(incident.until)}"
        f"\n    scope: {{{scope}}}"
        f"\n    owner: {incident.owner}"
        f"\n    text:"
        f'\n      en: "{incident.english}"'
        f'\n      nb: "{incident.norwegian}"'
    )


def _utc(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
