"""What the tree holds of an entry, and that its content was destroyed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_entries_stand")]

    operations = [
        migrations.AddField("row", "salt", models.BinaryField(null=True)),
        migrations.AddField("row", "commitment", models.BinaryField(null=True)),
        migrations.AddField("row", "destroyed", models.BigIntegerField(null=True)),
        migrations.AddField("sourcefile", "destroyed", models.BigIntegerField(null=True)),
    ]
