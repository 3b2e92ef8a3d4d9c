import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("AuditLine", "AuditLogEntry"),
        migrations.AlterModelTable("auditlogentry", "audit_log"),
        migrations.AlterModelOptions("auditlogentry", {"verbose_name_plural": "audit log"}),
        migrations.RenameField("auditlogentry", "at", "created_at"),
        migrations.AlterField(
            model_name="auditlogentry",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="auditlogentry",
            name="actor",
            field=models.CharField(max_length=30),
        ),
        migrations.AlterField(
            model_name="auditlogentry",
            name="event",
            field=models.CharField(max_length=30),
        ),
        migrations.AlterField(
            model_name="auditlogentry",
            name="subject",
            field=models.CharField(max_length=30),
        ),
    ]
