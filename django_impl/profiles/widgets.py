"""A custom widget."""

from django import forms

from core.validators import empty_if_invisible


class CountedTextarea(forms.Textarea):
    """A textarea with a character count below it (FORM-2)."""

    template_name = "profiles/counted_textarea.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        attrs = context["widget"]["attrs"]
        described_by = attrs.get("aria-describedby", "")
        attrs["aria-describedby"] = f"{described_by} {attrs['id']}-count".strip()
        text = empty_if_invisible((value or "").replace("\r\n", "\n").strip())
        count = f"{len(text):,} of {int(attrs['maxlength']):,} characters"
        context["widget"]["count"] = count
        return context
