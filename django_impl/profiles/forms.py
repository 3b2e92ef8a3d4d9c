"""Forms to edit a profile, by its user and by staff."""

from django import forms
from django.forms.renderers import TemplatesSetting

from accounts.authentication import verify_current_password
from accounts.models import User
from core.fields import CharField, MultilineField, UsernameField
from core.logs import log_security_event
from profiles.emails import send_email_changed
from profiles.widgets import CountedTextarea

FIELD_CLASSES = {
    "first_name": CharField,
    "last_name": CharField,
    "bio": MultilineField,
    "location": CharField,
}


class ProfileForm(forms.ModelForm):
    """The profile of a user. A new email address needs the current password (EDIT-5)."""

    password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Required to change the email address.",
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "bio", "location", "website", "visibility"]
        field_classes = FIELD_CLASSES
        widgets = {"bio": CountedTextarea(attrs={"rows": 6})}
        error_messages = {"visibility": {"invalid_choice": "Select a valid choice."}}

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        password = self.cleaned_data["password"]
        email = User.objects.normalize_email(self.cleaned_data.get("email", self.instance.email))
        if email != self.instance.email and not password:
            raise forms.ValidationError("A new email address needs your password.")
        if email != self.instance.email and not verify_current_password(self.request, password):
            raise forms.ValidationError("Wrong password.")
        return password

    def save(self, commit=True):
        """Save the columns of this form only, and notify the old email address (EDIT-8)."""
        self.instance.save(update_fields=self.Meta.fields)
        if self.instance.email != self.initial["email"]:
            notify_old_email(self.request, self.instance, self.initial["email"])
        return self.instance


class UserForm(forms.ModelForm):
    """All fields of a user that staff may change, with the same validation (ADMIN-4)."""

    default_renderer = TemplatesSetting  # the admin has its own ids for help and error messages

    class Meta:
        field_classes = FIELD_CLASSES | {"username": UsernameField}
        error_messages = ProfileForm.Meta.error_messages


def notify_old_email(request, user, old_email):
    """Notify the old email address after the commit (EDIT-8)."""
    log_security_event("email_changed", user.pk)
    send_email_changed.enqueue(user, to=old_email, base_url=request.build_absolute_uri("/"))
