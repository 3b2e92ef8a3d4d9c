"""How a form's field is rendered, with its messages at `id_<field>-error` (FORM-1)."""

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict


def aria_describedby(field):
    """Return the ids of what stands below a field."""
    parts = {"help": field.description, "error": field.errors}
    return " ".join(f"{field.id}-{part}" for part, text in parts.items() if text)


class Form(FlaskForm):
    """A form whose fields have the ids `id_<field>`, as labels and messages expect."""

    class Meta:
        def bind_field(self, form, unbound_field, options):
            return unbound_field.bind(form=form, id=f"id_{options['name']}", **options)

        def wrap_formdata(self, form, formdata):
            """Take what is given or, of what was sent, fields only: a file is no text."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form if form.is_submitted() else None

        def render_field(self, field, render_kw):
            """Make the input name its help and its messages to a screen reader."""
            if getattr(field, "use_fieldset", False):
                return super().render_field(field, render_kw)
            if described_by := aria_describedby(field):
                render_kw = {"aria-describedby": described_by} | render_kw
            if field.errors:
                render_kw = {"aria-invalid": "true"} | render_kw
            return super().render_field(field, render_kw)
