"""The tables of the check-in line as they first were."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_entries_stand"),
    ]

    operations = [
        migrations.CreateModel(
            name="Beat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("line", models.CharField(blank=True, max_length=16)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("stopped", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "-at"], name="beat_by_kind")],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("line", models.CharField(max_length=16)),
                ("direction", models.CharField(default="in", max_length=3)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("hint", models.CharField(blank=True, max_length=64)),
                ("started", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
                ("state", models.BinaryField(null=True)),
                ("turns", models.JSONField(default=dict)),
                ("reached", models.CharField(blank=True, max_length=24)),
                ("done", models.JSONField(default=list)),
                ("pressed", models.BooleanField(default=False)),
                ("side", models.CharField(blank=True, max_length=8)),
                ("how", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-started"], name="call_by_time"),
                    models.Index(fields=["case", "person", "-started"], name="call_by_person"),
                    models.Index(fields=["case", "hint", "-started"], name="call_by_telephone"),
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "name"), name="call_once")],
            },
        ),
        migrations.CreateModel(
            name="Due",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=120)),
                ("at", models.DateTimeField(null=True)),
                ("turn", models.BigIntegerField(default=0)),
                ("terms", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dues",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="due_by_moment")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "person"), name="due_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=12)),
                ("pin", models.CharField(max_length=200)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("telephone", models.BinaryField(null=True)),
                ("hint", models.CharField(blank=True, max_length=64)),
                ("court", models.CharField(blank=True, max_length=32)),
                ("by", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "hint"], name="enrolled_by_telephone")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended", None)),
                        fields=("case", "person"),
                        name="enrolled_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended", None)),
                        fields=("case", "number"),
                        name="number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hint", models.CharField(max_length=64)),
                ("out", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("how", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opt_outs",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "hint", "-at"], name="opt_out_by_telephone")
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=12)),
                ("entry", models.CharField(max_length=240)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="receipt_once"),
                    models.UniqueConstraint(fields=("case", "entry"), name="receipt_of_entry"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                ("call", models.CharField(blank=True, max_length=120)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("seconds", models.FloatField(default=0)),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "name"), name="said_once")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=240)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("what", models.CharField(max_length=40)),
                ("means", models.CharField(max_length=8)),
                ("day", models.DateField(null=True)),
                ("text", models.CharField(blank=True, max_length=40)),
                ("values", models.JSONField(default=dict)),
                ("made", models.DateTimeField()),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("claimed", models.DateTimeField(null=True)),
                ("sent", models.DateTimeField(null=True)),
                ("over", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("side", models.CharField(blank=True, max_length=8)),
                ("how", models.CharField(blank=True, max_length=200)),
                ("carrier", models.CharField(blank=True, max_length=80)),
                ("entry", models.CharField(blank=True, max_length=240)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "person", "-made"], name="step_by_person"),
                    models.Index(fields=["carrier"], name="step_by_carrier"),
                    models.Index(
                        condition=models.Q(("claimed", None), ("over", None)),
                        fields=["made"],
                        name="step_to_do",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "key"), name="step_once")],
            },
        ),
        migrations.CreateModel(
            name="WrongTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=240)),
                ("call", models.CharField(max_length=120)),
                ("number", models.CharField(blank=True, max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wrong_tries",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "number", "-at"], name="wrong_try_by_number")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="wrong_try_once")
                ],
            },
        ),
    ]
