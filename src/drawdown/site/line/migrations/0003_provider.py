"""What waits of a call over a provider."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_entries_stand"),
        ("line", "0002_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="waits",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("waits", True)),
                fields=["case", "started"],
                name="call_that_waits",
            ),
        ),
    ]
