"""Release 2: the model has no such field any more, and the column stays for the former release."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_add_motto")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("user", "motto")]
        )
    ]
