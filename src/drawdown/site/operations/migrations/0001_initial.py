"""The tables of operations as they first were."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("finished", models.DateTimeField(default=django.utils.timezone.now)),
                ("what", models.CharField(max_length=8)),
                ("rows", models.BigIntegerField()),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["what", "-at"], name="backup_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("part", models.CharField(max_length=24)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("count", models.BigIntegerField(default=0)),
                ("stopped", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["part", "-at"], name="heartbeat_by_part")],
            },
        ),
    ]
