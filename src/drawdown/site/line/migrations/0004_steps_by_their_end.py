"""The last steps of a means, those in hand and those of which nothing was heard have an index."""

from django.db import migrations, models

ALONE = {
    "line_due_case_id_3309a569": "line_due",
    "line_step_case_id_049d420c": "line_step",
}


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_entries_commit"),
        ("line", "0003_provider"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("over__isnull", False)),
                fields=["case", "means", "over"],
                name="step_by_end",
            ),
        ),
        migrations.RemoveIndex(model_name="step", name="step_under_way"),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("claimed__isnull", False), ("over", None), ("sent", None)),
                fields=["case", "means", "claimed"],
                name="step_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("over", None), ("sent__isnull", False)),
                fields=["case", "means", "sent"],
                name="step_unheard",
            ),
        ),
        # every other index of these begins with the case; one of it alone only costs
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {table} (case_id)"
                )
                for name, table in ALONE.items()
            ],
            [
                migrations.AlterField(
                    model_name=name,
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=on_delete,
                        related_name=theirs,
                        to="cases.case",
                    ),
                )
                for name, on_delete, theirs in (
                    ("due", models.CASCADE, "dues"),
                    ("step", models.PROTECT, "steps"),
                )
            ],
        ),
    ]
