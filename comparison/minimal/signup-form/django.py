from django import forms
from django.contrib.auth.forms import UserCreationForm


# example/forms.py
class SignUpForm(UserCreationForm):
    email = forms.EmailField()

    class Meta(UserCreationForm.Meta):
        fields = ["username", "email"]
