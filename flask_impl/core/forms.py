"""Rendering of form fields, with their errors in `id_<field>-error` (FORM-1)."""

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict


def aria_describedby(field):
    """Return the ids of the help text and of the errors of a field."""
    parts = {"help": field.description, "error": field.errors}
    return " ".join(f"{field.id}-{part}" for part, text in parts.items() if text)


class Form(FlaskForm):
    """Extends `flask_wtf.FlaskForm`: field ids are `id_<field>`; files and JSON are ignored."""

    class Meta:
        def bind_field(self, form, unbound_field, options):
            return unbound_field.bind(form=form, id=f"id_{options['name']}", **options)

        def wrap_formdata(self, form, formdata):
            """Return the given data or the fields of the request, without files and JSON."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form if form.is_submitted() else None

        def render_field(self, field, render_kw):
            """Render a field; `aria-describedby` refers to help and errors."""
            if getattr(field, "use_fieldset", False):
                return super().render_field(field, render_kw)
            if described_by := aria_describedby(field):
                render_kw = {"aria-describedby": described_by} | render_kw
            if field.errors:
                render_kw = {"aria-invalid": "true"} | render_kw
            return super().render_field(field, render_kw)
