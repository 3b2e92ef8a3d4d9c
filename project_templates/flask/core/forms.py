"""The base class of all forms."""

from flask import request
from flask_wtf import FlaskForm


class Form(FlaskForm):
    """Extends `flask_wtf.FlaskForm`: field ids are `id_<field>`; files and JSON are ignored."""

    class Meta:
        def bind_field(self, form, unbound_field, options):
            return unbound_field.bind(form=form, id=f"id_{options['name']}", **options)

        def wrap_formdata(self, form, formdata):
            return request.form if form.is_submitted() else None
