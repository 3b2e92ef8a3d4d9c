from django.core.mail import send_mail
from django.template.loader import render_to_string


# example/mail.py
def send_welcome(user):
    text = render_to_string("welcome.txt", {"name": user.first_name, "company": "Smith & Sons"})
    send_mail("Welcome", text, None, [user.email])


# example/templates/welcome.txt
#   {% autoescape off %}{{ company }} welcomes you, {{ name }}.{% endautoescape %}
