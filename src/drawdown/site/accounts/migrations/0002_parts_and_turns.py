"""A part at a time for a person in a case; titles of invitations; sessions that end at once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0002_entries_stand"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="one_part_in_a_case",
        ),
        migrations.AddField(
            model_name="invitation",
            name="name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="invitation",
            name="title",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="user",
            name="last_seen",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="turn",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="look",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="cases.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", None)),
                fields=("user", "case"),
                name="one_part_at_a_time",
            ),
        ),
    ]
