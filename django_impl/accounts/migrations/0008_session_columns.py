import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_view_email_for_staff"),
    ]

    operations = [
        migrations.RenameField("session", "since", "created_at"),
        migrations.RenameField("session", "last_seen", "last_seen_at"),
        migrations.RenameField("session", "address", "ip_address"),
        migrations.RenameField("session", "browser", "user_agent"),
        migrations.AlterField(
            model_name="session",
            name="expire_date",
            field=models.DateTimeField(db_column="expires_at", db_index=True),
        ),
        migrations.AlterField(
            model_name="session",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
