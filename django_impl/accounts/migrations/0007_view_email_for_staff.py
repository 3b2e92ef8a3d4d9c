from django.db import migrations


def grant(apps, schema_editor):
    """Grant `view_email` to staff, who see email addresses in the admin (PERMIT-2)."""
    # Django creates content types and permissions after all migrations; this one needs them.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="accounts", model="user"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="view_email",
        defaults={"name": "Can see email addresses"},
    )
    permission.user_set.add(*apps.get_model("accounts", "User").objects.filter(is_staff=True))


def revoke(apps, schema_editor):
    """Revoke it from all users, and delete the permission."""
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(content_type__app_label="accounts", codename="view_email").delete()


class Migration(migrations.Migration):
    # Separate from 0006: PostgreSQL cannot alter a table with unchecked foreign keys.
    dependencies = [
        ("accounts", "0006_view_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
