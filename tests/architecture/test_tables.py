"""Tables of contracts never point to metrics; what crosses over leaves no trace on the other side."""

from __future__ import annotations

from django.apps import apps
from django.db import models


def foreign_keys(app: str) -> list[models.ForeignKey[models.Model, models.Model]]:
    """All foreign keys of an app's tables."""
    return [
        field
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]


def test_contracts_points_to_no_table_of_metrics() -> None:
    targets = {field.related_model._meta.app_label for field in foreign_keys("contracts")}
    assert "contracts" in targets
    assert "metrics" not in targets


def test_a_foreign_key_into_contracts_leaves_no_name_there() -> None:
    crossing = [field for field in foreign_keys("metrics") if field.related_model._meta.app_label == "contracts"]
    assert crossing
    assert [str(field) for field in crossing if field.remote_field.related_name != "+"] == []


def test_every_row_below_a_contract_knows_its_contract() -> None:
    """Without contract_id a table cannot be scoped; these few belong to nobody's contract."""
    free = {"Organisation", "User", "Membership", "ApiClient", "Contract", "JobLease", "WorkerBeat"}
    tables = [model for app in ("contracts", "metrics") for model in apps.get_app_config(app).get_models()]
    without = {m.__name__ for m in tables if "contract" not in {field.name for field in m._meta.get_fields()}}
    assert without <= free
