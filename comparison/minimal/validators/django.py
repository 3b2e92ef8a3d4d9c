from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

# example/forms.py
lower_case = RegexValidator(r"^[a-z]+\Z", "Use only lower-case letters.")


def not_reserved(value):
    if value == "admin":
        raise ValidationError("This name is reserved.")


class NameForm(forms.Form):
    name = forms.CharField(max_length=20, validators=[lower_case, not_reserved])
