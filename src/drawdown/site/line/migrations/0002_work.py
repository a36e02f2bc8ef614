"""What workers and senders keep."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_entries_stand"),
        ("line", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LadderChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("ladder", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("made", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outage", models.CharField(max_length=240)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("side", models.CharField(max_length=8)),
                ("through", models.BigIntegerField(default=0)),
                ("over", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="due",
            name="due_by_moment",
        ),
        migrations.RemoveIndex(
            model_name="step",
            name="step_to_do",
        ),
        migrations.RemoveField(
            model_name="due",
            name="terms",
        ),
        migrations.AddField(
            model_name="beat",
            name="count",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="beat",
            name="troubled",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="due",
            name="closes",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="due",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="due",
            name="due",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="due",
            name="happened",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="due",
            name="opens",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="due",
            name="schedule",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="due",
            name="stands",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AddField(
            model_name="step",
            name="after",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="step",
            name="until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="due",
            index=models.Index(fields=["case", "at"], name="due_by_moment"),
        ),
        migrations.AddIndex(
            model_name="due",
            index=models.Index(fields=["case", "stands", "due"], name="due_by_standing"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("claimed", None), ("over", None)),
                fields=["case", "means", "after"],
                name="step_to_do",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("claimed__isnull", False), ("over", None)),
                fields=["case", "claimed"],
                name="step_under_way",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("what", "excused")),
                fields=["case", "entry"],
                name="step_of_outage",
            ),
        ),
        migrations.AddField(
            model_name="ladderchange",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ladders", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="telling",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tellings",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="upkeep",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="upkeep", to="cases.case"
            ),
        ),
        migrations.AddIndex(
            model_name="ladderchange",
            index=models.Index(fields=["case", "-since"], name="ladder_by_time"),
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.UniqueConstraint(fields=("case", "outage"), name="telling_once"),
        ),
    ]
