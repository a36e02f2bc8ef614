"""Drafts as they are asked for, for the worker that makes them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_entries_stand"),
        ("reports", "0002_papers_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=80)),
                ("since", models.DateField()),
                ("on", models.DateField()),
                ("level", models.CharField(max_length=8)),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("filer", models.CharField(blank=True, max_length=80)),
                ("side", models.CharField(max_length=16)),
                ("by", models.CharField(max_length=200)),
                ("asked", models.DateTimeField(default=django.utils.timezone.now)),
                ("state", models.CharField(default="waiting", max_length=16)),
                ("step", models.CharField(blank=True, max_length=16)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("whole", models.PositiveSmallIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("claim", models.CharField(blank=True, max_length=16)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="cases.case",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="reports.paper",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-asked"], name="draft_by_time"),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "making"))),
                        fields=["claimed_until"],
                        name="draft_to_do",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "token"), name="draft_once")
                ],
            },
        ),
    ]
