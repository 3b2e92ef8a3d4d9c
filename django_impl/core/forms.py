"""How a form's field is rendered, with its messages at `id_<field>-error` (FORM-1)."""

from django import forms
from django.forms.renderers import TemplatesSetting


class BoundField(forms.BoundField):
    """A field whose input names its help and its messages to a screen reader."""

    @property
    def aria_describedby(self):
        parts = {"help": self.help_text, "error": self.errors}
        return " ".join(f"{self.auto_id}-{part}" for part, text in parts.items() if text)


class FormRenderer(TemplatesSetting):
    field_template_name = "field.html"
    bound_field_class = BoundField
