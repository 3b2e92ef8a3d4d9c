"""Rendering of form fields, with their errors in `id_<field>-error` (FORM-1)."""

from django import forms
from django.forms.renderers import TemplatesSetting


class BoundField(forms.BoundField):
    """Extends `django.forms.BoundField`: `aria-describedby` refers to help and errors."""

    @property
    def aria_describedby(self):
        parts = {"help": self.help_text, "error": self.errors}
        return " ".join(f"{self.auto_id}-{part}" for part, text in parts.items() if text)


class FormRenderer(TemplatesSetting):
    field_template_name = "field.html"
    bound_field_class = BoundField
