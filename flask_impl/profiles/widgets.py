"""A custom widget."""

from markupsafe import Markup
from wtforms.widgets import TextArea

from core.validators import empty_if_invisible


class CountedTextarea(TextArea):
    """A textarea with a character count below it (FORM-2)."""

    def __call__(self, field, **attrs):
        described_by = attrs.get("aria-describedby", "")
        attrs["aria-describedby"] = f"{described_by} {field.id}-count".strip()
        text = empty_if_invisible(field._value().replace("\r\n", "\n").strip())
        count = f"{len(text):,} of {field.flags.maxlength:,} characters"
        counter = Markup('<p class="help" id="{}-count">{}</p>').format(field.id, count)
        return super().__call__(field, **attrs) + counter
