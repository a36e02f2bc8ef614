"""Whose claim a piece of work is; and what a page shows of a file, sealed as the file is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="upload",
            name="corrections",
        ),
        migrations.AddField(
            model_name="fold",
            name="seen",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="upload",
            name="claim",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="upload",
            name="corrected",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="private",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="turn",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="upload",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
