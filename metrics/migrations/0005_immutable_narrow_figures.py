"""Triggers: figures by hour, length, agent and sale are written once, and minted scorecards keep them."""

from django.db import migrations

from contracts.domain.immutable_rows import lay, lift
from metrics.domain.immutable_rows import NARROW_FIGURES


def lay_guards(apps, schema_editor):
    for statement in lay(NARROW_FIGURES, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def lift_guards(apps, schema_editor):
    for statement in lift(NARROW_FIGURES, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0004_incidents_waiting_and_narrow_figures")]
    operations = [migrations.RunPython(lay_guards, lift_guards)]
