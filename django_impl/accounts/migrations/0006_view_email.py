from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_directory_indexes")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={"permissions": [("view_email", "Can see email addresses")]},
        ),
    ]
