"""The tables of cases as they first were."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=64, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("position", models.BigIntegerField(default=0)),
                ("demo_day", models.DateField(blank=True, null=True)),
                ("second_person", models.BooleanField(default=False)),
                ("pseudonym_key", models.BinaryField(null=True)),
                ("made", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("wrapped", models.BinaryField()),
                ("master", models.CharField(max_length=16)),
                ("made", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_keys",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="data_key_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=120)),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "person"), name="identity_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("added", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="order_text_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("kind", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=240)),
                ("date", models.DateField()),
                ("recorded", models.DateTimeField()),
                ("facility", models.CharField(blank=True, max_length=64)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("supersedes", models.CharField(blank=True, max_length=240)),
                ("by", models.CharField(blank=True, max_length=200)),
                ("content", models.TextField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("file", models.CharField(max_length=200)),
                ("line", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "person", "seq"], name="row_person"),
                    models.Index(fields=["case", "kind", "-seq"], name="row_kind"),
                    models.Index(fields=["case", "facility", "kind", "-seq"], name="row_facility"),
                    models.Index(fields=["case", "supersedes"], name="row_supersedes"),
                    models.Index(fields=["case", "recorded"], name="row_recorded"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "seq"), name="row_seq"),
                    models.UniqueConstraint(fields=("case", "name"), name="row_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("sealed", models.BinaryField()),
                ("received", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.CharField(blank=True, max_length=200)),
                ("account", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "path"), name="file_path")],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=120)),
                ("facility", models.CharField(max_length=64)),
                ("unit", models.CharField(blank=True, max_length=80)),
                ("book_in", models.DateField()),
                ("left", models.DateField(null=True)),
                ("how", models.CharField(blank=True, max_length=16)),
                ("authority", models.CharField(blank=True, max_length=120)),
                ("entry", models.CharField(max_length=240)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stays",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "person"], name="stay_person"),
                    models.Index(fields=["case", "facility", "left", "book_in"], name="stay_held"),
                    models.Index(fields=["case", "left", "book_in"], name="stay_by_day"),
                    models.Index(fields=["case", "how", "left"], name="stay_by_exit"),
                ],
            },
        ),
    ]
