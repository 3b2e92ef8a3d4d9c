from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import Length, Optional, Regexp


class ProfileForm(FlaskForm):
    first_name = StringField(validators=[Length(max=150)])
    email = EmailField(validators=[Optional(), Regexp(r"[^@\s]+@[^@\s]+\Z")])
