"""What people say about themselves, and what staff say about them."""

from django import forms
from django.forms.renderers import TemplatesSetting

from accounts.authentication import confirm
from accounts.models import User
from core.fields import CharField, MultilineField, UsernameField
from core.logs import log_event
from core.mail import send_mail
from profiles.widgets import CountedTextarea
from sites.registry import current_site

FIELD_CLASSES = {
    "first_name": CharField,
    "last_name": CharField,
    "bio": MultilineField,
    "location": CharField,
}


class ProfileForm(forms.ModelForm):
    """What people say about themselves. A new e-mail address needs the password (EDIT-5)."""

    password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Only a new email address needs it.",
    )

    class Meta:
        model = User
        fields = [
            "first_name",
            "last_name",
            "email",
            "bio",
            "location",
            "website",
            "visibility",
        ]
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
        if email != self.instance.email and not confirm(self.request, password):
            raise forms.ValidationError("Wrong password.")
        return password

    def save(self, commit=True):
        """Write these columns only, so that no other change of the person is undone.

        Tells the old e-mail address about a new one (EDIT-8).
        """
        self.instance.save(update_fields=self.Meta.fields)
        if self.instance.email != self.initial["email"]:
            tell_old_address(self.request, self.instance, self.initial["email"])
        return self.instance


class UserForm(forms.ModelForm):
    """All that staff may change of a person, by the same rules (ADMIN-4)."""

    default_renderer = TemplatesSetting  # the admin has ids of its own for help and messages

    class Meta:
        field_classes = FIELD_CLASSES | {"username": UsernameField}


def tell_old_address(request, person, old):
    """Tell the old e-mail address about a new one (EDIT-8)."""
    log_event("email_changed", person.pk)
    template = "profiles/email_changed_mail.txt"
    context = {"person": person, "current_site": current_site(request)}
    send_mail("Your email address was changed", template, old, context)
