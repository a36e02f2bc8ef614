"""Every other index of entries begins with the case; one of it alone only costs."""

from django.db import migrations, models

ALONE = "cases_row_case_id_28caae5c"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_entries_commit"),
    ]

    operations = [
        # without making the table anew, which would lose what refuses changes to it
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {ALONE}", f"CREATE INDEX {ALONE} ON cases_row (case_id)"
                )
            ],
            [
                migrations.AlterField(
                    model_name="row",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=models.PROTECT,
                        related_name="rows",
                        to="cases.case",
                    ),
                ),
            ],
        ),
    ]
