"""ALL: the one list of KPIs, in the order in which pages show them. A key listed twice stops the program."""

from __future__ import annotations

from metrics.domain.kpis import (
    abandonment,
    aht,
    average_wait,
    contacts,
    csat,
    csat_mean,
    handled,
    hit_rate,
    net_hit_rate,
    response_rate,
    service_level,
)
from metrics.domain.kpis.base import REASONS, Kpi, register

__all__ = ["ALL", "BY_KEY", "REASONS", "Kpi"]

ALL: tuple[Kpi, ...] = register(
    (
        aht.KPI,
        csat.KPI,
        hit_rate.KPI,
        contacts.KPI,
        handled.KPI,
        service_level.KPI,
        abandonment.KPI,
        average_wait.KPI,
        response_rate.KPI,
        csat_mean.KPI,
        net_hit_rate.KPI,
    )
)

BY_KEY: dict[str, Kpi] = {kpi.key: kpi for kpi in ALL}
