"""How sure a month's AHT is when contacts cluster in agents (MATH.md 3.4).

The contacts of one agent resemble each other, so a month says less than its contacts taken one by one would:

- intra-class correlation ρ = (MSB − MSW) / (MSB + (n₀ − 1) · MSW), the analysis-of-variance estimator for groups of
  unequal size, n₀ = (N − Σn²/N) / (k − 1), floored at 0 (Donner 1986; Fleiss 1981);
- design effect DEFF = 1 + (m − 1) · ρ (Kish 1965), m = Σn²/N: the size of the group that a contact finds itself in,
  which is what the variance of a pooled mean holds. When every agent has as many contacts, m is that number;
- standard error = s · √(DEFF / N) and the interval = AHT ± 1.96 standard errors.

Everything is taken from three integers an agent, in Decimal with 60 digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from metrics.domain.intervals import Z95, Interval
from metrics.domain.totals import Totals

_WORK = Context(prec=60)
NEEDS_AGENTS = "needs_agents"

# With more contacts of unknown agent than this, the known agents do not speak for the month.
LARGEST_UNKNOWN_SHARE = Decimal("0.10")
FEWEST_AGENTS = 2


class AgentFiguresDisagree(RuntimeError):
    """The agents of a month have more contacts than the month: a programming error."""


@dataclass(frozen=True, slots=True)
class HandleSums:
    """Contacts with a known handle time: how many, their seconds, and the squares of their seconds, summed."""

    n: int = 0
    seconds: int = 0
    squares: int = 0

    def __add__(self, other: HandleSums) -> HandleSums:
        return HandleSums(self.n + other.n, self.seconds + other.seconds, self.squares + other.squares)


@dataclass(frozen=True, slots=True)
class AhtPrecision:
    """AHT in seconds with its standard error and 95 % interval; both None with `reason` when agents are not known.

    `correlation` is None, too, when no agent has two contacts: then nothing clusters and the design effect is 1.
    """

    n: int
    mean: Decimal | None
    agents: int
    correlation: Decimal | None = None
    design_effect: Decimal | None = None
    standard_error: Decimal | None = None
    interval: Interval | None = None
    reason: str | None = None


def handle_sums(totals: Totals) -> HandleSums:
    """The handle times of a slice."""
    return HandleSums(totals["handled_timed"], totals["handle_seconds"], totals["handle_seconds_squared"])


def aht_precision(whole: HandleSums, rows: Iterable[tuple[str, HandleSums]]) -> AhtPrecision:
    """The AHT of a month and how far it could have come out by chance.

    `rows` are (agent, sums) and may name an agent more than once (queues, channels); the empty text is nobody known.
    150 agents with 20,000 contacts, s = 300 s and ρ = 0.05 give DEFF 7.62 and a standard error of 5.85 s.
    """
    groups = _by_agent(rows)
    known = sum(group.n for group in groups)
    if known > whole.n:
        raise AgentFiguresDisagree(f"{known} contacts by agent, {whole.n} in the month")
    mean = _WORK.divide(Decimal(whole.seconds), Decimal(whole.n)) if whole.n else None
    is_known = len(groups) >= FEWEST_AGENTS and whole.n - known <= LARGEST_UNKNOWN_SHARE * whole.n
    if mean is None or not is_known:
        return AhtPrecision(whole.n, mean, len(groups), reason=NEEDS_AGENTS)
    correlation = intra_class_correlation(groups)
    effect = design_effect(_usual_size(groups), correlation or Decimal(0))
    error = standard_error(_variance(whole), whole.n, effect)
    return AhtPrecision(whole.n, mean, len(groups), correlation, effect, error, mean_interval(mean, error))


def intra_class_correlation(groups: Sequence[HandleSums]) -> Decimal | None:
    """The share of the variance of handle times that lies between agents, 0 to 1; None when no agent has two contacts.

    Two agents with 10, 20 and 30, 40 s: between 400, within 50, ρ = 350 / 450 = 0.78.
    """
    contacts, agents = sum(group.n for group in groups), len(groups)
    if agents < FEWEST_AGENTS or contacts == agents:
        return None
    with localcontext(_WORK):
        per_agent = sum((Decimal(group.seconds**2) / group.n for group in groups), Decimal(0))
        pooled = Decimal(sum(group.seconds for group in groups) ** 2) / contacts
        between = (per_agent - pooled) / (agents - 1)
        within = (sum(group.squares for group in groups) - per_agent) / (contacts - agents)
        size = (contacts - _usual_size(groups)) / (agents - 1)
        whole = between + (size - 1) * within
        return max(Decimal(0), (between - within) / whole) if whole > 0 else Decimal(0)


def design_effect(size: Decimal, correlation: Decimal) -> Decimal:
    """How many times larger the variance of the mean is than without clusters; at least 1."""
    with localcontext(_WORK):
        return max(Decimal(1), 1 + (size - 1) * correlation)


def standard_error(variance: Decimal, n: int, effect: Decimal) -> Decimal:
    """Of a mean of n values that cluster, in the unit of the values."""
    with localcontext(_WORK):
        return (variance * effect / n).sqrt()


def mean_interval(mean: Decimal, error: Decimal) -> Interval:
    """The 95 % interval of a mean that cannot be negative."""
    with localcontext(_WORK):
        return Interval(max(Decimal(0), mean - Z95 * error), mean + Z95 * error)


def _by_agent(rows: Iterable[tuple[str, HandleSums]]) -> list[HandleSums]:
    """One group an agent; agents without a timed contact and contacts without an agent are left out."""
    groups: dict[str, HandleSums] = {}
    for agent, sums in rows:
        if agent and sums.n:
            groups[agent] = groups.get(agent, HandleSums()) + sums
    return list(groups.values())


def _usual_size(groups: Sequence[HandleSums]) -> Decimal:
    """Σn² / Σn: how many contacts the agent of an average contact has."""
    return _WORK.divide(Decimal(sum(group.n**2 for group in groups)), Decimal(sum(group.n for group in groups)))


def _variance(whole: HandleSums) -> Decimal:
    """The sample variance of the handle times, in square seconds."""
    above = whole.n * whole.squares - whole.seconds**2
    return _WORK.divide(Decimal(above), Decimal(whole.n * (whole.n - 1)))
