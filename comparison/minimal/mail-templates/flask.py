from flask import render_template
from flask_mailman import EmailMessage, Mail
from project import app

Mail(app)


def send_welcome(user):
    text = render_template("welcome.txt", name=user.first_name, company="Smith & Sons")
    EmailMessage("Welcome", text, to=[user.email]).send()


# templates/welcome.txt
#   {{ company }} welcomes you, {{ name }}.
