"""The tables of reports as they first were."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_entries_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=16)),
                ("since", models.DateField()),
                ("on", models.DateField()),
                ("level", models.CharField(max_length=8)),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("filer", models.CharField(blank=True, max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("side", models.CharField(max_length=16)),
                ("made", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by", models.CharField(max_length=200)),
                ("position", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("approved", models.DateTimeField(blank=True, null=True)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("discarded_by", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("filed_on", models.DateField(blank=True, null=True)),
                ("filed_by", models.CharField(blank=True, max_length=200)),
                ("docket", models.CharField(blank=True, max_length=80)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("entry", models.CharField(blank=True, max_length=240)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="cases.case",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("holds", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("sealed", models.BinaryField()),
                ("hidden", models.BooleanField(default=False)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.paper",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["case", "-made"], name="paper_by_time"),
        ),
        migrations.AddConstraint(
            model_name="paperfile",
            constraint=models.UniqueConstraint(fields=("paper", "name"), name="paper_file_name"),
        ),
    ]
