"""Documents as programs see them, for the OpenAPI document. Figures are made up."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from metrics.domain.line_balance import NAMES as LINE_KINDS

_HASH = "sha256:6b1f0c9e5d7a4e2c8f3b9a10d4c7e6f5a8b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8"
_AHT: dict[str, Any] = {
    "value": "432",
    "relieved": None,
    "standardised": None,
    "unit": "s",
    "n": 20000,
    "interval": ["420.5", "443.5"],
    "previous": "361",
    "target": {"lower": "216", "band_low": "324", "band_high": "378", "upper": "504", "weight": "0.30"},
    "result": "missed",
    "verdict": "missed",
    "desirability": "0.5714",
    "points_lost": "13.95",
    "agents": 150,
    "design_effect": "7.62",
}
_SCORECARD: dict[str, Any] = {
    "contract": "nordlys-fjord",
    "month": "2026-10",
    "version": 2,
    "state": "final",
    "basis": "raw",
    "basis_reason": None,
    "definition_version": "1",
    "contract_version": 1,
    "minted_at": "2026-11-11T00:05:00+01:00",
    "hash": _HASH,
    "score": {
        "value": "86.05",
        "state": "watch",
        "partial": False,
        "missing": [],
        "knocked_out": [],
        "lower": "80.47",
        "upper": "90.88",
        "bounds": "sample",
        "distinguishable": True,
        "lost": [{"kpi": "aht", "points": "13.95", "alone": "100.00"}],
        "reason": None,
    },
    "kpis": {"aht": _AHT},
    "slices": [
        {
            "by": {"channel": "phone"},
            "kpis": {"aht": {"value": "448", "n": 15000, "unit": "s"}},
            "cost": "630000.00",
        }
    ],
    "cost": {
        "currency": "NOK",
        "total": "630000.00",
        "per_contact": "42.00",
        "lines": [
            {
                "kind": "volume",
                "channel": "phone",
                "units": 15000,
                "unit_price": "42.00",
                "amount": "630000.00",
                "rule": "prices[0]",
            }
        ],
    },
    "earned": {"contacts_with_sale": 960, "units": 1010, "sale_value": "404000.00", "commission": "151500.00"},
    "incidents": [
        {
            "label": "R-1",
            "key": "invoice-run",
            "owner": "buyer",
            "begins_at": "2026-10-05T08:00:00+02:00",
            "ends_at": "2026-10-09T18:00:00+02:00",
            "scope": {"topic": ["invoice"]},
            "sentence": "Invoices went out with a wrong due date.",
        }
    ],
    "inputs": {
        "parts": {"contacts": 4, "surveys": 6, "sales": 3},
        "deliveries": ["d_7QxkPz0aBcDeFgHi"],
        "cut_off": "2026-11-10",
    },
}
_NO_ROWS: dict[str, Any] = dict.fromkeys(LINE_KINDS)
_RECEIVED: dict[str, Any] = {
    "delivery": "d_7QxkPz0aBcDeFgHi",
    "state": "received",
    "feed": "contacts",
    "profile": {"key": "nordic", "version": 1},
    "file_name": "october.csv",
    "size": 412803,
    "sha256": _HASH.removeprefix("sha256:"),
    "received_at": "2026-11-02T07:15:03Z",
    "finished_at": None,
    "step": None,
    "rows_read": None,
    "rows_expected": None,
    "rows": _NO_ROWS,
    "months": [],
    "reasons": {},
    "warnings": [],
    "refusal": None,
    "repeat": False,
}
_APPLIED: dict[str, Any] = {
    **_RECEIVED,
    "state": "applied",
    "finished_at": "2026-11-02T07:15:05Z",
    "rows_read": 5001,
    "rows_expected": 5001,
    "rows": {**dict.fromkeys(_NO_ROWS, 0), "lines": 5001, "header": 1, "accepted": 4998, "rejected": 2},
    "months": ["2026-10"],
    "reasons": {"unmapped_value": 2},
}

SCORECARD = OpenApiExample("Scorecard", value=_SCORECARD, response_only=True, status_codes=["200"])
KPIS = OpenApiExample(
    "Kpis",
    value={
        "contract": "nordlys-fjord",
        "from": "2026-08",
        "to": "2026-10",
        "kpis": {"aht": {"value": "421.5", "n": 61200, "unit": "s"}},
        "slices": [{"by": {"channel": "phone"}, "kpis": {"aht": {"value": "448", "n": 45900, "unit": "s"}}}],
    },
    response_only=True,
    status_codes=["200"],
)
RECEIVED = OpenApiExample("Received", value=_RECEIVED, response_only=True, status_codes=["202"])
APPLIED = OpenApiExample("Applied", value=_APPLIED, response_only=True, status_codes=["200"])
