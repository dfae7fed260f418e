"""Triggers: minted scorecards, their figures and source profiles never change."""

from django.db import migrations

from contracts.domain.immutable_rows import lay, lift
from metrics.domain.immutable_rows import GUARDS


def lay_guards(apps, schema_editor):
    for statement in lay(GUARDS, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def lift_guards(apps, schema_editor):
    for statement in lift(GUARDS, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_add_part_paths")]
    operations = [migrations.RunPython(lay_guards, lift_guards)]
