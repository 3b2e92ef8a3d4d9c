"""Release 1: the column has a default in the database, so the former release can insert rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_grams")]
    operations = [
        migrations.AddField(
            "user", "motto", models.CharField(max_length=100, blank=True, db_default="")
        )
    ]
