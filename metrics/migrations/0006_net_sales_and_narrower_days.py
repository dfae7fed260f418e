"""Counts of sales by their state, and of contacts whose sale lasted; days are told apart by fewer dimensions.

SQLite builds a table anew for each of these and drops its triggers: the guards are lifted first and laid again after.
"""

from django.db import migrations, models

from contracts.domain.immutable_rows import lay, lift
from metrics.domain.immutable_rows import GUARDS

COUNTS = (
    "contacts_with_net_sale",
    "eligible_with_net_sale",
    "sales",
    "sales_active",
    "sales_withdrawn",
    "sales_cancelled",
)
NO_LONGER_BY_DAY = ("direction", "handled_by", "hours_class", "language", "site")
TABLES = ("metrics_dailyfigure", "metrics_monthlyfigure")
ALTERED = tuple(guard for guard in GUARDS if guard.table in TABLES)


def lay_guards(apps, schema_editor):
    for statement in lay(ALTERED, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def lift_guards(apps, schema_editor):
    for statement in lift(ALTERED, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0005_immutable_narrow_figures")]
    operations = [
        migrations.RunPython(lift_guards, lay_guards),
        *(migrations.RemoveField("dailyfigure", name) for name in NO_LONGER_BY_DAY),
        *(
            migrations.AddField(model, name, models.BigIntegerField(default=0))
            for model in ("dailyfigure", "monthlyfigure")
            for name in COUNTS
        ),
        migrations.RunPython(lay_guards, lift_guards),
    ]
