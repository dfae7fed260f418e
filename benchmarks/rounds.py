"""The order of a run: first what must be there, then rounds of all cases in turn, so that a noisy minute hits all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.installation import copy
from benchmarks.measure import Run, Task, forget, run
from benchmarks.notes import LONG, PAGES_LAST, SHORT
from benchmarks.pages import Address, measure_pages

Round = Mapping[str, Run]  # by case
Say = Callable[[str], None]

# Groups that can be asked for by --case; those in the first row are what `make bench` does.
USUAL = ("ingest", "peers", "quoted", "queries", "pages")
UNUSUAL = ("growth", "demo")
_LIMITS = ("read", "sha256", "text_load", "text_load_named")
_PEERS = ("peer_frames", "peer_rows")
_TENFOLD = 10
_FEW = 1_000
_PAGES_SHARE = 5  # the pages' contracts have a fifth as many contacts a year: pages read figures, not contacts


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: contacts of the year, rounds (fewer for what takes long), groups of cases, where to work.

    `small`: one month instead of a year, and the cost of a thousand contacts taken off both sides of a ratio.
    """

    folder: Path
    contacts: int
    rounds: int
    slow_rounds: int
    groups: frozenset[str]
    small: bool = False
    say: Say = field(default=lambda _: None)


@dataclass(slots=True)
class Bench:
    """A run under way: folders with files by name, and two installations."""

    order: Order
    data: dict[str, Path] = field(default_factory=dict)

    @property
    def template(self) -> Path:
        """Migrated, with contract and profiles, waiting for files."""
        return self.order.folder / "template"

    @property
    def pages(self) -> Path:
        """Two contracts with their months."""
        return self.order.folder / "pages"

    def prepare(self) -> None:
        """Files and installations."""
        contacts, groups, is_small = self.order.contacts, self.order.groups, self.order.small
        self._make("year", "make_month" if is_small else "make_year", contacts)
        self._run("prepare", self.data["year"], self.template)
        if is_small:
            self._make("few", "make_month", _FEW)
        if "quoted" in groups:
            self.data["quoted"] = self.order.folder / "quoted"
            self._run("make_quoted", self.data["year"], self.data["quoted"])
        if "queries" in groups and not is_small:
            self._make("tenth", "make_year", contacts // _TENFOLD)
        if "growth" in groups:
            self._make("tenfold", "make_year", contacts * _TENFOLD)
        if "pages" in groups:
            self._make("two-years", "make_two_years", contacts // _PAGES_SHARE)
            self._run("two_contracts", self.data["two-years"], self.pages)

    def rounds(self) -> Iterator[Round]:
        """Round after round."""
        for number in range(1, self.order.rounds + 1):
            self.order.say(f"round {number} of {self.order.rounds}")
            yield dict(self._round(number))

    def _round(self, number: int) -> Iterator[tuple[str, Run]]:
        groups, is_slow, is_first = self.order.groups, number <= self.order.slow_rounds, number == 1
        yield from self._cases("", "year", _LIMITS)
        if groups & {"ingest", "peers"}:
            yield "contacts", self._fresh("contacts", "year")
        if "peers" in groups and is_slow:
            yield from self._cases("", "year", _PEERS)
        if self.order.small:
            yield from self._few()
        if groups & {"ingest", "queries"} and is_slow:
            yield "everything", self._fresh("everything", "year")
        if "ingest" in groups and is_slow:
            yield "redelivery", self._again("redelivery", "everything", "year")
        if "quoted" in groups and is_slow:
            yield from self._cases("quoted_", "quoted", ("text_load",))
            yield "quoted_everything", self._fresh("everything", "quoted")
        if "queries" in groups and is_first:
            yield from self._queries()
        if "pages" in groups and is_slow:
            yield "pages", self._pages()
        if "growth" in groups and is_first:
            yield "tenfold_contacts", self._fresh("contacts", "tenfold")
        if "demo" in groups and is_first:
            yield "demo", self._run("demo", self.order.folder, self.order.folder / "demo", self.order.contacts)

    def _few(self) -> Iterator[tuple[str, Run]]:
        """What the first thousand contacts cost."""
        yield from self._cases("few_", "few", ("text_load", *(_PEERS if "peers" in self.order.groups else ())))
        yield "few_contacts", self._fresh("contacts", "few")

    def _queries(self) -> Iterator[tuple[str, Run]]:
        yield "percentiles", self._again("percentiles", "everything", "year")
        yield "queries", self._again("queries", "everything", "year")
        if "tenth" in self.data:
            self._fresh("everything", "tenth")
            yield "tenth_queries", self._again("queries", "everything", "tenth")

    def _cases(self, prefix: str, data: str, names: tuple[str, ...]) -> Iterator[tuple[str, Run]]:
        for name in names:
            folder = self.order.folder / "scratch"
            forget(folder)
            yield prefix + name, self._run(name, self.data[data], folder)

    def _fresh(self, name: str, data: str) -> Run:
        """A case that begins with an empty installation."""
        folder = self._installation(name, data)
        forget(folder)
        copy(self.template, folder)
        return self._run(name, self.data[data], folder)

    def _again(self, name: str, after: str, data: str) -> Run:
        """A case that goes on where another one has stopped."""
        return self._run(name, self.data[data], self._installation(after, data))

    def _installation(self, name: str, data: str) -> Path:
        return self.order.folder / f"{name}-{data}"

    def _pages(self) -> Run:
        """Every address in turn, against the empty page."""
        known = self._run("people", self.pages, self.pages).facts
        with_session = {"Cookie": known["cookie"]}
        addresses = {"empty": Address("/empty/", with_session)}
        for key in (SHORT, LONG):
            addresses[f"review {key}"] = Address(f"/contracts/{key}/review/{PAGES_LAST}/", with_session)
        lines = f"/contracts/{LONG}/review/{PAGES_LAST}/?months=24"
        addresses["review with 24 lines"] = Address(lines, with_session)
        token = {"Authorization": f"Token {known['tokens'][LONG]}"}
        addresses["api"] = Address(f"/api/v1/contracts/{LONG}/scorecards/{PAGES_LAST}/", token)
        for name, path in known["more"].items():
            addresses[name] = Address(path, with_session)
        found = measure_pages(self.pages, addresses)
        for name, answers in found.items():
            self.order.say(f"  {name}: {answers.cpu * 1000:.1f} ms CPU, {answers.wall * 1000:.1f} ms wall")
        cpu, wall = ({name: getattr(one, kind) for name, one in found.items()} for kind in ("cpu", "wall"))
        return Run(cpu, wall, 0.0, {name: one.length for name, one in found.items()})

    def _make(self, name: str, case: str, contacts: int) -> None:
        """Files in a folder of this name."""
        self.data[name] = self.order.folder / name
        self._run(case, self.order.folder, self.data[name], contacts)

    def _run(self, name: str, data: Path, folder: Path, contacts: int = 0) -> Run:
        found = run(Task(name, data, folder, contacts))
        parts = ", ".join(f"{part} {seconds:.3g}" for part, seconds in found.cpu.items())
        self.order.say(f"  {name} ({folder.name}): {parts or '-'} CPU s, {found.peak_mb:.0f} MB")
        return found
