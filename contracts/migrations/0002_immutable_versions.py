"""Triggers: approved contract versions with their terms, and the audit trail, never change."""

from django.db import migrations

from contracts.domain.immutable_rows import GUARDS, lay, lift


def lay_guards(apps, schema_editor):
    for statement in lay(GUARDS, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def lift_guards(apps, schema_editor):
    for statement in lift(GUARDS, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]
    operations = [migrations.RunPython(lay_guards, lift_guards)]
