from flask_wtf import FlaskForm
from project import User, db
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Regexp, ValidationError


class SignUpForm(FlaskForm):
    username = StringField(validators=[InputRequired(), Length(max=150)])
    email = EmailField(validators=[InputRequired(), Regexp(r"[^@\s]+@[^@\s]+\Z")])
    password1 = PasswordField(validators=[InputRequired(), Length(min=8)])
    password2 = PasswordField(validators=[EqualTo("password1")])

    def validate_username(self, field):
        if db.session.scalar(db.select(User).filter_by(username=field.data)):
            raise ValidationError("A user with that username already exists.")
