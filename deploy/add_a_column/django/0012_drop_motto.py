"""Release 3: no release that runs uses the column, so it is dropped."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_forget_motto")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE users DROP COLUMN motto",
            "ALTER TABLE users ADD COLUMN motto varchar(100) NOT NULL DEFAULT ''",
        )
    ]
