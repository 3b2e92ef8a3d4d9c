from django.contrib.auth.models import User
from django.forms import ModelForm


# example/forms.py
class ProfileForm(ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "email"]
