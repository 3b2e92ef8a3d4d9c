from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

lower_case = Regexp(r"[a-z]+\Z", message="Use only lower-case letters.")


def not_reserved(form, field):
    if field.data == "admin":
        raise ValidationError("This name is reserved.")


class NameForm(FlaskForm):
    name = StringField(validators=[InputRequired(), Length(max=20), lower_case, not_reserved])
